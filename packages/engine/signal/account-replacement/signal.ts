/**
 * Account replacement: when a member goes dead, another one comes to life soon after.
 *
 * Catches: fleets that replace banned accounts.
 * Honest users trip it by: somebody who opens a second account after a ban (one, not several); coming and going at the
 * same hours of the day, which the group's other calls do, too.
 * Evasion: spares that are in use before they are needed; days of waiting.
 * Weight: none.
 * Source: own. Null: members begin at times like those of the group's calls at large, whatever ended before; such times
 * are drawn in their place.
 */
import { Random } from '@stillhunt/core/statistics'
import type { Activity } from '../activity.ts'
import type { TestOutcome, TestSignal } from '../signal.ts'
import { refusedStatuses } from '../refusal.ts'

const dayMs = 86_400_000
const minuteMs = 60_000
/** Silence until the end of what is in view that counts as dead: an account that was refused, or any other. */
const refusedSilenceMs = 3_600_000
const silenceMs = 2 * dayMs
/** Members that are there when the group begins replace nobody. */
const foundersMs = dayMs
/** Members that lived for less neither die nor are born. */
const callsMin = 5
const lifeMsMin = dayMs / 2
const deathsMin = 4
const birthsMin = 4
const permutations = 999
const seed = 401
const recordsMax = 4

interface Lives {
  readonly deathsMs: readonly number[]
  readonly deathRows: readonly number[]
  readonly birthsMs: readonly number[]
}

function livesOf(group: Activity): Lives {
  const startMs = group.timeMs[0] ?? 0
  const endMs = group.timeMs.at(-1) ?? 0
  const deathRows: number[] = []
  const birthsMs: number[] = []
  for (const account of group.accounts.keys()) {
    const rows = group.rowsOf(account)
    const last = rows.at(-1)
    // Who tried it for an hour and left comes and goes at one time, and is nobody's replacement.
    if (last === undefined || rows.length < callsMin || group.timeMs[last]! - group.timeMs[rows[0]!]! < lifeMsMin)
      continue
    const quietMs = endMs - group.timeMs[last]!
    if (quietMs >= (refusedStatuses.includes(group.status[last]!) ? refusedSilenceMs : silenceMs)) deathRows.push(last)
    const firstMs = group.timeMs[rows[0]!]!
    if (firstMs - startMs >= foundersMs) birthsMs.push(firstMs)
  }
  deathRows.sort((a, b) => a - b)
  return { deathRows, deathsMs: deathRows.map((row) => group.timeMs[row]!), birthsMs: birthsMs.sort((a, b) => a - b) }
}

/** How long after the last death before it each time comes, as logarithms of minutes, added up; `deathsMs` ascending. */
function haste(deathsMs: readonly number[], timesMs: readonly number[]): number {
  let sum = 0
  for (const ms of timesMs) sum += Math.log(1 + (ms - lastBefore(deathsMs, ms)) / minuteMs)
  return sum
}

/** The last of the ascending `sorted` at or before `value`, which is not before the first of them. */
function lastBefore(sorted: readonly number[], value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! <= value) low = middle + 1
    else high = middle
  }
  return sorted[low - 1]!
}

function test(group: Activity): TestOutcome | null {
  const lives = livesOf(group)
  const { deathsMs, deathRows } = lives
  const birthsMs = lives.birthsMs.filter((ms) => ms > (deathsMs[0] ?? Infinity))
  if (deathsMs.length < deathsMin || birthsMs.length < birthsMin) return null
  const observed = haste(deathsMs, birthsMs)
  const later = group.timeMs.filter((ms) => ms > deathsMs[0]!)
  const random = new Random(seed)
  let hits = 0
  for (let round = 0; round < permutations; round += 1)
    if (
      haste(
        deathsMs,
        birthsMs.map(() => later[random.below(later.length)]!),
      ) <= observed
    )
      hits += 1
  const figures = {
    minutes: Math.exp(observed / birthsMs.length) - 1,
    deaths: deathsMs.length,
    births: birthsMs.length,
  }
  const records = deathRows.slice(0, recordsMax).map((row) => group.ids[row]!)
  return { pValue: (hits + 1) / (permutations + 1), accounts: group.accounts.length, figures, records }
}

/** See the file's header. */
export const accountReplacement: TestSignal = {
  kind: 'test',
  name: 'account-replacement',
  axis: 'control',
  needs: { count: 'count()', without: 'There are no records: account-replacement was silent.' },
  test,
  sentence: ({ figures: { minutes, deaths, births } }) =>
    `${deaths} accounts went dead; ${births} new ones began after that, typically ${minutes!.toFixed(0)} minutes after the last of those.`,
}
