/** A small language for what a YAML file may say: each key with its type, its default and its sentence. */
import { suggestion } from '@stillhunt/core/spelling'
import { isAlias, isMap, isScalar, isSeq, type Document, type Node } from 'yaml'

/** One thing that is wrong in a configuration. */
export interface ConfigFault {
  /** From 1 on; 0 for the file as a whole. */
  readonly line: number
  /** Names down to the value, joined by dots. */
  readonly path: string
  readonly message: string
}

/** Where a value stands while it is read. */
export interface Place {
  readonly path: string
  readonly node: Node | null
  readonly lineOf: (node: Node | null) => number
  readonly document: Document
  readonly faults: ConfigFault[]
}

/** One kind of value. */
export interface Kind<T> {
  /** For people: `whole number`, `text`. */
  readonly name: string
  /** Reads what is there; adds faults and answers undefined when it is not what it should be. */
  readonly read: (place: Place) => T | undefined
  /** The keys within, for a map. */
  readonly keys?: Readonly<Record<string, Key<unknown>>>
  /** What each entry of a list or of a map by free names is. */
  readonly each?: Kind<unknown>
}

/** One key of a map. */
export interface Key<T> {
  readonly kind: Kind<T>
  /** One sentence: what it means, in which unit, what happens at the limit. */
  readonly about: string
  /** What holds when the key is absent; `required` when it may not be. */
  readonly fallback: T | 'required' | undefined
}

/** Adds a fault at `place`. */
export function wrong(place: Place, message: string): undefined {
  place.faults.push({ line: place.lineOf(place.node), path: place.path, message })
  return undefined
}

function scalarOf(place: Place): unknown {
  const node = isAlias(place.node) ? (place.node.resolve(place.document) ?? null) : place.node
  return isScalar(node) ? node.value : node === null ? null : node
}

function shown(value: unknown): string {
  if (value === null) return 'nothing'
  if (isMap(value)) return 'a map'
  if (isSeq(value)) return 'a list'
  return JSON.stringify(value)
}

/** Text of at least one character that fulfils `check`, which answers what is wrong with it. */
export function text(name = 'text', check: (value: string) => string | undefined = () => undefined): Kind<string> {
  return {
    name,
    read: (place) => {
      const value = scalarOf(place)
      if (typeof value !== 'string' || value === '') return wrong(place, `must be ${name}, not ${shown(value)}`)
      const fault = check(value)
      return fault === undefined ? value : wrong(place, fault)
    },
  }
}

/** A number from `min` to `max`. */
export function number(min: number, max: number, isWhole = true): Kind<number> {
  const name = isWhole ? 'whole number' : 'number'
  return {
    name,
    read: (place) => {
      const value = scalarOf(place)
      const isFine =
        typeof value === 'number' && value >= min && value <= max && (!isWhole || Number.isSafeInteger(value))
      return isFine ? value : wrong(place, `must be a ${name} from ${min} to ${max}, not ${shown(value)}`)
    },
  }
}

/** Yes or no. */
export const flag: Kind<boolean> = {
  name: 'true or false',
  read: (place) => {
    const value = scalarOf(place)
    return typeof value === 'boolean' ? value : wrong(place, `must be true or false, not ${shown(value)}`)
  },
}

/** One of some words. */
export function word<const W extends string>(...words: readonly W[]): Kind<W> {
  return {
    name: words.join(' | '),
    read: (place) => {
      const value = scalarOf(place)
      const found = words.find((candidate) => candidate === value)
      return found ?? wrong(place, `must be one of ${words.join(', ')}, not ${shown(value)}`)
    },
  }
}

/** A list. */
export function list<T>(each: Kind<T>): Kind<readonly T[]> {
  return {
    name: `list of ${each.name}`,
    each,
    read: (place) => {
      if (!isSeq(place.node)) return wrong(place, `must be a list, not ${shown(scalarOf(place))}`)
      const read = place.node.items.map((node, i) =>
        each.read({ ...place, path: `${place.path}[${i}]`, node: node as Node }),
      )
      return read.filter((value) => value !== undefined)
    },
  }
}

/** A map with free names. */
export function record<T>(each: Kind<T>, of: string): Kind<Readonly<Record<string, T>>> {
  return {
    name: `map by ${of}`,
    each,
    read: (place) => {
      if (!isMap(place.node)) return wrong(place, `must be a map by ${of}, not ${shown(scalarOf(place))}`)
      const read: Record<string, T> = Object.create(null) as Record<string, T>
      for (const { key, value } of place.node.items) {
        const name = String(isScalar(key) ? key.value : key)
        const found = each.read({ ...place, path: `${place.path}.${name}`, node: (value ?? key) as Node })
        if (found !== undefined) read[name] = found
      }
      return read
    },
  }
}

/** What a map of keys reads as. */
export type Read<K> = {
  readonly [Name in keyof K]: K[Name] extends { readonly kind: Kind<infer T>; readonly fallback: infer F }
    ? undefined extends F
      ? T | undefined
      : T
    : never
}

/** A key that must be there. */
export function required<T>(kind: Kind<T>, about: string): { kind: Kind<T>; about: string; fallback: 'required' } {
  return { kind, about, fallback: 'required' }
}

/** A key that may be absent, which means `fallback`. */
export function preset<T>(kind: Kind<T>, fallback: T, about: string): { kind: Kind<T>; about: string; fallback: T } {
  return { kind, about, fallback }
}

/** A key that may be absent, which means that there is none. */
export function optional<T>(kind: Kind<T>, about: string): { kind: Kind<T>; about: string; fallback: undefined } {
  return { kind, about, fallback: undefined }
}

/** A map with the keys given and no others: a key that is misspelt is a fault, with the likely one named. */
export function map<const K extends Readonly<Record<string, Key<unknown>>>>(keys: K): Kind<Read<K>> {
  return {
    name: 'map',
    keys,
    read: (place) => {
      if (!isMap(place.node)) return wrong(place, `must be a map, not ${shown(scalarOf(place))}`)
      const read: Record<string, unknown> = {}
      for (const { key } of place.node.items) {
        const name = String(isScalar(key) ? key.value : key)
        if (Object.hasOwn(keys, name)) continue
        const here = { ...place, path: join(place.path, name), node: key as Node }
        wrong(here, `is no key${suggestion(name, Object.keys(keys))}`)
      }
      for (const [name, { kind, fallback }] of Object.entries<Key<unknown>>(keys)) {
        const within = {
          ...place,
          path: join(place.path, name),
          node: (place.node.get(name, true) ?? null) as Node | null,
        }
        if (place.node.has(name) && !isNull(within.node)) read[name] = kind.read(within)
        else if (fallback === 'required') wrong({ ...within, node: place.node }, 'is missing')
        else read[name] = fallback
      }
      return read as Read<K>
    },
  }
}

/** A map of keys none of which must be there: without it each means its fallback. */
export function section<const K extends Readonly<Record<string, Key<unknown>>>>(
  keys: K,
  about: string,
): { kind: Kind<Read<K>>; about: string; fallback: Read<K> } {
  const fallbacks = Object.entries<Key<unknown>>(keys).map(([name, { fallback }]) => [name, fallback])
  return { kind: map(keys), about, fallback: Object.fromEntries(fallbacks) as Read<K> }
}

function isNull(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.value === null)
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
