/**
 * Rollout count: the same task is run the same number of times, over several members.
 *
 * Catches: best-of-n and rejection sampling, shared out over a pool.
 * Honest users trip it by: evaluation harnesses (one organisation, mostly one account), a class that gets one question
 * (as often as there are students who ask, so another number for every question).
 * Evasion: vary the prompt's surface; run all of a task on one account; ask for n answers in one call.
 * Weight: none.
 * Source: own. Null: among tasks that several members asked, the higher a count the rarer, as wherever people happen to
 * ask the same thing; so at most half of those asked r − 1 or r times are asked r times (sign test). Best r, Bonferroni.
 */
import { logBinomialUpper } from '@stillhunt/core/statistics'
import type { Activity } from '../activity.ts'
import type { TestOutcome, TestSignal } from '../signal.ts'

const repeatsMin = 3
const repeatsMax = 16
const tasksMin = 5
const recordsMax = 4

interface Task {
  uses: number
  readonly firstRow: number
  readonly account: number
  isShared: boolean
}

/** Tasks by their exact request; only answered prompts count, since a failed one is tried again. */
function tasksOf(group: Activity): Task[] {
  const tasks = new Map<number, Task>()
  for (let row = 0; row < group.rows; row += 1) {
    const digest = group.digest[row]!
    if (group.isPrompt[row] === 0 || digest === 0) continue
    const account = group.account[row]!
    const known = tasks.get(digest)
    if (known === undefined) tasks.set(digest, { uses: 1, firstRow: row, account, isShared: false })
    else {
      known.uses += 1
      known.isShared ||= known.account !== account
    }
  }
  return [...tasks.values()].filter(({ isShared }) => isShared)
}

function test(group: Activity): TestOutcome | null {
  const tasks = tasksOf(group)
  if (tasks.length < tasksMin) return null
  const counts = new Uint32Array(repeatsMax + 2)
  for (const { uses } of tasks) counts[Math.min(uses, repeatsMax + 1)]! += 1
  let best = { logP: 0, repeats: 0 }
  for (let repeats = repeatsMin; repeats <= repeatsMax; repeats += 1) {
    const logP = logBinomialUpper(counts[repeats]!, counts[repeats]! + counts[repeats - 1]!, 0.5)
    if (logP < best.logP) best = { logP, repeats }
  }
  const { logP, repeats } = best
  return {
    pValue: Math.min(1, Math.exp(logP) * (repeatsMax - repeatsMin + 1)),
    accounts: group.accounts.length,
    figures: { repeats, tasks: counts[repeats]!, shared: tasks.length },
    records: tasks
      .filter(({ uses }) => uses === repeats)
      .slice(0, recordsMax)
      .map(({ firstRow }) => group.ids[firstRow]!),
  }
}

/** See the file's header. */
export const rolloutCount: TestSignal = {
  kind: 'test',
  name: 'rollout-count',
  axis: 'extraction',
  needs: { count: 'countIf(digest != 0)', without: 'No request could be read: rollout-count was silent.' },
  test,
  sentence: ({ figures: { repeats, tasks, shared } }) =>
    repeats === 0
      ? `No number of repetitions stands out among ${shared} tasks that several accounts ran.`
      : `${tasks} of ${shared} tasks that several accounts ran were run exactly ${repeats} times.`,
}
