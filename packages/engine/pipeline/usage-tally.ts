/** What was counted of accounts and pools so far, so that a later moment costs in proportion to what came since. */
import type { SlotUse, Usage } from './usage.ts'
import type { UsageSpan, UsageTable } from './usage-table.ts'

/** A template that the pool fills so often is produced with: what one customer of a relay says comes back less often. */
const productiveUsesMin = 30
/**
 * Of a pool that sent little yet what so many of its accounts send on average is as much, but never fewer uses, where the
 * template is nobody else's: customers who share accounts do not send as much as several of them.
 */
const productiveAccounts = 2
const productiveUsesLeast = 10

/** Counts of one account from its first record on. */
export class AccountTally {
  /** How often each template that it may fill was there. */
  readonly uses: Map<number, number> = new Map()
  private readonly table: UsageTable
  private readonly from: number
  private to: number
  private outputTokens = 0
  private prompts = 0
  private eliciting = 0
  private gradingPrompts = 0
  private readonly capabilities = new Float64Array(4)
  private templates: ReadonlySet<number> = new Set()
  private templated = 0
  private fillings = 0
  private templatedTo: number

  /** Of an account whose records begin at `from`; nothing is counted yet. */
  constructor(table: UsageTable, from: number) {
    this.table = table
    this.from = this.to = this.templatedTo = from
  }

  /** Whether a span was not yet gone past. */
  reaches({ from, to }: UsageSpan): boolean {
    return from === this.from && to >= this.to
  }

  /** Answered prompts that began a conversation. */
  get openings(): number {
    return this.prompts
  }

  /** Counts what is new up to the end of `span`, which it must reach. O(records that are new). */
  advance({ to }: UsageSpan): void {
    const { outputTokens, shares, slot, values, valuesFrom } = this.table
    for (let i = valuesFrom[this.to]!; i < valuesFrom[to]!; i += 1)
      this.uses.set(values[i]!, (this.uses.get(values[i]!) ?? 0) + 1)
    for (let at = this.to; at < to; at += 1) {
      this.outputTokens += outputTokens[at]!
      for (let one = 0; one < 4; one += 1) this.capabilities[one]! += shares[5 * at + one]! / 100
      if (slot[at] === 0) continue
      this.prompts += 1
      if (shares[5 * at + 4] === 1) this.eliciting += 1
      if (shares[5 * at + 3]! > 0) this.gradingPrompts += 1
    }
    this.to = to
  }

  /** What was counted; all is gone through once where `templates` are others than last time. */
  usage(templates: ReadonlySet<number>): Usage {
    const { timeMs, slot } = this.table
    if (!areSame(templates, this.templates))
      [this.templates, this.templated, this.fillings, this.templatedTo] = [templates, 0, 0, this.from]
    for (; this.templatedTo < this.to; this.templatedTo += 1) {
      if (slot[this.templatedTo] === 0) continue
      const fillings = this.table.fillings(this.templatedTo, templates)
      this.fillings += fillings
      if (fillings > 0) this.templated += 1
    }
    const [reasoning, code, agentic, grading] = this.capabilities as unknown as [number, number, number, number]
    return {
      interactions: this.to - this.from,
      outputTokens: this.outputTokens,
      firstMs: timeMs[this.from]!,
      lastMs: timeMs[this.to - 1]!,
      prompts: this.prompts,
      templated: this.templated,
      fillings: this.fillings,
      reasoning,
      code,
      agentic,
      grading,
      eliciting: this.eliciting,
      gradingPrompts: this.gradingPrompts,
    }
  }
}

/** What a pool says, beside what it fills. */
export interface PoolPrompts {
  /** Its prompts, whether they fill a template or not. */
  readonly prompts: number
  /** Whether hardly anybody else has a template. */
  readonly isOwn: (template: number) => boolean
}

