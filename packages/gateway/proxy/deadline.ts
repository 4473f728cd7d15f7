/** Many deadlines that hardly ever come to pass, for less than a timer each. */

const lookMs = 100

interface Deadline {
  readonly atMs: number
  readonly onMissed: () => void
}

/** Looks ten times a second; a deadline that is withdrawn before then cost an entry in a set. */
export class Deadlines {
  readonly #open = new Set<Deadline>()
  #timer: NodeJS.Timeout | undefined

  /** Calls `onMissed` after `inMs`, at most a tenth of a second late. Answers what withdraws it. */
  add(inMs: number, onMissed: () => void): () => void {
    const deadline: Deadline = { atMs: performance.now() + inMs, onMissed }
    this.#open.add(deadline)
    this.#timer ??= setInterval(() => this.#look(), lookMs).unref()
    return () => void this.#open.delete(deadline)
  }

  #look(): void {
    const nowMs = performance.now()
    for (const deadline of this.#open) {
      if (deadline.atMs > nowMs) continue
      this.#open.delete(deadline)
      deadline.onMissed()
    }
    if (this.#open.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}
