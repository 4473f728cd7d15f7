/** Says what the records lacked, and what follows for the claims. */
import { type Need, signals } from '../signal.ts'
import type { Store } from '../store.ts'

/** What no signal is silent without, but claims are weaker for. */
const declarations: Need = {
  count: 'countIf(org != 0) + (SELECT countIf(org != 0 OR reseller = 1) FROM registry)',
  without:
    'Nothing names an organisation or a declared reseller: a company that pools its own keys looks like a hidden operator.',
}

/** The sentences that apply; none when everything is there, or when there are no records at all. */
export async function readLacks(store: Store): Promise<string[]> {
  const needs = [...signals.map((signal) => signal.needs), declarations]
  const counts = needs.map(({ count }) => `toFloat64(${count})`).join(', ')
  const [row] = await store.query<{ n: number; counts: number[] }>(
    `SELECT toFloat64(count()) AS n, [${counts}] AS counts FROM interaction`,
  )
  if (row === undefined || row.n === 0) return []
  return needs.filter((_, index) => row.counts[index] === 0).map(({ without }) => without)
}
