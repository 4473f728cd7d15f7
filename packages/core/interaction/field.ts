import { jsonTypeOf, objectOf, type JsonObject } from './json-value.ts'
import type { RejectReason } from './reject.ts'
import { parseTimestamp } from './timestamp.ts'

/** Why a field cannot be read: what was found there, never the value itself, and where. */
export class Fault {
  readonly reason: RejectReason
  readonly found: string
  /** Names from the object that was read down to the field, joined by dots; empty for that object itself. */
  readonly path: string

  /** A fault at `path`; readers of single values leave the path to the objects around them. */
  constructor(reason: RejectReason, found: string, path = '') {
    this.reason = reason
    this.found = found
    this.path = path
  }

  /** Where and what, for the report. */
  get detail(): string {
    return this.path === '' ? this.found : `${this.path}: ${this.found}`
  }
}

/** Reads the value of one field, never null: its meaning, undefined to leave it out, or why the line must be refused. */
export type Reader<T> = (value: unknown) => T | undefined | Fault

/** A {@link Reader} of objects, which are never left out. */
export type ObjectReader<T> = (value: unknown) => T | Fault

/** Where a member comes from, how it is read, and whether a line without it is refused. */
export type Field<T> = readonly [name: string, read: Reader<T>, presence?: 'required']

/** One field for each member of `T`. The compiler refuses a table that forgets one. */
export type Fields<T> = { readonly [Key in keyof T]-?: Field<Exclude<T[Key], undefined>> }

/**
 * A reader of objects that reads each field with its own reader. Null counts as absent, unknown members are passed
 * over, and what is absent is left out. The fault is that of the first field in the order of the table that has one.
 */
export function objectReader<T extends object>(fields: Fields<T>): ObjectReader<T> {
  const rows = Object.entries<Field<unknown>>(fields)
  return (value) => {
    const source = objectOf(value)
    if (source === undefined) return wrongType(value, 'an object')
    const target: Record<string, unknown> = {}
    for (const row of rows) {
      const fault = readField(source, row, target)
      if (fault !== undefined) return fault
    }
    return target as T
  }
}

function readField(
  source: JsonObject,
  [key, [name, read, presence]]: readonly [string, Field<unknown>],
  target: Record<string, unknown>,
): Fault | undefined {
  const value = source[name]
  if (value === undefined || value === null) {
    return presence === undefined
      ? undefined
      : new Fault('missing field', value === null ? 'found null' : 'found nothing', name)
  }
  const meaning = read(value)
  if (meaning instanceof Fault) {
    return new Fault(meaning.reason, meaning.found, meaning.path === '' ? name : `${name}.${meaning.path}`)
  }
  if (meaning !== undefined) target[key] = meaning
  return undefined
}

/** A fault that names the type found in place of the one expected. */
export function wrongType(value: unknown, expected: string): Fault {
  return new Fault('wrong type', `found ${jsonTypeOf(value)}, not ${expected}`)
}

/** Reads a string exactly as it is. */
export function readText(value: unknown): string | Fault {
  return typeof value === 'string' ? value : wrongType(value, 'a string')
}

/** Reads a string that identifies something and therefore cannot be empty. */
export function readId(value: unknown): string | Fault {
  return typeof value === 'string' && value !== '' ? value : wrongType(value, 'a string with at least one character')
}

/** Reads a quantity. One that cannot be, below zero or beyond the range of a double, is left out. */
export function readQuantity(value: unknown): number | undefined | Fault {
  if (typeof value !== 'number') return wrongType(value, 'a number')
  return value >= 0 && value < Infinity ? value : undefined
}

/** Reads true or false. */
export function readFlag(value: unknown): boolean | Fault {
  return typeof value === 'boolean' ? value : wrongType(value, 'true or false')
}

/** Reads an RFC 3339 timestamp as milliseconds since the epoch. */
export function readTime(value: unknown): number | Fault {
  if (typeof value !== 'string') return wrongType(value, 'an RFC 3339 timestamp')
  const time = parseTimestamp(value)
  if (typeof time === 'number') return time
  return new Fault(
    time,
    time === 'wrong type'
      ? 'found a string that is no RFC 3339 timestamp'
      : 'found a time that no calendar has or that is not in 2000 to 2100',
  )
}

/** A reader of one of the words given. Other strings are left out: real logs have words that we do not know yet. */
export function wordReader<Word extends string>(words: readonly Word[]): Reader<Word> {
  return (value) => (typeof value === 'string' ? words.find((word) => word === value) : wrongType(value, 'a string'))
}
