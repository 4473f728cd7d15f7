/**
 * Work queue: the group's templates are filled with things that come back equally often, as from a list.
 *
 * Catches: prompt lists that are dealt out, with or without rollouts.
 * Honest users trip it by: batch jobs over a list (one organisation). Genuine demand has favourites.
 * Evasion: repeat some fillings on purpose; fill each once: without repeats nothing can be told here, and what is left is
 * that nobody ever asks the same, which the measure of extraction looks at.
 * Weight: none.
 * Source: own. Null: given which uses were of a new filling, every repeat is of any one seen so far; favourites make
 * repeats less even, so genuine demand is conservative.
 */
import { Random, slotEvenness } from '@stillhunt/core/statistics'
import type { Activity } from '../activity.ts'
import type { TestOutcome, TestSignal } from '../signal.ts'

const usesMin = 30
const repeatsMin = 10
/** Uses looked at, the newest. */
const usesMax = 20_000
const draws = 999
const seed = 1906
const recordsMax = 4

function test(group: Activity): TestOutcome | null {
  const rows: number[] = []
  for (let row = 0; row < group.rows; row += 1)
    if (group.isTemplated[row] === 1 && group.slot[row] !== 0) rows.push(row)
  const looked = rows.slice(-usesMax)
  const slots = Int32Array.from(looked, (row) => group.slot[row]!)
  if (slots.length < usesMin || slots.length - new Set(slots).size < repeatsMin) return null
  const { uses, slots: fillings, ratio, evenP } = slotEvenness(slots, { count: draws, random: new Random(seed) })
  return {
    pValue: evenP,
    accounts: new Set(looked.map((row) => group.account[row]!)).size,
    figures: { uses, fillings, ratio },
    records: looked.slice(0, recordsMax).map((row) => group.ids[row]!),
  }
}

/** See the file's header. */
export const workQueue: TestSignal = {
  kind: 'test',
  name: 'work-queue',
  axis: 'extraction',
  needs: { count: 'countIf(prompt_words > 0)', without: 'No request has text: work-queue was silent.' },
  test,
  sentence: ({ accounts, figures: { uses, fillings, ratio } }) =>
    `${accounts} accounts filled their templates ${uses!.toLocaleString('en-US')} times with ${fillings!.toLocaleString('en-US')} different fillings, ` +
    `whose repeats are ${ratio! < 1 ? `more even than chance (${ratio!.toFixed(2)} of its unevenness)` : 'no more even than chance'}.`,
}
