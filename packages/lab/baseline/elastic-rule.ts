/** Elastic's prebuilt rule against the theft of models, asked of accounts. */
import { callsOf, type Traffic } from './traffic.ts'
import type { Baseline, Trial } from './method.ts'
import { busiest } from './volume-threshold.ts'

const hourMs = 3_600_000
/** The rule's own limits. */
const eventsMin = 100
const responseLengthMin = 1_000_000

function* trials(traffic: Traffic): Generator<Trial> {
  const longest = (account: number): number =>
    callsOf(traffic, account).reduce((most, call) => Math.max(most, traffic.calls.answerLength[call]!), 0)
  for (const [window, windowMs] of [
    ['an hour', hourMs],
    ['a day', 24 * hourMs],
  ] as const)
    // An answer of a million letters is rare; ours lets a shorter one count as much, in the rule's favour.
    for (const lengthDivisor of [1, 30, 300]) {
      const suspicion = Float64Array.from(traffic.accounts, (_, account) =>
        Math.max(
          busiest(traffic, account, windowMs) / eventsMin,
          longest(account) / (responseLengthMin / lengthDivisor),
        ),
      )
      yield { setting: `${window}, length limit 1/${lengthDivisor}`, suspicion, groups: null }
    }
}

/** See the header. Suspicion is how many times the nearer limit is reached. */
export const elasticRule: Baseline = {
  name: 'Elastic rule',
  source: 'Elastic, Potential Azure OpenAI Model Theft, prebuilt detection rule, 2025',
  published: 'no figures; alerts at 100 events or a response length of 1,000,000',
  deviation:
    'model calls instead of ListKey audit events, per account, in the busiest window; both limits move together',
  hint: 'none',
  trials,
}
