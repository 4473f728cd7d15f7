/**
 * Night activity: members are as active when it is night where their calls come from as at any other time, or more.
 *
 * Catches: machines that run around the clock, and operators whose working day is another continent's.
 * Honest users trip it by: products and batch jobs (so do their matched accounts), night owls, whoever comes through
 * a network of another country.
 * Evasion: keep each account to the hours of its country, which costs throughput.
 * Weight: none; measured against matched accounts. Weak.
 * Source: circadian profiles are a common feature in bot detection, e.g. Chu et al., "Detecting Automation of Twitter
 * Accounts", 2012; own in using the country of the network.
 */
import { type Night, nightOf } from '../country-night.ts'
import type { Activity } from '../activity.ts'
import { firstRow, type ShareTest, sharesSaid, testShares } from '../share-test.ts'
import type { TestSignal } from '../signal.ts'

const rowsMin = 10
/** Shorter nights, of countries with many zones, hold too few calls to judge by. */
const nightHoursMin = 2
/** So near to an even spread over the day there is no night. */
const evenShareMin = 0.75

/** The night where a call comes from, else where its account is registered; undefined where that is not known. */
function nightAt(activity: Activity, row: number): Night | undefined {
  const country = activity.country[row]!
  const night = nightOf(
    country === 0 ? activity.accounts[activity.account[row]!]!.country : activity.lexicon.wordAt(country),
  )
  return night !== undefined && night.hours >= nightHoursMin ? night : undefined
}

/** Calls at night over what an even spread over the day would bring; NaN with too few. */
function nightShare(activity: Activity, account: number): number {
  let calls = 0
  let even = 0
  let atNight = 0
  for (const row of activity.rowsOf(account)) {
    const night = nightAt(activity, row)
    if (night === undefined) continue
    calls += 1
    even += night.hours / 24
    if (night.holds(activity.timeMs[row]!)) atNight += 1
  }
  return calls < rowsMin ? Number.NaN : atNight / even
}

const shares: ShareTest = {
  figure: nightShare,
  limit: evenShareMin,
  record: (activity, account) =>
    firstRow(activity, account, (row) => nightAt(activity, row)?.holds(activity.timeMs[row]!) === true),
}

/** See the file's header. */
export const nightActivity: TestSignal = {
  kind: 'test',
  name: 'night-activity',
  axis: 'deception',
  needs: {
    count: "countIf(country != '') + (SELECT countIf(country != '') FROM registry)",
    without: 'Neither records nor a registry name countries: night-activity was silent.',
  },
  test: (group, reference) => testShares(group, reference, shares),
  sentence: (outcome) =>
    `It makes no difference whether it is night where the calls come from for ${sharesSaid(outcome)}.`,
}
