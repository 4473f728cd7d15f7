/** Says what the records lacked, and which signals were silent or weaker for it. */
import { signals } from '../signal.ts'
import type { Store } from '../store.ts'

/** Sentences, none when everything is there. A field that hardly any record has counts as lacking. */
export async function readLacks(store: Store): Promise<string[]> {
  const [row] = await store.query<{
    n: number
    answered: number
    tokens: number
    turns: number
    failed: number
    client: number
    registered: number
  }>(
    `SELECT toFloat64(count()) AS n, toFloat64(countIf(answer_words > 0 OR notEmpty(minted))) AS answered,
            toFloat64(countIf(notEmpty(minted) OR notEmpty(presented))) AS tokens,
            toFloat64(countIf(depth > 1)) AS turns, toFloat64(countIf(status >= 400)) AS failed,
            toFloat64(countIf(address != 0 OR headers != 0 OR ja4 != 0)) AS client,
            (SELECT toFloat64(count()) FROM registry) AS registered
     FROM interaction`,
  )
  if (row === undefined || row.n === 0) return []
  const lacks: string[] = []
  const lack = (missing: boolean, what: string, names: readonly string[]): void => {
    if (missing) lacks.push(`${what}: ${names.join(' and ')} ${names.length === 1 ? 'was' : 'were'} silent.`)
  }
  lack(row.answered === 0, 'No record has a response', ['output-echo'])
  lack(row.tokens === 0, 'No record shows a token of the provider', ['token-crossing'])
  lack(row.turns === 0, 'No conversation has more than one turn', ['prefix-hopping'])
  lack(row.failed === 0, 'No request failed', ['failover-hop'])
  lack(row.client === 0, 'No record has client fields (ip, ja4, user_agent, headers)', ['shared-client'])
  lack(row.registered === 0, 'No account registry was given (--accounts)', ['shared-identity'])
  return lacks.filter((sentence) => signals.some(({ name }) => sentence.includes(name)))
}
