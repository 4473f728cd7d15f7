/** Which accounts take turns in filling which template, as it shows in the course of time. */
import { turnTaking } from '@stillhunt/core/statistics'

/** A call that begins a conversation by filling a template. */
export type Call = readonly [timeMs: number, account: string, record: string]

/** An account that takes turns with others, from the moment on at which that showed. */
export interface Turn {
  /** Index of the template. */
  readonly template: number
  readonly account: string
  /** One of its calls. */
  readonly record: string
  readonly shownMs: number
  /** The logarithm of the e-value of its pool then, less that of the number of templates looked at. */
  readonly nats: number
}

/** An e-value so large, after the number of templates, is told: one in 8,000 times by chance. Smaller ones say nothing. */
const natsMin = 9
/** The first look is taken after so many calls, a further one each time that they grew by this share, later by that. */
const callsMin = 20
const growthShare = 0.15
const callsMany = 160
const growthShareOfMany = 0.4
/** Accounts whose calls people's laws foretell so much better, in nats, have no part in it, and a second look leaves them out. */
const strangerNats = -3
/** An account takes turns when a scheduler foretells its calls so much better, in nats. */
const turnNatsMin = 1

/** Only calls of accounts that called before are judged; the least number that is worth a look. */
const againMin = 5

interface Look {
  readonly template: number
  readonly count: number
  readonly timeMs: number
}

/**
 * All turns that show, in the order of time; nothing depends on what came later. Templates that several pools and their
 * customers fill tell nothing of who belongs with whom: accounts known to be of different pools are left out there.
 * O(calls × looks).
 */
export function turnsIn(templates: readonly (readonly Call[])[]): Turn[] {
  const natsSpent = Math.log(Math.max(1, templates.length))
  const turns: Turn[] = []
  const poolOf = new Map<string, number>()
  const shown = templates.map(() => new Set<string>())
  for (const { template, count, timeMs } of looksAt(templates)) {
    const calls = withoutMixture(templates[template]!.slice(0, count), poolOf)
    const found = lookAt(calls, natsSpent, 'ofTemplate')
    if (found === null) continue
    const known = found.accounts.flatMap((account) => poolOf.get(account) ?? [])
    const pool = known[0] ?? template
    for (const account of found.accounts) {
      if (!poolOf.has(account)) poolOf.set(account, pool)
      if (shown[template]!.has(account)) continue
      shown[template]!.add(account)
      const record = calls.find((call) => call[1] === account)![2]
      turns.push({ template, account, record, shownMs: timeMs, nats: found.nats })
    }
  }
  return turns
}

function looksAt(templates: readonly (readonly Call[])[]): Look[] {
  const looks: Look[] = []
  for (const [template, calls] of templates.entries())
    for (let count = callsMin; ; count = Math.ceil(count * (1 + growthOf(count)))) {
      const seen = Math.min(count, calls.length)
      looks.push({ template, count: seen, timeMs: calls[seen - 1]![0] })
      if (count >= calls.length) break
    }
  return looks.sort((a, b) => a.timeMs - b.timeMs || a.template - b.template)
}

function growthOf(count: number): number {
  return count < callsMany ? growthShare : growthShareOfMany
}

/** Where accounts of several pools come together, the calls of those of whom no pool is known. */
function withoutMixture(calls: readonly Call[], poolOf: ReadonlyMap<string, number>): readonly Call[] {
  const pools = new Set<number>()
  for (const [, account] of calls) {
    const pool = poolOf.get(account)
    if (pool !== undefined) pools.add(pool)
  }
  return pools.size > 1 ? calls.filter(([, account]) => !poolOf.has(account)) : calls
}

/** Those who take turns in `calls`, and how sure that is; null where it does not show. */
export function lookAt(
  calls: readonly Call[],
  natsSpent: number,
  of: keyof typeof onceNatsMin,
): { readonly nats: number; readonly accounts: readonly string[] } | null {
  const first = evidenceIn(calls)
  if (first === null || first.nats < 0) return null
  const strangers = new Set([...first.gainOf].filter(([, gain]) => gain < strangerNats).map(([account]) => account))
  const left = strangers.size === 0 ? calls : calls.filter(([, account]) => !strangers.has(account))
  const second = strangers.size === 0 ? first : evidenceIn(left)
  if (second === null || second.nats - natsSpent < natsMin || isClockwork(left)) return null
  const gapsOf = gapsInTurn(left)
  const accounts = [...second.gainOf]
    .filter(
      ([account, gain]) => gain >= (gapsOf.get(account) === 1 ? onceNatsMin[of] : turnNatsMin) && gapsOf.has(account),
    )
    .map(([account]) => account)
  return { nats: second.nats - natsSpent, accounts }
}