/** Counts of how a pool fills some templates. */
export class SlotTally {
  private readonly table: UsageTable
  private readonly templates: ReadonlySet<number>
  /** Per account how far it was counted, and the records that fill a template. */
  private readonly counted = new Map<number, { to: number; readonly filled: number[] }>()
  private readonly usesOfSlot = new Map<number, number>()
  /** How many slots were used so often. */
  private readonly slotsWithUses = new Map<number, number>()
  private readonly usesOfTemplate = new Map<number, number>()
  private often: ReadonlySet<number> = new Set()
  private productive = 0

  constructor(table: UsageTable, templates: ReadonlySet<number>) {
    this.table = table
    this.templates = templates
  }

  /**
   * How the records of a pool fill the templates. O(records that are new + accounts), and all records that fill one where
   * a template comes to be filled often.
   */
  count(spanOf: ReadonlyMap<number, UsageSpan>, { prompts, isOwn }: PoolPrompts): SlotUse {
    for (const [account, { to, filled }] of this.counted) {
      const span = spanOf.get(account)
      if (span !== undefined && span.to >= to) continue
      for (const at of filled) this.put(at, -1)
      this.counted.delete(account)
    }
    for (const [account, { from, to }] of spanOf) {
      let known = this.counted.get(account)
      if (known === undefined) this.counted.set(account, (known = { to: from, filled: [] }))
      for (let at = known.to; at < to; at += 1) {
        if (!this.table.fills(at, this.templates)) continue
        known.filled.push(at)
        this.put(at, 1)
      }
      known.to = to
    }
    const usesMinOfOwn = Math.max(productiveUsesLeast, (productiveAccounts * prompts) / Math.max(1, spanOf.size))
    this.settleOften((template, uses) => uses >= productiveUsesMin || (uses >= usesMinOfOwn && isOwn(template)))
    return { ...this.spread(), productive: this.productive }
  }

  private put(at: number, sign: 1 | -1): void {
    const { slot, values, valuesFrom } = this.table
    const before = this.usesOfSlot.get(slot[at]!) ?? 0
    bump(this.usesOfSlot, slot[at]!, sign)
    if (before > 0) bump(this.slotsWithUses, before, -1)
    if (before + sign > 0) bump(this.slotsWithUses, before + sign, 1)
    for (let i = valuesFrom[at]!; i < valuesFrom[at + 1]!; i += 1)
      if (this.templates.has(values[i]!)) bump(this.usesOfTemplate, values[i]!, sign)
    if (this.table.fills(at, this.often)) this.productive += sign
  }

  private settleOften(isOften: (template: number, uses: number) => boolean): void {
    const often = new Set<number>()
    for (const [value, uses] of this.usesOfTemplate) if (isOften(value, uses)) often.add(value)
    if (areSame(often, this.often)) return
    this.often = often
    this.productive = 0
    for (const { filled } of this.counted.values())
      for (const at of filled) if (this.table.fills(at, often)) this.productive += 1
  }

  private spread(): Pick<SlotUse, 'slots' | 'slotUsesMax' | 'slotUsesMedian'> {
    const slots = this.usesOfSlot.size
    const ascending = [...this.slotsWithUses].sort(([x], [y]) => x - y)
    let below = 0
    const median = ascending.find(([, count]) => (below += count) > Math.floor(slots / 2))
    return { slots, slotUsesMax: ascending.at(-1)?.[0] ?? 0, slotUsesMedian: median?.[0] ?? 0 }
  }
}

/** Adds to a count; what comes to nothing is gone. */
function bump(counts: Map<number, number>, key: number, by: number): void {
  const count = (counts.get(key) ?? 0) + by
  if (count === 0) counts.delete(key)
  else counts.set(key, count)
}

function areSame(some: ReadonlySet<number>, others: ReadonlySet<number>): boolean {
  if (some === others) return true
  if (some.size !== others.size) return false
  for (const one of some) if (!others.has(one)) return false
  return true
}
