/** The scripts that Redis runs, and the keys and arguments that they take. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { limitNames } from '@stillhunt/core/policy'
import { rates } from './bucket.ts'
import type { Scope } from './limiter.ts'

/** A script and the name under which Redis keeps it. */
export interface Script {
  readonly text: string
  readonly sha1: string
}

const prelude = readFileSync(new URL('bucket.lua', import.meta.url), 'utf8')

/** A script of this text. */
export function scriptOf(text: string): Script {
  return { text, sha1: createHash('sha1').update(text).digest('hex') }
}

function limitScript(name: string): Script {
  return scriptOf(`${prelude}\n${readFileSync(new URL(`${name}.lua`, import.meta.url), 'utf8')}`)
}

/** Decides: see `reserve.lua`. */
export const reserveScript: Script = limitScript('reserve')
/** Frees and corrects: see `settle.lua`. */
export const settleScript: Script = limitScript('settle')
/** Keeps places: see `renew.lua`. */
export const renewScript: Script = limitScript('renew')
/** Takes and gives back parts: see `lease.lua`. */
export const leaseScript: Script = limitScript('lease')

const plain = /^[A-Za-z0-9_.@-]{1,64}$/

/**
 * An id as part of a key: as it is where it is short and harmless, else a hash of 128 bits. So no id ends a hash tag,
 * two ids never run into each other, and keys stay short whatever a customer names its users.
 */
export function keyPart(id: string): string {
  return plain.test(id) ? id : `~${createHash('sha256').update(id).digest('base64url').slice(0, 22)}`
}

/** The beginning of all keys that lie on the node of `tag`. */
export function keyBase(prefix: string, tag: string): string {
  return `${prefix}{${keyPart(tag)}}`
}

/** The keys of scopes in the order in which the scripts walk them; those of places also by themselves. */
export function scopeKeys(
  base: string,
  scopes: readonly Scope[],
): { all: string[]; requests: string[]; streams: string[] } {
  const keys = { all: [] as string[], requests: [] as string[], streams: [] as string[] }
  for (const { kind, id, limits } of scopes) {
    const name = `${kind}:${keyPart(id)}`
    if (rates.some((rate) => limits[rate.name] !== undefined)) keys.all.push(`${base}b:${name}`)
    if (limits.concurrentRequests !== undefined) keys.requests.push(keys.all[keys.all.push(`${base}r:${name}`) - 1]!)
    if (limits.concurrentStreams !== undefined) keys.streams.push(keys.all[keys.all.push(`${base}s:${name}`) - 1]!)
  }
  return keys
}

/** Five limits a scope, -1 where there is none. */
export function limitArguments(scopes: readonly Scope[]): string[] {
  return scopes.flatMap(({ limits }) => limitNames.map((name) => String(limits[name] ?? -1)))
}
