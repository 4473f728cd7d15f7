/** The oldest rule: whoever asks for very much is suspicious. */
import { callsOf, type Traffic } from './traffic.ts'
import type { Baseline, Trial } from './method.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** The most calls that an account made in any stretch of `windowMs`; O(calls). */
export function busiest(traffic: Traffic, account: number, windowMs: number): number {
  const { timeMs } = traffic.calls
  const calls = callsOf(traffic, account)
  let most = 0
  let from = 0
  for (const [at, call] of calls.entries()) {
    while (timeMs[call]! - timeMs[calls[from]!]! >= windowMs) from += 1
    most = Math.max(most, at - from + 1)
  }
  return most
}

function* trials(traffic: Traffic): Generator<Trial> {
  const total = (column: Float64Array, account: number): number =>
    callsOf(traffic, account).reduce((sum, call) => sum + column[call]!, 0)
  const amounts: Readonly<Record<string, (account: number) => number>> = {
    'calls in all': (account) => callsOf(traffic, account).length,
    'calls in the busiest hour': (account) => busiest(traffic, account, hourMs),
    'calls in the busiest day': (account) => busiest(traffic, account, dayMs),
    'output tokens in all': (account) => total(traffic.calls.outputTokens, account),
  }
  for (const [setting, amountOf] of Object.entries(amounts))
    yield { setting, suspicion: Float64Array.from(traffic.accounts, (_, account) => amountOf(account)), groups: null }
}

/** See the header. */
export const volumeThreshold: Baseline = {
  name: 'Volume threshold',
  source: 'the rate limit of every provider',
  published: 'nothing: a rule of thumb',
  deviation: 'the amount is chosen by the labels: calls or tokens, in all or at the busiest time',
  hint: 'none',
  trials,
}
