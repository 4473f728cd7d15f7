/**
 * The connections to the engine: one does a statement after the other, and what is asked for goes to whichever is free first,
 * in the order in which it was asked.
 */
import type { Session } from './embedded.ts'

/** A connection that is somebody's alone until it is left. */
export interface Lane {
  readonly session: Session
  /** Lets the next one in; to be called once. */
  leave(): void
}

/** See the file's header. */
export class Lanes {
  readonly sessions: readonly Session[]
  private readonly free: Session[]
  private readonly waiting: ((lane: Lane) => void)[] = []

  constructor(sessions: readonly Session[]) {
    this.sessions = sessions
    this.free = [...sessions]
  }

  /** Waits for a connection. */
  enter(): Promise<Lane> {
    const session = this.free.shift()
    if (session !== undefined) return Promise.resolve(this.laneOf(session))
    const { promise, resolve } = Promise.withResolvers<Lane>()
    this.waiting.push(resolve)
    return promise
  }

  /** Waits for all of them. The turns are asked for at once, so that two who want all do not wait for each other. */
  enterAll(): Promise<Lane[]> {
    return Promise.all(this.sessions.map(() => this.enter()))
  }

  private laneOf(session: Session): Lane {
    return { session, leave: () => this.pass(session) }
  }

  private pass(session: Session): void {
    const next = this.waiting.shift()
    if (next === undefined) this.free.push(session)
    else next(this.laneOf(session))
  }
}
