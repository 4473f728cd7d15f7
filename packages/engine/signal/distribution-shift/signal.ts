/**
 * Distribution shift: what the group sends, taken together, is not what comparable accounts send.
 *
 * Catches: pooled harvests of any content, given enough prompts.
 * Honest users trip it by: every group that has one purpose: products, classes, agents. It says that there is a
 * difference, not that it is a bad one: weak, and for description only.
 * Evasion: draw the prompts from what honest users ask.
 * Weight: none.
 * Source: Gretton et al., "A kernel two-sample test", 2012; windows of pooled prompts as in arXiv 2606.05725. Deviation: one
 * point per account, since prompts of one account are not independent; small sketches in place of embeddings: what the
 * prompts are for, how long they and their answers are, and two bits per bin of the prompt's MinHash (Li and König,
 * "b-Bit Minwise Hashing", 2010), in which texts that have phrases in common come together.
 */
import { meanDiscrepancy, Random } from '@stillhunt/core/statistics'
import { type Activity, sketchBins } from '../activity.ts'
import type { TestOutcome, TestSignal } from '../signal.ts'

const accountsMin = 8
const promptsMin = 5
/** Points of either side, evenly over the order of arrival: distances grow with their square. */
const pointsPerSideMax = 400
const permutations = 499
const hitsMax = 40
const seed = 2012
/** Smaller discrepancies are significant, too, and are what any company of people has that have something in common. */
const squaredMin = 0.25
const sketchValues = 4
const emptyBin = 0xffffffff
const shapeSize = 8
const dimensions = shapeSize + sketchBins * sketchValues

/** One point: means over an account's prompts, each coordinate in about [0, 1]; null with too few. */
function pointOf(activity: Activity, account: number): Float64Array | null {
  const point = new Float64Array(dimensions)
  let prompts = 0
  for (const row of activity.rowsOf(account)) {
    if (activity.isPrompt[row] === 0) continue
    prompts += 1
    for (const [at, value] of shapeOf(activity, row).entries()) point[at]! += value
    for (let bin = 0; bin < sketchBins; bin += 1) {
      const value = activity.sketch[row * sketchBins + bin]!
      if (value !== emptyBin) point[shapeSize + bin * sketchValues + (value & (sketchValues - 1))]! += 1
    }
  }
  return prompts < promptsMin ? null : point.map((sum) => sum / prompts)
}

/** {@link shapeSize} numbers. Lengths count by their logarithms, over those of long ones. */
function shapeOf(activity: Activity, row: number): number[] {
  return [
    activity.reasoning[row]! / 100,
    activity.code[row]! / 100,
    activity.agentic[row]! / 100,
    activity.grading[row]! / 100,
    activity.elicitation[row]!,
    Math.log1p(activity.promptWords[row]!) / 8,
    Math.log1p(activity.answerWords[row]!) / 8,
    activity.language[row]! > 1 ? 1 : 0,
  ]
}

function pointsOf(activity: Activity): Float64Array[] {
  const points = [...activity.accounts.keys()].flatMap((account) => pointOf(activity, account) ?? [])
  const count = Math.min(points.length, pointsPerSideMax)
  return Array.from({ length: count }, (_, i) => points[Math.floor((i * points.length) / count)]!)
}

function test(group: Activity, reference: Activity): TestOutcome | null {
  const [members, others] = [pointsOf(group), pointsOf(reference)]
  if (members.length < accountsMin || others.length < accountsMin) return null
  const points = new Float64Array((members.length + others.length) * dimensions)
  for (const [at, point] of [...members, ...others].entries()) points.set(point, at * dimensions)
  const { squared, p } = meanDiscrepancy(
    { points, dimensions, labels: Int32Array.from([...members.map(() => 1), ...others.map(() => 0)]) },
    { kernel: 'gaussian', count: permutations, hitsMax, random: new Random(seed) },
  )
  const figures = { squared, reference: others.length }
  return { pValue: squared < squaredMin ? 1 : p, accounts: members.length, figures, records: [] }
}

/** See the file's header. */
export const distributionShift: TestSignal = {
  kind: 'test',
  name: 'distribution-shift',
  axis: 'extraction',
  needs: { count: 'countIf(prompt_words > 0)', without: 'No request has text: distribution-shift was silent.' },
  test,
  sentence: ({ accounts, figures: { squared, reference } }) =>
    `Prompts of ${accounts} accounts differ from those of ${reference} comparable ones (squared mean discrepancy ${squared!.toFixed(3)}).`,
}
