/** Says what the records lacked, and what follows for the claims. */
import type { Store } from '../store.ts'

/** What can lack: how the store tells, and the sentence that is said when it counts none. */
const lacks: readonly (readonly [count: string, sentence: string])[] = [
  ['countIf(answer_words > 0 OR notEmpty(minted))', 'No record has a response: output-echo was silent.'],
  [
    'countIf(notEmpty(minted) OR notEmpty(presented))',
    'No record shows a token of the provider: token-crossing was silent.',
  ],
  ['countIf(depth > 1)', 'No conversation has more than one turn: prefix-hopping was silent.'],
  ['countIf(status >= 400)', 'No request failed: failover-hop was silent.'],
  [
    'countIf(address != 0 OR headers != 0 OR ja4 != 0)',
    'No record has client fields (ip, ja4, user_agent, headers): shared-client saw requests only.',
  ],
  ['(SELECT count() FROM registry)', 'No account registry was given (--accounts): shared-identity was silent.'],
  [
    'countIf(org != 0) + (SELECT countIf(org != 0 OR reseller = 1) FROM registry)',
    'Nothing names an organisation or a declared reseller: a company that pools its own keys looks like a hidden operator.',
  ],
]

/** The sentences that apply; none when everything is there, or when there are no records at all. */
export async function readLacks(store: Store): Promise<string[]> {
  const counts = lacks.map(([count]) => `toFloat64(${count})`).join(', ')
  const [row] = await store.query<{ n: number; counts: number[] }>(
    `SELECT toFloat64(count()) AS n, [${counts}] AS counts FROM interaction`,
  )
  if (row === undefined || row.n === 0) return []
  return lacks.filter((_, index) => row.counts[index] === 0).map(([, sentence]) => sentence)
}
