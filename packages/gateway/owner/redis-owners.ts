/**
 * Who made what, for several gateways, through Redis or Valkey, one server or a cluster. Each gateway knows by itself as
 * well what was made through it: that needs no Redis to be found, and goes there when it is back.
 */
import { keyBase, openRedisLink, type RedisAddress, type RedisFailure, RedisGate, scriptOf } from '../limit.ts'
import type { LocalOwners, LocalOwnersCounters } from './local-owners.ts'
import type { Found, ListedBatch, Owned, Owners, Thing } from './owner.ts'

/** How {@link RedisOwners} are set up. */
export interface RedisOwnersOptions {
  readonly address: RedisAddress
  /** What all keys begin with. */
  readonly prefix: string
  /** The longest that a question waits, in ms. */
  readonly timeoutMs: number
  readonly retentionMs: number
  readonly local: LocalOwners
  readonly onChange?: (isUp: boolean, because: RedisFailure | undefined) => void
}

/** What {@link RedisOwners} did since the beginning; `notesQueued` is of now. */
export interface RedisOwnersCounters extends LocalOwnersCounters {
  /** Questions that Redis did not answer, and this process could not. */
  readonly unanswered: number
  /** Notes that Redis does not have yet, and those that it will not get: this gateway alone knows of them. */
  readonly notesQueued: number
  readonly notesLost: number
}

const notesMax = 10_000
/** The most batches of one account that are listed: the newest. */
const batchesMax = 10_000

/** The first who made it keeps it. ARGV: whose and where, ms. Answers 1 when it is theirs. */
const noteScript = scriptOf(`
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return { 1 } end
return { redis.call('GET', KEYS[1]) == ARGV[1] and 1 or 0 }`)
/** Answers whose and where, or nothing. */
const findScript = scriptOf(`return { redis.call('GET', KEYS[1]) or '' }`)
/** ARGV: whose and where: what was made anew meanwhile stays. */
const forgetScript = scriptOf(`
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return { 1 }`)
/** ARGV: when it was made, in ms; the batch; ms that it is listed; the most that are. */
const listScript = scriptOf(`
redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1] - ARGV[3])
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return { 1 }`)
/** It keeps its place; half a millisecond says that it is gone. */
const unlistScript = scriptOf(`
local made = redis.call('ZSCORE', KEYS[1], ARGV[1])
if made then redis.call('ZADD', KEYS[1], string.format('%.1f', math.floor(made) + 0.5), ARGV[1]) end
return { 1 }`)
/** Newest first, each with when it was made. */
const listedScript = scriptOf(`return redis.call('ZREVRANGE', KEYS[1], 0, -1, 'WITHSCORES')`)

interface Note {
  readonly owned: Owned
  readonly madeMs: number
}

/** See the file's header. */
export class RedisOwners implements Owners {
  readonly #options: RedisOwnersOptions
  readonly #gate: RedisGate
  #queue: Note[] = []
  #unanswered = 0
  #notesLost = 0

