/** Many sharings, in columns: of events between accounts there are several an account, and nothing is made for each. */
import { giveBack, withRoom } from './column.ts'
import { type Family, families } from './family.ts'
import { crowdOf, type Sharing } from './sharing.ts'
import { TextList } from './text-list.ts'

/** Per sharing, with more than one of each: the entries from `from[index]` up to `from[index + 1]`. */
type Starts = Int32Array

/**
 * See the file's header. As of a moment: all accounts of each are seen at first; {@link withhold} hides them, {@link admit}
 * and {@link join} show them again, as a replay comes to them.
 */
export class Sharings {
  length = 0
  private readonly signals: string[] = []
  private readonly items: string[] = []
  private readonly itemOf = new Map<string, number>()
  private signal = new Uint8Array(0)
  private familyPlaces = new Uint8Array(0)
  private flags = new Uint8Array(0)
  private item = new Int32Array(0)
  private holderCount = new Int32Array(0)
  private bonus = new Float64Array(0)
  private delayMs = new Float64Array(0)
  private accountsFrom: Starts = new Int32Array(1)
  private accounts = new Int32Array(0)
  private accountsSeen = new Int32Array(0)
  private sinceMs = new Float64Array(0)
  private joinedFrom: Starts = new Int32Array(1)
  private joinedMs = new Float64Array(0)
  private recordsFrom: Starts = new Int32Array(1)
  private readonly records = new TextList()

  constructor(sharings: Iterable<Sharing> = []) {
    for (const sharing of sharings) this.push(sharing)
  }

  /** Takes a sharing in and answers its index. */
  push(sharing: Sharing): number {
    const index = this.length
    const { accounts, sinceMs, joinedMs, records, delayMs } = sharing
    this.makeRoom(accounts.length, joinedMs?.length ?? 0)
    this.length += 1
    this.signal[index] = placeIn(this.signals, sharing.signal)
    this.familyPlaces[index] = families.indexOf(sharing.family)
    this.flags[index] =
      (sharing.isSchedule === true ? isSchedule : 0) |
      (sinceMs === undefined ? 0 : hasSince) |
      (joinedMs === undefined ? 0 : hasJoined) |
      (delayMs === undefined ? 0 : hasDelay)
    this.item[index] = this.placeOfItem(sharing.item)
    this.holderCount[index] = sharing.holders
    this.bonus[index] = sharing.bonusNats
    this.delayMs[index] = delayMs ?? 0
    const at = this.accountsFrom[index]!
    this.accounts.set(accounts, at)
    this.accountsSeen[index] = accounts.length
    if (sinceMs !== undefined) {
      this.sinceMs = withRoom(this.sinceMs, at + accounts.length)
      this.sinceMs.set(sinceMs, at)
    }
    this.accountsFrom[index + 1] = at + accounts.length
    const joinedAt = this.joinedFrom[index]!
    if (joinedMs !== undefined) this.joinedMs.set(joinedMs, joinedAt)
    this.joinedFrom[index + 1] = joinedAt + (joinedMs?.length ?? 0)
    for (const record of records) this.records.push(record)
    this.recordsFrom[index + 1] = this.records.length
    return index
  }

  /** A sharing as it is seen, with all that is known of it: made anew at each call. */
  at(index: number): Sharing {
    const flags = this.flags[index]!
    const records = this.recordsOf(index)
    return {
      signal: this.signals[this.signal[index]!]!,
      family: this.family(index),
      item: this.items[this.item[index]!]!,
      accounts: [...this.accountsOf(index)],
      ...((flags & hasSince) === 0 ? {} : { sinceMs: [...this.sinces(index)] }),
      holders: this.holders(index),
      ...((flags & hasJoined) === 0 ? {} : { joinedMs: [...this.joined(index)] }),
      bonusNats: this.bonusNats(index),
      ...((flags & hasDelay) === 0 ? {} : { delayMs: this.delayMs[index]! }),
      ...(this.isSchedule(index) ? { isSchedule: true as const } : {}),
      records,
    }
  }
  *[Symbol.iterator](): Generator<Sharing> {
    for (let index = 0; index < this.length; index += 1) yield this.at(index)
  }

