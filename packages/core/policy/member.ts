/** Members of objects that people wrote, read strictly: one function per kind of value, a fault for everything else. */
import { parseTimestamp } from '../interaction.ts'
import { type FaultList, shown } from './fault.ts'

/** Longest name of an account, key, model and so on, in UTF-16 units. */
export const nameCharsMax = 512

/** An object from JSON. */
export type Members = Readonly<Record<string, unknown>>

/** `value` as an object whose members are all among `known`; undefined, with a fault, for anything but an object. */
export function readMembers(
  value: unknown,
  path: string,
  known: readonly string[],
  faults: FaultList,
): Members | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return faults.add(path, `is ${shown(value)}`, `give an object with ${known.join(', ')}`)
  for (const name of Object.keys(value))
    if (!known.includes(name))
      faults.add(path, `has an unknown member ${shown(name)}`, `members are ${known.join(', ')}`)
  return value as Members
}

/** The path of a member: `$.limits`, or `$["odd name"]`. */
export function memberPath(path: string, name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `${path}.${name}` : `${path}[${shown(name)}]`
}

/** A whole number from `min` on; undefined, with a fault, for anything else. */
export function readWhole(value: unknown, path: string, min: number, faults: FaultList): number | undefined {
  if (Number.isSafeInteger(value) && (value as number) >= min) return (value as number) + 0
  return faults.add(path, wrongness(value), `give a whole number from ${min} on`)
}

/**
 * A name: text without control characters, spaces at its ends or halves of characters, at most {@link nameCharsMax} long;
 * undefined, with a fault, for anything else.
 */
export function readName(value: unknown, path: string, faults: FaultList): string | undefined {
  if (typeof value !== 'string' || value === '')
    return faults.add(path, wrongness(value), 'give a text that is not empty')
  if (value.length > nameCharsMax)
    return faults.add(path, `has ${value.length} characters`, `give at most ${nameCharsMax}`)
  if (/\p{Cc}/u.test(value) || !value.isWellFormed() || value.trim() !== value)
    return faults.add(
      path,
      `is ${shown(value)}`,
      'give a text without control characters and without spaces at its ends',
    )
  return value
}

/** One of `names`; undefined, with a fault, for anything else. */
export function readOneOf<Name extends string>(
  value: unknown,
  path: string,
  names: readonly Name[],
  faults: FaultList,
): Name | undefined {
  const found = names.find((name) => name === value)
  return found ?? faults.add(path, wrongness(value), `give ${names.map((name) => `"${name}"`).join(' or ')}`)
}

/** Milliseconds since the epoch of an RFC 3339 time from 2000 to 2100; undefined, with a fault, for anything else. */
export function readTime(value: unknown, path: string, faults: FaultList): number | undefined {
  const timeMs = typeof value === 'string' ? parseTimestamp(value) : 'wrong type'
  if (typeof timeMs === 'number') return timeMs
  return faults.add(path, wrongness(value), 'give a time with its zone from 2000 to 2100, as "2026-06-01T12:00:00Z"')
}

/** A list of at most `countMax` of what `read` reads; undefined, with a fault, when it is no list or too long. */
export function readList<Item>(
  value: unknown,
  path: string,
  countMax: number,
  faults: FaultList,
  read: (item: unknown, path: string) => Item | undefined,
): Item[] | undefined {
  if (!Array.isArray(value)) return faults.add(path, wrongness(value), 'give a list')
  if (value.length > countMax) return faults.add(path, `has ${value.length} entries`, `give at most ${countMax}`)
  const items: Item[] = []
  for (let index = 0; index < value.length; index += 1) {
    const item = read(value[index], `${path}[${index}]`)
    if (item !== undefined) items.push(item)
  }
  return items
}

/** What is wrong with a value that is not what it must be. */
export function wrongness(value: unknown): string {
  return value === undefined ? 'is missing' : `is ${shown(value)}`
}
