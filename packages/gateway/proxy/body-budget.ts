/** How much of this process's memory clients may fill, and each account of it, before any limit has seen what they ask. */
import { totalmem } from 'node:os'

/** Decompressions at one time: they use the threads that files and names are looked up with, of which there are four. */
const decompressionsMax = 2

/** What one account may hold of the budget beside others: the rest is for them. */
const accountShare = 1 / 4

/** Bytes of bodies, counted from when they come until their passage is over. */
export class BodyBudget {
  readonly bytesMax: number
  #takenBytes = 0
  readonly #takenBy = new Map<string, number>()
  #decompressions = 0
  readonly #waiting: (() => void)[] = []

  constructor(bytesMax: number) {
    this.bytesMax = bytesMax
  }

  get takenBytes(): number {
    return this.#takenBytes
  }

  /** A share of an account's that is empty. Whoever has it must release it by `resize(0)`. */
  open(account: string): BodyShare {
    return new AccountShare(this, account)
  }

  /** An account holds `more` beside `heldBytes` of one body; false, and nothing changes, where there is no room. */
  take(account: string, heldBytes: number, more: number): boolean {
    if (more > 0 && !this.#hasRoom(account, heldBytes, more)) return false
    this.#takenBytes += more
    const taken = (this.#takenBy.get(account) ?? 0) + more
    if (taken === 0) this.#takenBy.delete(account)
    else this.#takenBy.set(account, taken)
    return true
  }

  /** On a small machine the largest body is more than an account's share: alone it has room, or it never would. */
  #hasRoom(account: string, heldBytes: number, more: number): boolean {
    if (this.#takenBytes + more > this.bytesMax) return false
    const taken = this.#takenBy.get(account) ?? 0
    return taken === heldBytes || taken + more <= this.bytesMax * accountShare
  }

  /** Does `work` when at most one other decompression is under way; in the order of asking. */
  async decompress<T>(work: () => Promise<T>): Promise<T> {
    if (this.#decompressions < decompressionsMax) this.#decompressions += 1
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await work()
    } finally {
      // The place goes to who waits, without being free between.
      const next = this.#waiting.shift()
      if (next === undefined) this.#decompressions -= 1
      else next()
    }
  }
}

/** What one passage holds of the budget. */
export interface BodyShare {
  /** Holds `bytes` from now on; false, and nothing changes, where there is no room. */
  resize(bytes: number): boolean
}

class AccountShare implements BodyShare {
  readonly #budget: BodyBudget
  readonly #account: string
  #heldBytes = 0

  constructor(budget: BodyBudget, account: string) {
    this.#budget = budget
    this.#account = account
  }

  resize(bytes: number): boolean {
    if (!this.#budget.take(this.#account, this.#heldBytes, bytes - this.#heldBytes)) return false
    this.#heldBytes = bytes
    return true
  }
}

/** The budget of this process: a quarter of the machine's memory, and 1 GiB at most. */
export const bodyBudget: BodyBudget = new BodyBudget(Math.min(1024 ** 3, Math.floor(totalmem() / 4)))
