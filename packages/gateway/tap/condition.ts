/** Changes of how the spool is, each told once: a disk that fills is no news a second time. */

/** What can be wrong: records cannot be written; calls are refused; the spool cannot be kept; the sink takes nothing. */
export type ConditionName = 'writing' | 'room' | 'keeping' | 'sink'

/** A change. */
export interface ConditionChange {
  readonly name: ConditionName
  /** What is wrong from now on; undefined when it is well again. */
  readonly because: string | undefined
}

/** Remembers what is wrong and tells `onChange` when that begins and ends. */
export class Condition {
  readonly #onChange: (change: ConditionChange) => void
  readonly #now: () => number
  readonly #wellMsMin: number
  /** What is wrong, and when it was last. */
  readonly #wrong = new Map<ConditionName, number>()

  /** `now` is in ms. What is well again is told when it was for `wellMsMin`. */
  constructor(onChange: (change: ConditionChange) => void, now: () => number, wellMsMin = 0) {
    this.#onChange = onChange
    this.#now = now
    this.#wellMsMin = wellMsMin
  }

  /** This is how it is now; to be said again and again. A reason that only changes its words is not told. */
  is(name: ConditionName, because: string | undefined): void {
    const wrongMs = this.#wrong.get(name)
    if (because !== undefined) {
      this.#wrong.set(name, this.#now())
      if (wrongMs === undefined) this.#onChange({ name, because })
    } else if (wrongMs !== undefined && this.#now() - wrongMs >= this.#wellMsMin) {
      this.#wrong.delete(name)
      this.#onChange({ name, because })
    }
  }
}
