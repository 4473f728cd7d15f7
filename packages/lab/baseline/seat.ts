/** SEAT: an attacker's queries are alike, so pairs of near queries within one account are counted. */
import { distance } from './embedding.ts'
import type { Baseline, Trial } from './method.ts'
import { callsOf, type Traffic } from './traffic.ts'

/** Pairs cost the square of the calls: later calls of an account are not looked at. */
const callsMax = 1000
const distancesMax = [0.1, 0.3, 0.5, 0.7, 0.9, 1.1] as const

function* trials(traffic: Traffic): Generator<Trial> {
  const counts = traffic.accounts.map((_, account) => nearPairs(traffic, account))
  for (const [index, distanceMax] of distancesMax.entries())
    for (const isShare of [false, true]) {
      const suspicion = Float64Array.from(counts, ({ pairs, calls }) =>
        // Shrunk towards nothing, or two calls that are alike would be the surest case of all.
        isShare ? pairs[index]! / (calls * (calls - 1) * 0.5 + 50) : pairs[index]!,
      )
      yield { setting: `${isShare ? 'share' : 'number'} of pairs nearer than ${distanceMax}`, suspicion, groups: null }
    }
}

/** The pairs of calls nearer than each of {@link distancesMax}. */
function nearPairs(traffic: Traffic, account: number): { readonly pairs: readonly number[]; readonly calls: number } {
  const calls = callsOf(traffic, account, callsMax)
  const pairs: number[] = distancesMax.map(() => 0)
  for (const [at, call] of calls.entries())
    for (let other = 0; other < at; other += 1) {
      const apart = distance(traffic.calls.embedding, call, calls[other]!)
      for (const [index, distanceMax] of distancesMax.entries()) if (apart < distanceMax) pairs[index]! += 1
    }
  return { pairs, calls: calls.length }
}

/** See the header. */
export const seat: Baseline = {
  name: 'SEAT',
  source: 'Zhang, Chen and Wagner, SEAT: Similarity Encoder by Adversarial Training, 2021',
  published: 'attackers pay 3.8 to 16 times as much; on language-model text 15 % at 14.3 % false positives',
  deviation:
    'hashed word n-grams instead of an adversarially trained encoder; accounts are not blocked at the first pair',
  hint: 'none',
  trials,
}
