/**
 * Night activity: members are as active when it is night where they say they live as at any other time, or more.
 *
 * Catches: machines that run around the clock, and operators whose working day is another continent's.
 * Honest users trip it by: products and batch jobs (so do their matched accounts), night owls, travellers, people who
 * moved since they signed up.
 * Evasion: keep each account to the hours of its country, which costs throughput.
 * Weight: none; measured against matched accounts. Weak.
 * Source: circadian profiles are a common feature in bot detection, e.g. Chu et al., "Detecting Automation of Twitter
 * Accounts", 2012; own in using the registered country.
 */
import { nightOf } from '../country-night.ts'
import { firstRow, rowShare, type ShareTest, sharesSaid, testShares } from '../share-test.ts'
import type { TestSignal } from '../signal.ts'

const rowsMin = 10
/** Shorter nights, of countries with many zones, hold too few calls to judge by. */
const nightHoursMin = 2
/** Calls at night over what an even spread over the day would bring. */
const evenShareMin = 0.75

const shares: ShareTest = {
  figure: (activity, account) => {
    const night = nightOf(activity.accounts[account]!.country)
    if (night === undefined || night.hours < nightHoursMin) return Number.NaN
    const share = rowShare(activity, account, {
      judged: () => true,
      counts: (row) => night.holds(activity.timeMs[row]!),
      rowsMin,
    })
    return (share * 24) / night.hours
  },
  limit: evenShareMin,
  record: (activity, account) => {
    const night = nightOf(activity.accounts[account]!.country)
    return firstRow(activity, account, (row) => night?.holds(activity.timeMs[row]!) === true)
  },
}

/** See the file's header. */
export const nightActivity: TestSignal = {
  kind: 'test',
  name: 'night-activity',
  axis: 'deception',
  needs: {
    count: "(SELECT countIf(country != '') FROM registry)",
    without: 'No account registry with countries was given: night-activity was silent.',
  },
  test: (group, reference) => testShares(group, reference, shares),
  sentence: (outcome) =>
    `It makes no difference whether it is night in the registered country for ${sharesSaid(outcome)}.`,
}
