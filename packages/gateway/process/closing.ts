/** What was opened, closed again in the opposite order: at the end, and when a start fails half way. */

/** See the file's header. */
export class Closing {
  readonly #steps: (() => unknown)[] = []

  /** `close` is called before those that were added earlier. */
  add(close: () => unknown): void {
    this.#steps.push(close)
  }

  /** `close` is called after all others. */
  addFirst(close: () => unknown): void {
    this.#steps.unshift(close)
  }

  /** Closes everything, one after the other. What cannot be closed keeps nothing else open; never rejects. */
  async run(onFault: (cause: unknown) => void): Promise<void> {
    for (let close = this.#steps.pop(); close !== undefined; close = this.#steps.pop())
      await Promise.resolve().then(close).catch(onFault)
  }
}

/** What still hangs after the end, a disk for instance, does not keep the process: it ends after this, in ms. */
const lingerMs = 2000

/** Sees to it that the process ends, whatever is still under way. */
export function endSoon(): void {
  setTimeout(() => process.exit(), lingerMs).unref()
}
