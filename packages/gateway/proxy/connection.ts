/** What is remembered of a client's connection: nearly all of its requests say the same as the one before. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type LastShown, nothingShown } from '../key.ts'
import { Head } from './head.ts'

/** Names and values of the heads that are remembered, at most: more would stay in memory than working it out again costs. */
const rememberedMax = 64

/** See the file's header. */
export class Connection {
  /** The last answer that was begun on it. */
  answer: ServerResponse | undefined
  readonly shown: LastShown = nothingShown()
  #head: Head | undefined

  /** The head of a request on it: the same for requests that say the same. */
  headOf(request: IncomingMessage): Head {
    if (this.#head?.isOf(request) === true) return this.#head
    const head = new Head(request)
    if (request.rawHeaders.length <= rememberedMax) this.#head = head
    return head
  }
}

const connections = new WeakMap<object, Connection>()

/** What is remembered of the connection of this socket. */
export function connectionOf(socket: object): Connection {
  let connection = connections.get(socket)
  if (connection === undefined) connections.set(socket, (connection = new Connection()))
  return connection
}
