/** Which accounts take turns in filling which template, as it shows in the course of time. */
import { isOneRound, type Refusals, turnOrderLogE, turnTaking, type Turns, twoRounds } from '@stillhunt/core/statistics'
import type { RefusedMs } from '../refusal.ts'

/** Calls that begin conversations, in the order of time; in columns, since there are millions and each is two numbers. */
export interface Calls {
  readonly timeMs: Float64Array
  /** A number for each account, the same in all calls that are looked at together. */
  readonly account: Int32Array
  /** When these accounts, and maybe others, were refused: whoever is banned has no more turns. */
  readonly refusedMs: RefusedMs
}

/** An account that takes turns with others, from the moment on at which that showed. */
export interface Turn {
  /** Index of the template. */
  readonly template: number
  readonly account: number
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
/** An account takes turns when a scheduler foretells its calls so much better, in nats … */
const turnNatsMin = 1
/** … and, where that is not much, each of its turns at least this share as well as most turns of its round. */
const turnNatsMany = 5
const usualShareMin = 0.25

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
export function turnsIn(templates: readonly Calls[]): Turn[] {
  const natsSpent = Math.log(Math.max(1, templates.length))
  const turns: Turn[] = []
  const poolOf = new Map<number, number>()
  let pools = 0
  const shown = templates.map(() => new Set<number>())
  for (const { template, count, timeMs } of looksAt(templates)) {
    const calls = withoutMixture(partOf(templates[template]!, 0, count), poolOf)
    for (const { accounts, nats } of lookAt(calls, { natsSpent, of: 'ofTemplate', known: shown[template]! })) {
      const pool = accounts.map((account) => poolOf.get(account)).find((known) => known !== undefined) ?? pools++
      for (const account of accounts) {
        if (!poolOf.has(account)) poolOf.set(account, pool)
        if (shown[template]!.has(account)) continue
        shown[template]!.add(account)
        turns.push({ template, account, shownMs: timeMs, nats })
      }
    }
  }
  return turns
}

function looksAt(templates: readonly Calls[]): Look[] {
  const looks: Look[] = []
  for (const [template, { timeMs }] of templates.entries())
    for (let count = callsMin; ; count = Math.ceil(count * (1 + growthOf(count)))) {
      const seen = Math.min(count, timeMs.length)
      looks.push({ template, count: seen, timeMs: timeMs[seen - 1]! })
      if (count >= timeMs.length) break
    }
  return looks.sort((a, b) => a.timeMs - b.timeMs || a.template - b.template)
}

function growthOf(count: number): number {
  return count < callsMany ? growthShare : growthShareOfMany
}

/** Where accounts of several pools come together, the calls of those of whom no pool is known. */
function withoutMixture(calls: Calls, poolOf: ReadonlyMap<number, number>): Calls {
  const pools = new Set<number>()
  for (const account of calls.account) {
    const pool = poolOf.get(account)
    if (pool !== undefined) pools.add(pool)
  }
  return pools.size > 1 ? those(calls, (account) => !poolOf.has(account)) : calls
}

/** Accounts that take turns with each other, and how sure that is. */
export interface Round {
  readonly nats: number
  readonly accounts: readonly number[]
}

/** How a sequence is looked at. */
export interface LookPlan {
  /** What it takes for the number of sequences that are looked at, in nats. */
  readonly natsSpent: number
  readonly of: keyof typeof onceNatsMin
  /** Accounts that are known to take turns: where all who do are, there is nothing to tell. */
  readonly known?: ReadonlySet<number>
}

/** Those who take turns in `calls`, round by round; none where it does not show, or nobody is new. */
export function lookAt(calls: Calls, plan: LookPlan): Round[] {
  const round = roundIn(calls, plan)
  if (round === null || round.turns.every(({ account }) => plan.known?.has(account) === true)) return []
  const inTurn = new Set(round.turns.map(({ account }) => account))
  const own = those(calls, (account) => inTurn.has(account))
  const { turns, indices } = numbered(own)
  const halves = twoRounds(turns)
  if (halves === null) return [{ nats: round.nats, accounts: inRound(round.turns) }]
  return [0, 1].flatMap((half) =>
    lookAt(
      those(own, (account) => halves[indices.get(account)!] === half),
      plan,
    ),
  )
}

/** How much better a scheduler foretells the turns of an account, and how many gaps between them there are. */
interface Foretold {
  readonly account: number
  readonly gain: number
  readonly gaps: number
}

function inRound(turns: readonly Foretold[]): number[] {
  const perTurn = turns.map(({ gain, gaps }) => gain / gaps).sort((a, b) => a - b)
  const usual = perTurn[perTurn.length >> 1] ?? 0
  return turns
    .filter(({ gain, gaps }) => gain >= Math.min(turnNatsMany, usualShareMin * usual * gaps))
    .map(({ account }) => account)
}

function roundIn(
  calls: Calls,
  { natsSpent, of }: LookPlan,
): { readonly nats: number; readonly turns: readonly Foretold[] } | null {
  const first = evidenceIn(calls)
  if (first === null || first.nats < 0) return null
  const strangers = new Set([...first.gainOf].filter(([, gain]) => gain < strangerNats).map(([account]) => account))
  const left = strangers.size === 0 ? calls : those(calls, (account) => !strangers.has(account))
  const second = strangers.size === 0 ? first : evidenceIn(left)
  if (second === null || second.nats - natsSpent < natsMin || isClockwork(left)) return null
  const gapsOf = gapsInTurn(left)
  const turns = [...second.gainOf].flatMap(([account, gain]) => {
    const gaps = gapsOf.get(account) ?? 0
    return gaps > 0 && gain >= (gaps === 1 ? onceNatsMin[of] : turnNatsMin) ? [{ account, gain, gaps }] : []
  })
  return { nats: second.nats - natsSpent, turns }
}

/**
 * Those of `candidates` that take turns with `known`, or with each other where nobody is known: with their calls the evidence
 * is stronger than without. Who only calls in between makes the others' turns look less like turns.
 */
export function strengthening(calls: Calls, known: ReadonlySet<number>, candidates: readonly number[]): number[] {
  const recent = partOf(calls, -callsComparedMax)
  const natsOf = (accounts: ReadonlySet<number>): number =>
    orderNatsIn(those(recent, (account) => accounts.has(account)))
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

/** Whether those who take turns in two parts are of one round: one scheduler foretells their calls better than two do. */
export function areOneRound(calls: Calls, part: ReadonlySet<number>): boolean {
  const { turns, indices } = numbered(partOf(calls, -callsComparedMax))
  const halves = Uint8Array.from(indices.keys(), (account) => (part.has(account) ? 1 : 0))
  return isOneRound(turns, halves)
}

/** Calls, the latest, by which accounts are compared one by one. */
const callsComparedMax = 1200

/** Between two turns of an account there are about as many calls of others as for most accounts: within this factor … */
const gapFactorMax = 2
/** … in this share of its gaps. Who calls rarely is the longest unused, too, but not in turn. */
const gapShareMin = 0.6
/**
 * An account with a single gap takes turns when a scheduler foretells its second call so much better, in nats: what a group
 * has in common is less its own than a template is, and chance keeps the distance once.
 */
const onceNatsMin: Readonly<Record<'ofTemplate' | 'ofGroup', number>> = { ofTemplate: turnNatsMin, ofGroup: 2 }

/** The accounts whose calls keep the distance that most keep, and how many gaps they have. */
function gapsInTurn(calls: Calls): ReadonlyMap<number, number> {
  const last = new Map<number, number>()
  const gapsOf = new Map<number, number[]>()
  for (const [index, account] of calls.account.entries()) {
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

function evidenceIn(calls: Calls): { readonly nats: number; readonly gainOf: ReadonlyMap<number, number> } | null {
  const { turns, indices } = numbered(calls)
  if (turns.account.length - indices.size < againMin) return null
  const { orderLogE, gain } = turnTaking(turns)
  // People who are equally active look like a random pool; in turn they never are.
  return { nats: orderLogE, gainOf: new Map([...indices].map(([one, index]) => [one, gain[index]!])) }
}

/** The nats of {@link evidenceIn} alone; 0 where there is too little. */
function orderNatsIn(calls: Calls): number {
  const { turns, indices } = numbered(calls)
  return turns.account.length - indices.size < againMin ? 0 : turnOrderLogE(turns)
}

/** The calls with their accounts numbered in the order in which they come. */
function numbered({ account, timeMs, refusedMs }: Calls): {
  readonly turns: Turns
  readonly indices: ReadonlyMap<number, number>
} {
  const indices = new Map<number, number>()
  const dense = account.map((one) => {
    const known = indices.get(one)
    if (known === undefined) indices.set(one, indices.size)
    return known ?? indices.size - 1
  })
  const refusals = refusalsOf(indices, refusedMs)
  return { turns: { account: dense, timeMs, accounts: indices.size, refusals }, indices }
}

/** The refusals of some accounts, as numbered. */
function refusalsOf(indices: ReadonlyMap<number, number>, refusedMs: RefusedMs): Refusals {
  const found: { index: number; timeMs: number }[] = []
  for (const [account, index] of indices)
    for (const timeMs of refusedMs.get(account) ?? []) found.push({ index, timeMs })
  found.sort((a, b) => a.timeMs - b.timeMs || a.index - b.index)
  return {
    account: Int32Array.from(found, ({ index }) => index),
    timeMs: Float64Array.from(found, ({ timeMs }) => timeMs),
  }
}

function partOf({ timeMs, account, refusedMs }: Calls, from: number, to?: number): Calls {
  return { timeMs: timeMs.subarray(from, to), account: account.subarray(from, to), refusedMs }
}

/** The calls of the accounts that are kept. */
function those({ timeMs, account, refusedMs }: Calls, isKept: (account: number) => boolean): Calls {
  const kept = account.map((one) => (isKept(one) ? 1 : 0))
  return {
    timeMs: timeMs.filter((_, call) => kept[call] === 1),
    account: account.filter((_, call) => kept[call] === 1),
    refusedMs,
  }
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
function isClockwork({ timeMs, account }: Calls): boolean {
  const timesOf = new Map<number, number[]>()
  for (const [call, one] of account.entries()) {
    const times = timesOf.get(one)
    if (times === undefined) timesOf.set(one, [timeMs[call]!])
    else times.push(timeMs[call]!)
  }
  let could = 0
  let does = 0
  let gaps = 0
  let beats = 0
  for (const times of timesOf.values())
    for (const [at, time] of times.entries()) {
      const gap = at === 0 ? 0 : time - times[at - 1]!
      const offBeatMs = Math.abs(gap - beatMs * Math.round(gap / beatMs))
      if (gap >= beatMs - sameBeatMs) gaps += 1
      if (gap >= beatMs - sameBeatMs && offBeatMs <= sameBeatMs) beats += 1
      if (time - times[0]! < dayMs - sameHourMs) continue
      could += 1
      if (times.some((one) => Math.abs(time - dayMs - one) <= sameHourMs)) does += 1
    }
  const keepsHours = could > 0 && does >= clockShareMin * could
  return keepsHours || (beats >= beatsMin && beats >= clockShareMin * gaps)
}
