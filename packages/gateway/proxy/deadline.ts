/** Many deadlines that hardly ever come to pass, for less than a timer each. */

const lookMs = 100

/** One that is open until it is withdrawn or missed. */
export interface Deadline {
  /** Calls off what was to happen. */
  withdraw(): void
}

class OpenDeadline implements Deadline {
  readonly atMs: number
  onMissed: (() => void) | undefined

  constructor(atMs: number, onMissed: () => void) {
    this.atMs = atMs
    this.onMissed = onMissed
  }

  withdraw(): void {
    this.onMissed = undefined
  }
}

/** Looks ten times a second; a deadline that is withdrawn before then cost an entry in a list. */
export class Deadlines {
  #all: OpenDeadline[] = []
  #timer: NodeJS.Timeout | undefined

  /** Calls `onMissed` after `inMs`, at most a tenth of a second late. */
  add(inMs: number, onMissed: () => void): Deadline {
    const deadline = new OpenDeadline(performance.now() + inMs, onMissed)
    this.#all.push(deadline)
    this.#timer ??= setInterval(() => this.#look(), lookMs).unref()
    return deadline
  }

  #look(): void {
    const nowMs = performance.now()
    const open: OpenDeadline[] = []
    const missed: OpenDeadline[] = []
    for (const deadline of this.#all)
      if (deadline.onMissed !== undefined) (deadline.atMs > nowMs ? open : missed).push(deadline)
    this.#all = open
    for (const { onMissed } of missed) onMissed?.()
    if (this.#all.length > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}
