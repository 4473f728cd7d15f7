/**
 * Account replacement: when a member goes dead, another one comes to life soon after.
 *
 * Catches: fleets that replace banned accounts.
 * Honest users trip it by: somebody who opens a second account after a ban (one, not several); coming and going at the
 * same hours of the day, which the null keeps.
 * Evasion: spares that are in use before they are needed; days of waiting.
 * Weight: none.
 * Source: own. Null: given the hours of the day at which members begin, the days on which they do have nothing to do
 * with those on which others end; days are permuted.
 */
import { Random } from '@stillhunt/core/statistics'
import type { Activity } from '../activity.ts'
import type { TestOutcome, TestSignal } from '../signal.ts'

const dayMs = 86_400_000
const soonMs = 3 * 3_600_000
/** Silence until the end of what is in view that counts as dead: an account that was refused, or any other. */
const refusedSilenceMs = dayMs / 2
const silenceMs = 2 * dayMs
/** Members that are there when the group begins replace nobody. */
const foundersMs = dayMs
const deathsMin = 4
const birthsMin = 4
const permutations = 999
const seed = 401
const recordsMax = 4

const refused = (status: number): boolean => status === 401 || status === 403

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
    if (last === undefined) continue
    const quietMs = endMs - group.timeMs[last]!
    if (quietMs >= (refused(group.status[last]!) ? refusedSilenceMs : silenceMs)) deathRows.push(last)
    const firstMs = group.timeMs[rows[0]!]!
    if (firstMs - startMs >= foundersMs) birthsMs.push(firstMs)
  }
  deathRows.sort((a, b) => a - b)
  return { deathRows, deathsMs: deathRows.map((row) => group.timeMs[row]!), birthsMs: birthsMs.sort((a, b) => a - b) }
}

/** Deaths that a birth follows soon; both ascending. O(deaths + births). */
function followed(deathsMs: readonly number[], birthsMs: ArrayLike<number>): number {
  let birth = 0
  let count = 0
  for (const death of deathsMs) {
    while (birth < birthsMs.length && birthsMs[birth]! <= death) birth += 1
    if (birth < birthsMs.length && birthsMs[birth]! - death <= soonMs) count += 1
  }
  return count
}

function test(group: Activity): TestOutcome | null {
  const { deathsMs, deathRows, birthsMs } = livesOf(group)
  if (deathsMs.length < deathsMin || birthsMs.length < birthsMin) return null
  const observed = followed(deathsMs, birthsMs)
  const random = new Random(seed)
  const firstDay = Math.floor(birthsMs[0]! / dayMs)
  const days = Math.floor(birthsMs.at(-1)! / dayMs) - firstDay + 1
  let hits = 0
  for (let round = 0; round < permutations; round += 1) {
    const moved = Float64Array.from(birthsMs, (ms) => (firstDay + random.below(days)) * dayMs + (ms % dayMs)).sort()
    if (followed(deathsMs, moved) >= observed) hits += 1
  }
  return {
    pValue: (hits + 1) / (permutations + 1),
    accounts: group.accounts.length,
    figures: { followed: observed, deaths: deathsMs.length, births: birthsMs.length, hours: soonMs / 3_600_000 },
    records: deathRows.slice(0, recordsMax).map((row) => group.ids[row]!),
  }
}

/** See the file's header. */
export const accountReplacement: TestSignal = {
  kind: 'test',
  name: 'account-replacement',
  axis: 'control',
  needs: { count: 'count()', without: 'There are no records: account-replacement was silent.' },
  test,
  sentence: ({ figures: { followed: count, deaths, births, hours } }) =>
    `${count} of ${deaths} accounts that went dead were followed by a new one within ${hours} hours; ${births} joined in all.`,
}