  /** Connects behind the back. Throws `RedisAddressError` for an address that is none. */
  constructor(options: RedisOwnersOptions) {
    this.#options = options
    this.#gate = new RedisGate(openRedisLink(options.address), {
      timeoutMs: options.timeoutMs,
      onChange: (isUp, because) => {
        options.onChange?.(isUp, because)
        if (isUp) void this.#sendQueued()
      },
    })
  }

  /** Whether there is a connection, after at most a second. */
  connected(): Promise<boolean> {
    return this.#gate.connected()
  }

  async note(owned: Owned): Promise<boolean> {
    const { local } = this.#options
    if (local.isTaken(owned)) return false
    return (await this.#send({ owned, madeMs: Date.now() })) && local.noteNow(owned)
  }

  async find(thing: Thing, account: string): Promise<Found> {
    const known = this.#options.local.findNow(thing, account)
    if (known !== undefined) return known
    const answer = await this.#gate.ask<string>(findScript, [this.#keyOf(thing)], [])
    if (answer === undefined) {
      this.#unanswered += 1
      return 'unanswered'
    }
    const owned = ownedOf(thing, answer[0])
    return owned?.account === account ? owned : 'absent'
  }

  async batchesOf(account: string): Promise<readonly ListedBatch[] | 'unanswered'> {
    const answer = await this.#gate.ask<string>(listedScript, [this.#listOf(account)], [])
    if (answer === undefined) {
      this.#unanswered += 1
      return 'unanswered'
    }
    const listed = answer.flatMap((text, at) => (at % 2 === 0 ? batchOf(account, text, answer[at + 1]!) : []))
    const ids = new Set(listed.map(({ id }) => id))
    // What was made while Redis was away is new, or not there yet.
    const own = await this.#options.local.batchesOf(account)
    return [...own.filter(({ id }) => !ids.has(id)), ...listed]
  }

  async forget(owned: Owned): Promise<void> {
    await this.#options.local.forget(owned)
    await this.#gate.ask(forgetScript, [this.#keyOf(owned)], [valueOf(owned)])
    if (owned.kind === 'batch') await this.#gate.ask(unlistScript, [this.#listOf(owned.account)], [memberOf(owned)])
  }

  async close(): Promise<void> {
    this.#gate.close()
    await this.#options.local.close()
  }

  /** For metrics. */
  counters(): RedisOwnersCounters {
    return {
      ...this.#options.local.counters(),
      unanswered: this.#unanswered,
      notesQueued: this.#queue.length,
      notesLost: this.#notesLost,
    }
  }

  /** False where Redis says that it is somebody else's. What Redis does not answer to is sent again when it is back. */
  async #send(note: Note): Promise<boolean> {
    const { owned, madeMs } = note
    const ttlMs = String(this.#options.retentionMs)
    const args = [String(madeMs), memberOf(owned), ttlMs, String(batchesMax)]
    const [noted, listed] = await Promise.all([
      this.#gate.ask(noteScript, [this.#keyOf(owned)], [valueOf(owned), ttlMs]),
      owned.kind === 'batch' ? this.#gate.ask(listScript, [this.#listOf(owned.account)], args) : [1],
    ])
    if (noted?.[0] === 0) {
      if (owned.kind === 'batch') void this.#gate.tell(unlistScript, [this.#listOf(owned.account)], [args[1]!])
      return false
    }
    if (noted === undefined || listed === undefined) this.#keepForLater(note)
    return true
  }

  #keepForLater(note: Note): void {
    if (this.#queue.length < notesMax) this.#queue.push(note)
    else this.#notesLost += 1
  }

  async #sendQueued(): Promise<void> {
    const queued = this.#queue
    this.#queue = []
    // One after the other: nobody waits for them, and requests go before.
    for (const note of queued) if (!(await this.#send(note))) await this.#options.local.forget(note.owned)
  }

  #keyOf({ kind, id }: Thing): string {
    return `${keyBase(this.#options.prefix, id)}o:${kind}`
  }

  #listOf(account: string): string {
    return `${keyBase(this.#options.prefix, account)}o:batches`
  }
}

function valueOf({ account, server }: Owned): string {
  return JSON.stringify([account, server])
}

function ownedOf({ kind, id }: Thing, value: string | undefined): Owned | undefined {
  const [account, server] = pairOf(value)
  return account === undefined || server === undefined ? undefined : { kind, id, account, server }
}

function memberOf({ id, server }: Owned): string {
  return JSON.stringify([id, server])
}

function batchOf(account: string, member: string, madeMs: string): ListedBatch[] {
  const [id, server] = pairOf(member)
  return id === undefined || server === undefined
    ? []
    : [{ kind: 'batch', id, account, server, isGone: !Number.isInteger(Number(madeMs)) }]
}

/** What a key says that we wrote; nothing of one that somebody else did. */
function pairOf(text = ''): readonly (string | undefined)[] {
  try {
    const pair: unknown = JSON.parse(text)
    return Array.isArray(pair) && pair.every((part) => typeof part === 'string') ? pair : []
  } catch {
    return []
  }
}
