/** One connection to the engine: what is asked of it is done one after the other, in the order in which it was asked. */
import type { Session } from './embedded.ts'

/** See the file's header. */
export class Lane {
  readonly session: Session
  /** Statements under way or waiting. */
  waiting = 0
  private tail: Promise<void> = Promise.resolve()

  constructor(session: Session) {
    this.session = session
  }

  /** Waits for its turn. Answers how to let the next one in, to be called once. */
  async enter(): Promise<() => void> {
    const before = this.tail
    const { promise, resolve } = Promise.withResolvers<void>()
    this.tail = promise
    this.waiting += 1
    await before
    return () => {
      this.waiting -= 1
      resolve()
    }
  }
}
