/** What the verdicts in force mean for one request. */
import type { Limits, Measure, Verdict } from '@stillhunt/core/policy'

/** Who asks: every id that a verdict can be about. */
export interface Asker {
  readonly key?: string
  readonly user?: string
  readonly account: string
  readonly org?: string
}

/** The sum of all verdicts in force against one asker. The hardest of each kind wins; shadow verdicts only stand in `shadow`. */
export interface Enforcement {
  /** Ids of the verdicts that applied, for the record. */
  readonly applied: readonly string[]
  /** Verdicts that would have applied were they not in shadow mode. */
  readonly shadow: readonly Verdict[]
  /** The steps of the verdicts that applied, for metrics. */
  readonly steps: readonly Measure['step'][]
  readonly labels: readonly string[]
  /** Campaigns that the account is of and that have verdicts. */
  readonly campaigns: readonly string[]
  /** Limits by scope, for `shape`. */
  readonly shapes: readonly {
    readonly kind: Verdict['subject']['kind']
    readonly id: string
    readonly limits: Limits
  }[]
  readonly stripsLogprobs: boolean
  readonly dropsReasoning: boolean
  readonly choicesMax: number
  /** The refusal whatever is asked for: step-up, suspend or terminate. */
  readonly refusal:
    | (Verdict & { readonly measure: Extract<Measure, { step: 'step-up' | 'suspend' | 'terminate' }> })
    | undefined
  /** Restrictions: a request must pass all. */
  readonly restrictions: readonly (Verdict & { readonly measure: Extract<Measure, { step: 'restrict' }> })[]
}

/** The verdict table that is in force now. */
export interface Enforcer {
  /** What is in force against `asker`. Costs a few map look-ups; most askers share one empty answer. */
  of(asker: Asker, nowMs: number): Enforcement
  /** Sequence number of the table in force; undefined before there is one. */
  readonly sequence: number | undefined
  /** Stops watching. */
  close(): void
}
