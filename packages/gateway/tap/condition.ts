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
  readonly #wrong = new Set<ConditionName>()

  constructor(onChange: (change: ConditionChange) => void = () => {}) {
    this.#onChange = onChange
  }

  /** This is how it is now. A reason that only changes its words is not told. */
  is(name: ConditionName, because: string | undefined): void {
    const wasWrong = this.#wrong.has(name)
    if ((because !== undefined) === wasWrong) return
    if (wasWrong) this.#wrong.delete(name)
    else this.#wrong.add(name)
    this.#onChange({ name, because })
  }
}