  family(index: number): Family {
    return families[this.familyPlaces[index]!]!
  }
  /** The place of its family among the families. */
  familyPlace(index: number): number {
    return this.familyPlaces[index]!
  }
  /** The accounts that are seen to have part in it, ascending. */
  accountsOf(index: number): Int32Array {
    const from = this.accountsFrom[index]!
    return this.accounts.subarray(from, from + this.accountsSeen[index]!)
  }
  /** How many {@link accountsOf} there are. */
  accountCount(index: number): number {
    return this.accountsSeen[index]!
  }
  /** Whether somebody of `group` beside `account` is seen to have part in it. */
  isWith(index: number, account: number, group: ReadonlySet<number>): boolean {
    const from = this.accountsFrom[index]!
    for (let i = from, end = from + this.accountsSeen[index]!; i < end; i += 1)
      if (this.accounts[i] !== account && group.has(this.accounts[i]!)) return true
    return false
  }
  holders(index: number): number {
    return this.holderCount[index]!
  }
  bonusNats(index: number): number {
    return this.bonus[index]!
  }
  isSchedule(index: number): boolean {
    return (this.flags[index]! & isSchedule) !== 0
  }
  /** As `causeOf` of the sharing, as a number. */
  cause(index: number): number {
    const crowd = crowdOf(this.holderCount[index]!)
    const which = crowd === null ? this.item[index]! : -1 - crowd
    return which * families.length + this.familyPlaces[index]!
  }
  /** As `delayMs` of the sharing; 0 where it has none. */
  delayMsOf(index: number): number {
    return this.delayMs[index]!
  }
  recordsOf(index: number): string[] {
    const records: string[] = []
    for (let i = this.recordsFrom[index]!; i < this.recordsFrom[index + 1]!; i += 1) records.push(this.records.at(i))
    return records
  }
  /** When each of its accounts had part in it, in the order of the accounts; absent: from the beginning. */
  sincesOf(index: number): Float64Array | undefined {
    return (this.flags[index]! & hasSince) === 0 ? undefined : this.sinces(index)
  }
  /** When each of the holders came to it, ascending; absent: the holders are the accounts. */
  joinedOf(index: number): Float64Array | undefined {
    return (this.flags[index]! & hasJoined) === 0 ? undefined : this.joined(index)
  }

  /** Gives its memory back at once; nothing may be asked of it afterwards. */
  end(): void {
    giveBack(this.signal, this.familyPlaces, this.flags, this.item, this.holderCount, this.bonus, this.delayMs)
    giveBack(this.accountsFrom, this.accounts, this.accountsSeen, this.sinceMs, this.joinedFrom, this.joinedMs)
    giveBack(this.recordsFrom)
  }

  /** Hides all who have part in anything. */
  withhold(): void {
    this.accountsSeen.fill(0)
    this.holderCount.fill(0)
  }
  /** Shows that `account` has part in it, once. O(accounts of it). */
  admit(index: number, account: number): void {
    const from = this.accountsFrom[index]!
    const end = from + this.accountsSeen[index]!
    let at = end
    while (at > from && this.accounts[at - 1]! > account) at -= 1
    this.accounts.copyWithin(at + 1, at, end)
    this.accounts[at] = account
    this.accountsSeen[index]! += 1
    if ((this.flags[index]! & hasJoined) === 0) this.holderCount[index] = this.accountsSeen[index]!
  }
  /** Shows that another one of its holders came to it. */
  join(index: number): void {
    this.holderCount[index]! += 1
  }

  private sinces(index: number): Float64Array {
    return this.sinceMs.subarray(this.accountsFrom[index], this.accountsFrom[index + 1])
  }
  private joined(index: number): Float64Array {
    return this.joinedMs.subarray(this.joinedFrom[index], this.joinedFrom[index + 1])
  }

  private placeOfItem(item: string): number {
    let place = this.itemOf.get(item)
    if (place === undefined) this.itemOf.set(item, (place = this.items.push(item) - 1))
    return place
  }

  private makeRoom(accounts: number, joined: number): void {
    const length = this.length + 1
    this.signal = withRoom(this.signal, length)
    this.familyPlaces = withRoom(this.familyPlaces, length)
    this.flags = withRoom(this.flags, length)
    this.item = withRoom(this.item, length)
    this.holderCount = withRoom(this.holderCount, length)
    this.bonus = withRoom(this.bonus, length)
    this.delayMs = withRoom(this.delayMs, length)
    this.accountsSeen = withRoom(this.accountsSeen, length)
    this.accountsFrom = withRoom(this.accountsFrom, length + 1)
    this.joinedFrom = withRoom(this.joinedFrom, length + 1)
    this.recordsFrom = withRoom(this.recordsFrom, length + 1)
    const entries = this.accountsFrom[this.length]! + accounts
    this.accounts = withRoom(this.accounts, entries)
    this.joinedMs = withRoom(this.joinedMs, this.joinedFrom[this.length]! + joined)
  }
}

/** What a sharing has beside what all have. */
const isSchedule = 1
const hasSince = 2
const hasJoined = 4
const hasDelay = 8

function placeIn(names: string[], name: string): number {
  const known = names.indexOf(name)
  return known >= 0 ? known : names.push(name) - 1
}
