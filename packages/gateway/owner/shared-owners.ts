/**
 * One memory of who made what for all worker processes of a gateway: the primary has it, the workers ask.
 *
 * On the line a question is `[number, name, ...arguments]`, an answer `[number, what was answered]`.
 */
import { Batch, type Channel, itemsOf } from '../limit.ts'
import type { Found, ListedBatch, Owned, Owners, Thing } from './owner.ts'

const toHost = 'owner questions'
const toWorker = 'owner answers'

type Question = 'note' | 'find' | 'batchesOf' | 'forget'

/** The worker's end. A worker without a primary exits by itself: nothing waits for an answer for ever. */
export class SharedOwners implements Owners {
  readonly #batch: Batch
  readonly #waiting = new Map<number, (answer: unknown) => void>()
  #asked = 0

  constructor(channel: Channel) {
    this.#batch = new Batch(channel, toHost)
    channel.onMessage((message) => {
      for (const [number, answer] of itemsOf(message, toWorker) as readonly (readonly [number, unknown])[]) {
        this.#waiting.get(number)?.(answer)
        this.#waiting.delete(number)
      }
    })
  }

  note(owned: Owned): Promise<boolean> {
    return this.#ask<boolean>('note', owned)
  }

  find(thing: Thing, account: string): Promise<Found> {
    return this.#ask<Found>('find', thing, account)
  }

  batchesOf(account: string): Promise<readonly ListedBatch[] | 'unanswered'> {
    return this.#ask<readonly ListedBatch[] | 'unanswered'>('batchesOf', account)
  }

  async forget(owned: Owned): Promise<void> {
    await this.#ask<null>('forget', owned)
  }

  close(): Promise<void> {
    this.#batch.flush()
    return Promise.resolve()
  }

  #ask<Answer>(question: Question, ...args: readonly unknown[]): Promise<Answer> {
    this.#asked += 1
    const number = this.#asked
    this.#batch.add([number, question, ...args])
    return new Promise((resolve) => this.#waiting.set(number, resolve as (answer: unknown) => void))
  }
}

/** The primary's end: answers the worker at the other end of `channel`. */
export function hostOwners(owners: Owners, channel: Channel): void {
  const batch = new Batch(channel, toWorker)
  channel.onMessage((message) => {
    for (const question of itemsOf(message, toHost))
      void answer(owners, question as Asked).then((answered) => batch.add([(question as Asked)[0], answered ?? null]))
  })
}

type Asked = readonly [number: number, question: Question, of: never, account: never]

function answer(owners: Owners, [, question, of, account]: Asked): Promise<unknown> {
  switch (question) {
    case 'note':
      return owners.note(of)
    case 'find':
      return owners.find(of, account)
    case 'batchesOf':
      return owners.batchesOf(of)
    case 'forget':
      return owners.forget(of)
  }
}