/**
 * Those of `candidates` that take turns with `known`, or with each other where nobody is known: with their calls the evidence
 * is stronger than without. Who only calls in between makes the others' turns look less like turns.
 */
export function strengthening(
  calls: readonly Call[],
  known: ReadonlySet<string>,
  candidates: readonly string[],
): string[] {
  const recent = calls.slice(-callsComparedMax)
  const natsOf = (accounts: ReadonlySet<string>): number =>
    evidenceIn(recent.filter(([, account]) => accounts.has(account)))?.nats ?? 0
  if (known.size > 0) {
    const alone = natsOf(known)
    return candidates.filter((one) => natsOf(new Set([...known, one])) >= alone + turnNatsMin)
  }
  const together = natsOf(new Set(candidates))
  return candidates.filter((one) => {
    const others = new Set(candidates.filter((other) => other !== one))
    return natsOf(others) <= together - turnNatsMin
  })
}

/** Calls, the latest, by which accounts are compared one by one. */
const callsComparedMax = 1200

/** Between two turns of an account there are about as many calls of others as for most accounts: within this factor … */
const gapFactorMax = 2
/** … in this share of its gaps. Who calls rarely is the longest unused, too, but not in turn. */
const gapShareMin = 0.5
/**
 * An account with a single gap takes turns when a scheduler foretells its second call so much better, in nats: what a group
 * has in common is less its own than a template is, and chance keeps the distance once.
 */
const onceNatsMin: Readonly<Record<'ofTemplate' | 'ofGroup', number>> = { ofTemplate: turnNatsMin, ofGroup: 2 }

/** The accounts whose calls keep the distance that most keep, and how many gaps they have. */
function gapsInTurn(calls: readonly Call[]): ReadonlyMap<string, number> {
  const last = new Map<string, number>()
  const gapsOf = new Map<string, number[]>()
  for (const [index, [, account]] of calls.entries()) {
    const before = last.get(account)
    last.set(account, index)
    if (before === undefined) gapsOf.set(account, [])
    else gapsOf.get(account)!.push(index - before)
  }
  const all = [...gapsOf.values()].flat().sort((a, b) => a - b)
  const usual = all[all.length >> 1] ?? 0
  const keeps = (gap: number): boolean => gap * gapFactorMax >= usual && gap <= usual * gapFactorMax
  const inTurn = [...gapsOf].filter(
    ([, gaps]) => gaps.length >= 1 && gaps.filter(keeps).length >= gapShareMin * gaps.length,
  )
  return new Map(inTurn.map(([account, gaps]) => [account, gaps.length]))
}

function evidenceIn(
  calls: readonly Call[],
): { readonly nats: number; readonly gainOf: ReadonlyMap<string, number> } | null {
  const indices = new Map<string, number>()
  for (const [, account] of calls) if (!indices.has(account)) indices.set(account, indices.size)
  if (calls.length - indices.size < againMin) return null
  const { orderLogE, gain } = turnTaking({
    account: Int32Array.from(calls, ([, one]) => indices.get(one)!),
    timeMs: Float64Array.from(calls, ([one]) => one),
    accounts: indices.size,
  })
  // People who are equally active look like a random pool; in turn they never are.
  return { nats: orderLogE, gainOf: new Map([...indices].map(([account, index]) => [account, gain[index]!])) }
}

const dayMs = 86_400_000
/** Calls as many milliseconds off the hour of the day before are at the same hour. */
const sameHourMs = 300_000
/** Where such a share of the calls that could be at the hour of the day before are, a clock makes them. */
const clockShareMin = 0.5
/** What runs more often runs every so many milliseconds, or a multiple of it, give or take this much; so often it is no chance. */
const beatMs = 900_000
const sameBeatMs = 60_000
const beatsMin = 5

/** Whether the accounts call by a clock: programs of many owners take turns without knowing it. */
function isClockwork(calls: readonly Call[]): boolean {
  let could = 0
  let does = 0
  let gaps = 0
  let beats = 0
  for (const own of Map.groupBy(calls, ([, account]) => account).values()) {
    const times = own.map(([timeMs]) => timeMs)
    for (const [at, timeMs] of times.entries()) {
      const gap = at === 0 ? 0 : timeMs - times[at - 1]!
      const offBeatMs = Math.abs(gap - beatMs * Math.round(gap / beatMs))
      if (gap >= beatMs - sameBeatMs) gaps += 1
      if (gap >= beatMs - sameBeatMs && offBeatMs <= sameBeatMs) beats += 1
      if (timeMs - times[0]! < dayMs - sameHourMs) continue
      could += 1
      if (times.some((one) => Math.abs(timeMs - dayMs - one) <= sameHourMs)) does += 1
    }
  }
  const keepsHours = could > 0 && does >= clockShareMin * could
  return keepsHours || (beats >= beatsMin && beats >= clockShareMin * gaps)
}
