/** How the limiters of one gateway's processes reach each other. */
import type { Worker } from 'node:cluster'

/** One end of a line to one other process. Messages come in the order in which they were sent, or not at all. */
export interface Channel {
  /** Never throws: what is sent to a dead process is lost. */
  send(message: unknown): void
  /** Calls `listener` with every message, also with those of other rooms. Called once. */
  onMessage(listener: (message: unknown) => void): void
}

/** The line from a worker of `node:cluster` to its primary. */
export function channelToPrimary(): Channel {
  return {
    send: (message) => void (process.connected && process.send?.(message, undefined, undefined, lost)),
    onMessage: (listener) => void process.on('message', listener),
  }
}

/** The line from the primary to `worker`. */
export function channelToWorker(worker: Worker): Channel {
  return {
    send: (message) => void (worker.isConnected() && worker.process.send(message as object, lost)),
    onMessage: (listener) => void worker.on('message', listener),
  }
}

/** A process that is gone is noticed by its exit, not here. */
function lost(): void {}

/** Collects what is sent in one turn of the event loop and sends it in one message. */
export class Batch {
  private items: unknown[] = []
  private readonly channel: Channel
  private readonly name: string

  /** `name` is the member under which the items are sent, and tells them from messages of others. */
  constructor(channel: Channel, name: string) {
    this.channel = channel
    this.name = name
  }

  /** Adds an item; it is sent when this turn has heard all its messages. */
  add(item: unknown): void {
    if (this.items.length === 0) setImmediate(() => this.flush())
    this.items.push(item)
  }

  /** Sends now what there is. */
  flush(): void {
    if (this.items.length === 0) return
    const { items } = this
    this.items = []
    this.channel.send({ [this.name]: items })
  }
}

/** The items of a message that a {@link Batch} of this name sent; none for any other message. */
export function itemsOf(message: unknown, name: string): readonly unknown[] {
  const items = (Object(message) as Record<string, unknown>)[name]
  return Array.isArray(items) ? items : []
}
