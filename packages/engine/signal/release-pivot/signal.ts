/**
 * Release pivot: members are on a new model within a day of its release, where others take it up one by one.
 *
 * Catches: harvests that follow the best model.
 * Honest users trip it by: enthusiasts, evaluation shops, aliases that always name the newest (a provider that moves them
 * moves everybody: the reference, too).
 * Evasion: wait.
 * Weight: none; measured against matched accounts that were there. Weak.
 * Source: Anthropic, "Detecting and preventing distillation attacks", 2026 (about half of an operator's traffic moved
 * within a day).
 */
import type { Activity } from '../activity.ts'
import { sharesSaid, testShares } from '../share-test.ts'
import type { TestOutcome, TestSignal } from '../signal.ts'

const dayMs = 86_400_000
/** A model that is there from the beginning is not new; one that hardly anybody takes up is no release. */
const knownDaysMin = 2
const usersMin = 5
/** Releases that are looked at, the first ones. */
const releasesMax = 5
/** Who is judged: accounts that were there before, and had some calls in the days after. */
const rowsMin = 3
const aftermathMs = 2 * dayMs

interface Release {
  readonly model: number
  readonly timeMs: number
}

function releasesIn(group: Activity, reference: Activity): Release[] {
  const firstMs = new Map<number, number>()
  const users = new Map<number, Set<string>>()
  let startMs = Infinity
  for (const [side, { rows, model, timeMs, account }] of [group, reference].entries())
    for (let row = 0; row < rows; row += 1) {
      const name = model[row]!
      startMs = Math.min(startMs, timeMs[row]!)
      firstMs.set(name, Math.min(firstMs.get(name) ?? Infinity, timeMs[row]!))
      if (!users.has(name)) users.set(name, new Set())
      users.get(name)!.add(`${side} ${account[row]!}`)
    }
  return [...firstMs]
    .map(([model, timeMs]) => ({ model, timeMs }))
    .filter(({ model, timeMs }) => timeMs - startMs >= knownDaysMin * dayMs && users.get(model)!.size >= usersMin)
    .sort((a, b) => a.timeMs - b.timeMs)
    .slice(0, releasesMax)
}

/** 1 for an account that used the model within a day, 0 for one that did not, NaN for one that was not there. */
function pivots(activity: Activity, account: number, { model, timeMs }: Release): number {
  let before = 0
  let after = 0
  let early = 0
  for (const row of activity.rowsOf(account)) {
    const sinceMs = activity.timeMs[row]! - timeMs
    if (sinceMs < 0) before += 1
    else if (sinceMs <= aftermathMs) after += 1
    if (sinceMs >= 0 && sinceMs <= dayMs && activity.model[row] === model) early += 1
  }
  return before === 0 || after < rowsMin ? Number.NaN : Math.min(1, early)
}

function test(group: Activity, reference: Activity): TestOutcome | null {
  const releases = releasesIn(group, reference)
  let best: TestOutcome | null = null
  let judged = 0
  for (const release of releases) {
    const outcome = testShares(group, reference, {
      limit: 1,
      figure: (activity, account) => pivots(activity, account, release),
      record: (activity, account) =>
        activity
          .rowsOf(account)
          .find((row) => activity.model[row] === release.model && activity.timeMs[row]! >= release.timeMs) ?? -1,
    })
    if (outcome === null) continue
    judged += 1
    if (best === null || outcome.pValue < best.pValue) best = outcome
  }
  return best === null ? null : { ...best, pValue: Math.min(1, best.pValue * judged) }
}

/** See the file's header. */
export const releasePivot: TestSignal = {
  kind: 'test',
  name: 'release-pivot',
  axis: 'extraction',
  needs: {
    count: 'uniqExact(model) - 1',
    without: 'All records are of one model: release-pivot was silent.',
  },
  test,
  sentence: (outcome) => `A new model was in use within a day of its first appearance on ${sharesSaid(outcome)}.`,
}
