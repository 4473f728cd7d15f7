/** What groups of accounts do. */

/** What an account, or several, did. Times in milliseconds since the epoch. */
export interface Usage {
  readonly interactions: number
  readonly outputTokens: number
  readonly firstMs: number
  readonly lastMs: number
  /** Answered requests that began a conversation with text, and those among them that fill one of the group's templates. */
  readonly prompts: number
  readonly templated: number
  /** How many of the templates these fill, each counted: the sentences of one come together. */
  readonly fillings: number
  /** Interactions by what they exercise; parts of one interaction add up to at most one. */
  readonly reasoning: number
  readonly code: number
  readonly agentic: number
  readonly grading: number
  readonly eliciting: number
  readonly gradingPrompts: number
}

/** How the pool of a group fills its templates. */
export interface SlotUse {
  /** Distinct fillings, and how often the most frequent and the median one was used. */
  readonly slots: number
  readonly slotUsesMax: number
  readonly slotUsesMedian: number
  /** Prompts that fill a template which the pool fills so often that it is produced with, not talked with. */
  readonly productive: number
}

/** What was measured of one group. */
export interface GroupUsage extends SlotUse {
  readonly ofAccount: ReadonlyMap<number, Usage>
  /** The group's own templates, as values of the traits. */
  readonly templates: readonly number[]
}

/** Of accounts that nobody measured. */
export const noUsage: Usage = {
  interactions: 0,
  outputTokens: 0,
  firstMs: 0,
  lastMs: 0,
  prompts: 0,
  templated: 0,
  fillings: 0,
  reasoning: 0,
  code: 0,
  agentic: 0,
  grading: 0,
  eliciting: 0,
  gradingPrompts: 0,
}

/** The usage of several accounts of a group together. */
export function sumUsage({ ofAccount }: GroupUsage, accounts: Iterable<number>): Usage {
  let sum: Usage | null = null
  for (const account of accounts) {
    const usage = ofAccount.get(account)
    if (usage === undefined) continue
    sum = sum === null ? usage : add(sum, usage)
  }
  return sum ?? noUsage
}

function add(a: Usage, b: Usage): Usage {
  return {
    interactions: a.interactions + b.interactions,
    outputTokens: a.outputTokens + b.outputTokens,
    firstMs: Math.min(a.firstMs, b.firstMs),
    lastMs: Math.max(a.lastMs, b.lastMs),
    prompts: a.prompts + b.prompts,
    templated: a.templated + b.templated,
    fillings: a.fillings + b.fillings,
    reasoning: a.reasoning + b.reasoning,
    code: a.code + b.code,
    agentic: a.agentic + b.agentic,
    grading: a.grading + b.grading,
    eliciting: a.eliciting + b.eliciting,
    gradingPrompts: a.gradingPrompts + b.gradingPrompts,
  }
}
