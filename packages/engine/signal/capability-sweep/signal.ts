/**
 * Capability sweep: members do few things, other things than comparable accounts, and cover them evenly.
 *
 * Catches: narrow harvests that go through a list.
 * Honest users trip it by: every product with one purpose. Therefore narrowness alone is nothing: the group must
 * have templates of its own, and fillings must hardly ever come back. Weak.
 * Evasion: blend purposes; repeat prompts.
 * Weight: none.
 * Source: narrow focus with systematic sweep: Anthropic, "Detecting and preventing distillation attacks", 2026.
 */
import { concentrationAgainst, normalisedEntropy, Random } from '@stillhunt/core/statistics'
import type { Activity } from '../activity.ts'
import type { TestOutcome, TestSignal } from '../signal.ts'

const accountsMin = 5
const promptsMin = 5
const slotsMin = 20
/** A group whose templates are the lesser part of what it asks does not only sweep. */
const templatedShareMin = 0.5
const permutations = 999
const hitsMax = 40
const seed = 1951
/** Less of a difference in what accounts do is taste; less of a coverage has favourites. */
const divergenceNatsMin = 0.3
const coverageMin = 0.98

const purposes = ['reasoning', 'code', 'agentic', 'grading'] as const
const categories = purposes.length + 1

/** Per account with enough prompts how much of them is for what; what is left is general. */
function mixesOf(activity: Activity): number[][] {
  const mixes: number[][] = []
  for (const account of activity.accounts.keys()) {
    const mix = Array.from({ length: categories }, () => 0)
    let prompts = 0
    for (const row of activity.rowsOf(account)) {
      if (activity.isPrompt[row] === 0) continue
      prompts += 1
      let general = 100
      for (const [at, purpose] of purposes.entries()) {
        mix[at]! += activity[purpose][row]!
        general -= activity[purpose][row]!
      }
      mix[purposes.length]! += Math.max(0, general)
    }
    if (prompts >= promptsMin) mixes.push(mix)
  }
  return mixes
}

/** How evenly the group's templates are filled with all that they ever were, in [0, 1]; null with too few. */
function coverageOf({ rows, isPrompt, isTemplated, slot }: Activity): number | null {
  const uses = new Map<number, number>()
  let prompts = 0
  let templated = 0
  for (let row = 0; row < rows; row += 1) {
    if (isPrompt[row] === 0) continue
    prompts += 1
    if (isTemplated[row] === 0) continue
    templated += 1
    uses.set(slot[row]!, (uses.get(slot[row]!) ?? 0) + 1)
  }
  return templated < templatedShareMin * prompts || uses.size < slotsMin
    ? null
    : normalisedEntropy(Float64Array.from(uses.values()))
}

function test(group: Activity, reference: Activity): TestOutcome | null {
  const [members, others] = [mixesOf(group), mixesOf(reference)]
  const coverage = coverageOf(group)
  if (coverage === null || members.length < accountsMin || others.length < accountsMin) return null
  const { divergenceNats, p } = concentrationAgainst(
    {
      counts: Float64Array.from([...members, ...others].flat()),
      categories,
      labels: Int32Array.from([...members.map(() => 1), ...others.map(() => 0)]),
    },
    { count: permutations, hitsMax, random: new Random(seed) },
  )
  const isSweep = divergenceNats >= divergenceNatsMin && coverage >= coverageMin
  return { pValue: isSweep ? p : 1, accounts: members.length, figures: { divergenceNats, coverage }, records: [] }
}

/** See the file's header. */
export const capabilitySweep: TestSignal = {
  kind: 'test',
  name: 'capability-sweep',
  axis: 'extraction',
  needs: { count: 'countIf(prompt_words > 0)', without: 'No request has text: capability-sweep was silent.' },
  test,
  sentence: ({ accounts, figures: { divergenceNats, coverage } }) =>
    `What ${accounts} accounts ask for is ${divergenceNats!.toFixed(2)} nats from what comparable ones do, and their templates are filled with ` +
    `${Math.round(coverage! * 100)} % of the greatest evenness.`,
}
