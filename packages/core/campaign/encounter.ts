/**
 * Whom an account meets among the users of its things, and what weigh the things in which it meets them.
 *
 * Nearly all are met once or twice and are of no interest. So they are only counted at first, in a byte each: a million of
 * those stay near the processor, where rows of sums would be fetched from memory at every step. What weighs is added up for
 * those who were met often enough.
 */

/** The users of a value, of which things are made: values of one thing count once, with the best of them. */
export interface Users {
  readonly thing: number
  readonly accounts: Int32Array
  readonly nats: number
  /** The same where some users stand for all. */
  readonly pull: number
}

/** A row of sums: of all things so far, and of the last of them. */
const nats = 0
const pull = 1
const lastThing = 2
const lastNats = 3
const lastPull = 4
const rowLength = 5

/** A mark: in how many things somebody was met, as far as it matters, below the turn of the last of them. */
const countBits = 2
const countMask = (1 << countBits) - 1
const turnsMax = 255 >>> countBits

/** See the file's header. Scratch space over all accounts. */
export class Encounters {
  /** Who was met often enough at last: the first of these. */
  readonly met: Int32Array
  /** All zero between uses. */
  private readonly marks: Uint8Array
  private readonly rowOf: Int32Array
  private sums = new Float64Array(0)

  constructor(accounts: number) {
    this.met = new Int32Array(accounts)
    this.marks = new Uint8Array(accounts)
    this.rowOf = new Int32Array(accounts)
  }

  /**
   * Meets the users of values, which come thing by thing: those for whom `isMet` is 1, and whoever comes from `least` on.
   * Answers how many were met in `thingsMin` things, at most three. O(users).
   */
  meet(values: readonly Users[], least: number, isMet: Uint8Array, thingsMin: number): number {
    const { marks, met } = this
    let count = 0
    let turn = 0
    for (const [i, { thing, accounts }] of values.entries()) {
      if (thing !== values[i - 1]?.thing) turn += 1
      if (turn > turnsMax) {
        for (let j = 0; j < count; j += 1) marks[met[j]!]! &= countMask
        turn = 1
      }
      for (let j = 0; j < accounts.length; j += 1) {
        const account = accounts[j]!
        if (account < least && isMet[account] === 0) continue
        const mark = marks[account]!
        if (mark >>> countBits === turn) continue
        if (mark === 0) met[count++] = account
        const things = mark & countMask
        marks[account] = (turn << countBits) | (things < thingsMin ? things + 1 : things)
      }
    }
    const often = this.keepOften(count, thingsMin)
    if (often > 0) this.addUp(values, often)
    for (let i = 0; i < often; i += 1) marks[met[i]!] = 0
    return often
  }

  /** What the things weigh in which the one at a place of {@link met} was met. */
  natsAt(place: number): number {
    return this.sums[rowLength * place + nats]!
  }
  /** The same where some users stand for all. */
  pullAt(place: number): number {
    return this.sums[rowLength * place + pull]!
  }

  private keepOften(count: number, thingsMin: number): number {
    const { marks, met, rowOf } = this
    let often = 0
    for (let i = 0; i < count; i += 1) {
      const account = met[i]!
      if ((marks[account]! & countMask) < thingsMin) marks[account] = 0
      else {
        rowOf[account] = often * rowLength
        met[often++] = account
      }
    }
    return often
  }

  /** Adds up for those with marks. */
  private addUp(values: readonly Users[], often: number): void {
    const { marks, rowOf } = this
    if (this.sums.length < rowLength * often) this.sums = new Float64Array(2 * rowLength * often)
    const sums = this.sums.fill(0, 0, rowLength * often)
    for (const value of values) {
      const { accounts, thing } = value
      for (let j = 0; j < accounts.length; j += 1) {
        if (marks[accounts[j]!] === 0) continue
        const row = rowOf[accounts[j]!]!
        if (sums[row + lastThing] !== thing + 1) {
          sums[row + lastThing] = thing + 1
          sums[row + lastNats] = sums[row + lastPull] = 0
        } else if (value.nats <= sums[row + lastNats]!) continue
        sums[row + nats]! += value.nats - sums[row + lastNats]!
        sums[row + pull]! += value.pull - sums[row + lastPull]!
        sums[row + lastNats] = value.nats
        sums[row + lastPull] = value.pull
      }
    }
  }
}
