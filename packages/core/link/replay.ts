/** Evidence that comes in the order of time. */
import { giveBack } from './column.ts'
import { Evidence, type KnownEvidence } from './evidence.ts'
import type { Population } from './population.ts'
import type { Sharing } from './sharing.ts'

/** What an entry of the schedule lets in. */
const anAccount = 0
const aSharer = 1
const aHolder = 2
const aTrait = 3

/** What comes when: parallel columns in the order of time. `what` is a sharing or a value, `who` an account. */
interface Schedule {
  readonly timeMs: Float64Array
  readonly kind: Uint8Array
  readonly what: Int32Array
  readonly who: Int32Array
}

/** An account came to what others have part in: an event, or something rare that they have. */
export interface Tie {
  /** All who have part in it now, the one that came among them. */
  readonly accounts: readonly number[]
  readonly came: number
  /** What is to be known of the event between them; null for what they have. */
  readonly event: Pick<Sharing, 'isSchedule'> | null
}

/** What came in: what ties accounts to others, and who merely has more content in common with others. */
export interface News {
  readonly ties: readonly Tie[]
  /** Ascending. */
  readonly alike: readonly number[]
}

const nobody = -1

const scheduled = { isSchedule: true } as const
const unscheduled = {}

/** A value that more accounts have is no reason to look at an account again. */
const tellingHoldersMax = 400

/** Lets evidence in step by step. The evidence handed in must not be used by others: it is withheld. */
export class Replay {
  readonly evidence: Evidence
  private readonly population: { size: number } & Population
  private schedule: Schedule
  /** Who had a value first, and nobody else yet: what nobody shares is no evidence, and that it will be is not known. */
  private readonly firstHolder: Int32Array
  private at = 0

  /** `firstMs`: when each account was first seen. */
  constructor({ population, sharings, traits }: KnownEvidence, firstMs: Float64Array) {
    this.schedule = scheduleOf({ population, sharings, traits }, firstMs)
    // When what began is the schedule's to know from here on.
    giveBack(traits.sinceMs)
    traits.withhold()
    sharings.withhold()
    this.firstHolder = new Int32Array(traits.size).fill(nobody)
    this.population = { ...population, size: 0 }
    this.evidence = new Evidence({ population: this.population, sharings, traits })
  }

  /** When the next thing comes in; Infinity when all is in. */
  get nextMs(): number {
    return this.schedule.timeMs[this.at] ?? Infinity
  }

  /** Lets in what came before `beforeMs`. Answers of whom something telling is new. */
  advance(beforeMs: number): News {
    const { timeMs, kind, what, who } = this.schedule
    const ties: Tie[] = []
    const alike = new Set<number>()
    for (; timeMs[this.at]! < beforeMs; this.at += 1) {
      const { at } = this
      if (kind[at] === anAccount) this.population.size += 1
      else if (kind[at] === aTrait) this.admit(what[at]!, who[at]!, ties, alike)
      else this.share(what[at]!, kind[at] === aSharer ? who[at]! : -1, ties)
    }
    this.forget()
    this.evidence.renew()
    return { ties, alike: [...alike].sort((a, b) => a - b) }
  }

  /** Gives back the part of the schedule that is past, once it is most of it. */
  private forget(): void {
    if (2 * this.at < this.schedule.timeMs.length) return
    this.schedule = eachColumn(this.schedule, (column) => column.slice(this.at) as typeof column)
    this.at = 0
  }

  private share(index: number, account: number, ties: Tie[]): void {
    const { sharings, pairs } = this.evidence
    if (account < 0) return sharings.join(index)
    sharings.admit(index, account)
    if (sharings.accountCount(index) < 2) return
    const accounts = [...sharings.accountsOf(index)]
    pairs.noteWith(account, accounts, index)
    ties.push({ accounts, came: account, event: sharings.isSchedule(index) ? scheduled : unscheduled })
  }

  private admit(value: number, account: number, ties: Tie[], alike: Set<number>): void {
    const { traits, pairs } = this.evidence
    if (traits.holders(value).length === 0) {
      const first = this.firstHolder[value]!
      this.firstHolder[value] = account
      if (first === nobody) return
      traits.admit(value, first)
    }
    traits.admit(value, account)
    const holders = traits.holders(value)
    const { family, opensPairs } = traits.kind(value)
    if (opensPairs) pairs.noteWith(account, holders, -1)
    if (holders.length < 2 || holders.length > tellingHoldersMax || !(opensPairs || family === 'content')) return
    if (opensPairs) ties.push({ accounts: [...holders], came: account, event: null })
    else for (const one of holders.length === 2 ? holders : [account]) alike.add(one)
  }
}

function scheduleOf({ sharings, traits }: KnownEvidence, firstMs: Float64Array): Schedule {
  const entries = traits.entries()
  let length = firstMs.length + entries.value.length
  for (let index = 0; index < sharings.length; index += 1)
    length += sharings.accountCount(index) + (sharings.joinedOf(index)?.length ?? 0)
  const schedule = {
    timeMs: new Float64Array(length),
    kind: new Uint8Array(length),
    what: new Int32Array(length),
    who: new Int32Array(length),
  }
  let at = 0
  const put = (timeMs: number, kind: number, what: number, who: number): void => {
    schedule.timeMs[at] = timeMs
    schedule.kind[at] = kind
    schedule.what[at] = what
    schedule.who[at] = who
    at += 1
  }
  for (const [account, timeMs] of firstMs.entries()) put(timeMs, anAccount, 0, account)
  for (let index = 0; index < sharings.length; index += 1) {
    const sinceMs = sharings.sincesOf(index)
    for (const timeMs of sharings.joinedOf(index) ?? []) put(timeMs, aHolder, index, -1)
    for (const [i, account] of sharings.accountsOf(index).entries())
      put(sinceMs?.[i] ?? firstMs[account]!, aSharer, index, account)
  }
  for (const [i, value] of entries.value.entries()) {
    const account = entries.holder[i]!
    put(Math.max(traits.sinceMs[i]!, firstMs[account]!), aTrait, value, account)
  }
  const { timeMs } = schedule
  const order = Uint32Array.from({ length }, (_, i) => i).sort((x, y) => timeMs[x]! - timeMs[y]! || x - y)
  return eachColumn(schedule, (column) => {
    const ordered = column.slice() as typeof column
    for (let i = 0; i < length; i += 1) ordered[i] = column[order[i]!]!
    return ordered
  })
}

/** A schedule with other columns in the place of its own, which are given back one after the other. */
function eachColumn(schedule: Schedule, make: <T extends Schedule[keyof Schedule]>(column: T) => T): Schedule {
  const inPlace = <T extends Schedule[keyof Schedule]>(column: T): T => {
    const made = make(column)
    giveBack(column)
    return made
  }
  const { timeMs, kind, what, who } = schedule
  return { timeMs: inPlace(timeMs), kind: inPlace(kind), what: inPlace(what), who: inPlace(who) }
}
