/** How much somebody may use, by scope. */
import { FaultList, type Reading, shown } from './fault.ts'
import { memberPath, readWhole } from './member.ts'

/** Whom a limit or a verdict is about, from the narrowest to the widest. `user` is the end user that a customer names. */
export type ScopeKind = 'key' | 'user' | 'account' | 'org' | 'campaign' | 'global'

/** What may be limited. An absent member is unlimited. All are whole numbers from 0 on; 0 lets nothing through. */
export interface Limits {
  /** Requests per minute: a bucket of this many that fills evenly. */
  readonly requestsPerMinute?: number
  /** Tokens per minute, input and output together: a bucket of this many that fills evenly. */
  readonly tokensPerMinute?: number
  /** Tokens per day: a bucket of this many that fills evenly over 24 hours. */
  readonly tokensPerDay?: number
  /** Requests under way at one time, streams among them. */
  readonly concurrentRequests?: number
  /** Streamed answers under way at one time. */
  readonly concurrentStreams?: number
}

/** The members of {@link Limits}, in the order in which they are checked and told. */
export const limitNames: readonly (keyof Limits)[] = [
  'requestsPerMinute',
  'tokensPerMinute',
  'tokensPerDay',
  'concurrentRequests',
  'concurrentStreams',
]

/** The name of a limit as files and the command line have it: `requests_per_minute`. */
export function snakeName(name: keyof Limits): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

const namesBySnake: ReadonlyMap<string, keyof Limits> = new Map(limitNames.map((name) => [snakeName(name), name]))
const known = [...namesBySnake.keys()].join(', ')

/**
 * Limits from an object with names in snake case, as files have them: whole numbers from 0 on. Everything else is a fault,
 * an unknown name among them: a limit that is misspelt would be none. `path` is where the object stands.
 */
export function readLimits(value: unknown, path = '$'): Reading<Limits> {
  const faults = new FaultList()
  return faults.reading(readLimitsInto(value, path, faults))
}

/** As {@link readLimits}, for a reader of more than limits: adds to its faults. */
export function readLimitsInto(value: unknown, path: string, faults: FaultList): Limits | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return faults.add(path, `is ${shown(value)}`, `give an object with any of ${known}`)
  const limits: { -readonly [Name in keyof Limits]: Limits[Name] } = {}
  for (const [snake, given] of Object.entries(value)) {
    const name = namesBySnake.get(snake)
    if (name === undefined) {
      faults.add(path, `has an unknown limit ${shown(snake)}`, `limits are ${known}`)
      continue
    }
    const limit = readWhole(given, memberPath(path, snake), 0, faults)
    if (limit !== undefined) limits[name] = limit
  }
  return limits
}

/** Limits as files have them; what {@link readLimits} reads. */
export function writeLimits(limits: Limits): Record<string, number> {
  return Object.fromEntries(
    limitNames.flatMap((name) => (limits[name] === undefined ? [] : [[snakeName(name), limits[name]]])),
  )
}

/** Limits of every scope but the campaign's, which verdicts alone have. */
export type ScopeLimits = Readonly<Partial<Record<Exclude<ScopeKind, 'campaign'>, Limits>>>
