/** Many verdicts about one asker, added up. */
import { type Limits, limitNames, type Measure, userScopeId, type Verdict } from '@stillhunt/core/policy'
import type { Enforcement } from './enforcement.ts'

/** What is in force against the innocent: nothing. One object for all of them. */
export const nothing: Enforcement = Object.freeze({
  applied: Object.freeze([]),
  shadow: Object.freeze([]),
  steps: Object.freeze([]),
  labels: Object.freeze([]),
  campaigns: Object.freeze([]),
  shapes: Object.freeze([]),
  stripsLogprobs: false,
  dropsReasoning: false,
  choicesMax: Number.POSITIVE_INFINITY,
  refusal: undefined,
  restrictions: Object.freeze([]),
})

/**
 * Adds verdicts in force up: all labels and restrictions, the strongest hardening, per scope the tightest of each limit, and
 * of refusals the hardest, of two alike the one that lasts longer. What is in shadow mode only stands in `shadow`.
 */
export function combine(verdicts: readonly Verdict[], campaigns: readonly string[]): Enforcement {
  if (verdicts.length === 0) return nothing
  const real = verdicts.filter(({ shadow }) => shadow !== true)
  const hardenings = real.flatMap(({ measure }) => (measure.step === 'harden' ? [measure] : []))
  return {
    applied: real.map(({ id }) => id),
    steps: real.map(({ measure }) => measure.step),
    shadow: verdicts.filter(({ shadow }) => shadow === true),
    labels: [...new Set(real.flatMap(({ measure }) => (measure.step === 'label' ? [measure.label] : [])))],
    campaigns,
    shapes: shapesOf(real),
    stripsLogprobs: hardenings.some(({ logprobs }) => logprobs === 'strip'),
    dropsReasoning: hardenings.some(({ reasoning }) => reasoning === 'drop'),
    choicesMax: Math.min(...hardenings.map(({ choicesMax }) => choicesMax ?? Number.POSITIVE_INFINITY)),
    refusal: real.filter(isRefusal).reduce<Refusal | undefined>(harder, undefined),
    restrictions: real.filter(isRestriction),
  }
}

type Refusal = NonNullable<Enforcement['refusal']>
type Restriction = Enforcement['restrictions'][number]

/** Refusals, mildest first. */
const refusing: readonly Measure['step'][] = ['step-up', 'suspend', 'terminate']

function isRefusal(verdict: Verdict): verdict is Refusal {
  return refusing.includes(verdict.measure.step)
}

function isRestriction(verdict: Verdict): verdict is Restriction {
  return verdict.measure.step === 'restrict'
}

function harder(one: Refusal | undefined, other: Refusal): Refusal {
  if (one === undefined) return other
  const order = refusing.indexOf(other.measure.step) - refusing.indexOf(one.measure.step)
  const longer = (other.expiresMs ?? Number.POSITIVE_INFINITY) > (one.expiresMs ?? Number.POSITIVE_INFINITY)
  return order > 0 || (order === 0 && longer) ? other : one
}

function shapesOf(verdicts: readonly Verdict[]): Enforcement['shapes'] {
  const shapes = new Map<string, Enforcement['shapes'][number]>()
  for (const { subject, measure } of verdicts) {
    if (measure.step !== 'shape') continue
    const { kind, account } = subject
    const id = kind === 'user' && account !== undefined ? userScopeId(account, subject.id) : subject.id
    const before = shapes.get(`${kind} ${id}`)
    const limits = before === undefined ? measure.limits : tightest(before.limits, measure.limits)
    shapes.set(`${kind} ${id}`, { kind, id, limits })
  }
  return [...shapes.values()]
}

function tightest(one: Limits, other: Limits): Limits {
  const least = (name: keyof Limits): number | undefined =>
    one[name] === undefined ? other[name] : Math.min(one[name], other[name] ?? Number.POSITIVE_INFINITY)
  return Object.fromEntries(limitNames.flatMap((name) => (least(name) === undefined ? [] : [[name, least(name)]])))
}
