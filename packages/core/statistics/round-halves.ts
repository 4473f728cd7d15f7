/** Who comes round with whom: between two turns of one account, each of the same round has exactly one. */
import type { Turns } from './turn-taking.ts'

/** Of more accounts it is not asked: pairs are counted. */
const accountsMax = 1000
/** Assigning accounts to the nearer half settles in a few passes. */
const passesMax = 10

/** Per account 0 or 1: two halves such that accounts come round with their own half; all 0 where nothing tells. O(accounts × calls). */
export function halvesOf(turns: Turns): Uint8Array {
  const { accounts } = turns
  const halves = new Uint8Array(accounts)
  if (accounts < 2 || accounts > accountsMax) return halves
  const together = new Together(turns)
  const farthest = (from: number): number => {
    let least = from
    for (let one = 0; one < accounts; one += 1)
      if (one !== from && together.share(from, one) < (least === from ? 1 : together.share(from, least))) least = one
    return least
  }
  const first = farthest(together.busiest)
  const second = farthest(first)
  if (first === second) return halves
  for (let one = 0; one < accounts; one += 1)
    halves[one] = one === second || (one !== first && together.share(one, second) > together.share(one, first)) ? 1 : 0
  for (let pass = 0; pass < passesMax && together.settle(halves); pass += 1);
  return halves
}

/**
 * The share, in [0, 1], of gaps of an account through which one of the other half was there, with exactly one turn of it; 0
 * where nobody was: halves that were used one after the other say nothing of each other. O(accounts × calls).
 */
export function comeRoundShare(turns: Turns, halves: Uint8Array): number {
  return turns.accounts > accountsMax ? 0 : new Together(turns).shareAcross(halves)
}

/** Counts over pairs of accounts: gaps of either through which the other was there, and those with exactly one turn of it. */
class Together {
  readonly busiest: number
  private readonly accounts: number
  private readonly gaps: Uint32Array
  private readonly once: Uint32Array

  constructor({ account, accounts }: Turns) {
    this.accounts = accounts
    this.gaps = new Uint32Array(accounts * accounts)
    this.once = new Uint32Array(accounts * accounts)
    const [first, last] = [new Int32Array(accounts).fill(account.length), new Int32Array(accounts).fill(-1)]
    const calls = new Uint32Array(accounts)
    for (const [call, one] of account.entries()) {
      first[one] = Math.min(first[one]!, call)
      last[one] = call
      calls[one]! += 1
    }
    this.busiest = calls.indexOf(Math.max(...calls))
    const before = new Int32Array(accounts).fill(-1)
    const turns = new Uint32Array(accounts)
    for (const [call, one] of account.entries()) {
      const from = before[one]!
      before[one] = call
      if (from < 0) continue
      for (let at = from + 1; at < call; at += 1) turns[account[at]!]! += 1
      for (let other = 0; other < accounts; other += 1)
        if (other !== one && first[other]! <= from && last[other]! >= call) this.count(one, other, turns[other]!)
      for (let at = from + 1; at < call; at += 1) turns[account[at]!] = 0
    }
  }

  /** The share of gaps of either of two accounts with exactly one turn of the other, in [0, 1]; 1 where nothing is known. */
  share(one: number, other: number): number {
    const at = one * this.accounts + other
    return this.gaps[at] === 0 ? 1 : this.once[at]! / this.gaps[at]!
  }

  /** The same of all pairs across two halves; 0 where nothing is known. */
  shareAcross(halves: Uint8Array): number {
    let [gaps, once] = [0, 0]
    for (let one = 0; one < this.accounts; one += 1)
      for (let other = 0; other < one; other += 1) {
        if (halves[one] === halves[other]) continue
        gaps += this.gaps[one * this.accounts + other]!
        once += this.once[one * this.accounts + other]!
      }
    return gaps === 0 ? 0 : once / gaps
  }

  /** Puts each account with the half that it comes round with; whether any changed. */
  settle(halves: Uint8Array): boolean {
    let changed = false
    for (let one = 0; one < this.accounts; one += 1) {
      const [gaps, once] = [
        [0, 0],
        [0, 0],
      ]
      for (let other = 0; other < this.accounts; other += 1) {
        if (other === one) continue
        const at = one * this.accounts + other
        gaps[halves[other]!]! += this.gaps[at]!
        once[halves[other]!]! += this.once[at]!
      }
      if (gaps[0] === 0 || gaps[1] === 0) continue
      const nearer = once[1]! / gaps[1]! > once[0]! / gaps[0]! ? 1 : 0
      changed ||= nearer !== halves[one]
      halves[one] = nearer
    }
    return changed
  }

  private count(one: number, other: number, turns: number): void {
    for (const at of [one * this.accounts + other, other * this.accounts + one]) {
      this.gaps[at]! += 1
      if (turns === 1) this.once[at]! += 1
    }
  }
}
