/** Adding up objects of which a stream sends fragments. */
import { arrayOf, objectOf, textOf, type JsonObject } from './json-value.ts'

/** An object that is being put together. */
export type Assembled = { [name: string]: unknown }

/** Strings of these names say what a thing is. Some servers repeat them in every fragment: the last that is not empty holds. */
const wholeNames: ReadonlySet<string> = new Set(['id', 'type', 'role', 'name', 'format', 'object', 'model', 'status'])

/** Among so many of the last elements of a list the one is looked for that a fragment continues. */
const openElementsMax = 128

/** The object's own member: what every object inherits is none. */
export function memberOf(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

/**
 * Adds a fragment to what came before it: strings are appended but for those that name a thing, lists too, objects are
 * added up member by member, other values are replaced, null changes nothing. An element that has the `index` of one
 * that came before is a fragment of it, unless it has another id and a name: some servers number all calls 0. Members
 * called `__proto__` are passed over.
 */
export function addFragment(target: Assembled, fragment: JsonObject): void {
  for (const name in fragment)
    if (name !== '__proto__') target[name] = addedUp(memberOf(target, name), fragment[name], name)
}

/** What one member is after a fragment of it: the rule of {@link addFragment}. `current` may be changed. */
export function addedUp(current: unknown, fragment: unknown, name: string): unknown {
  if (fragment === null || fragment === undefined) return current ?? null
  if (typeof fragment === 'string') {
    if (typeof current !== 'string') return fragment
    return wholeNames.has(name) ? fragment || current : current + fragment
  }
  if (typeof fragment !== 'object') return fragment
  if (Array.isArray(fragment)) return addElements(Array.isArray(current) ? current : [], fragment)
  const target: Assembled = objectOf(current) ?? {}
  addFragment(target, fragment as JsonObject)
  return target
}

function addElements(list: unknown[], fragments: readonly unknown[]): unknown[] {
  for (const element of fragments) {
    const fragment = objectOf(element)
    const open = fragment === undefined ? undefined : openElement(list, fragment)
    if (fragment === undefined) list.push(element)
    else if (open !== undefined) addFragment(open, fragment)
    else list.push(addedUp(undefined, fragment, ''))
  }
  return list
}

function openElement(list: readonly unknown[], fragment: JsonObject): Assembled | undefined {
  const index = fragment['index']
  if (typeof index !== 'number') return undefined
  for (let at = list.length - 1; at >= Math.max(0, list.length - openElementsMax); at--) {
    const element = objectOf(list[at])
    if (element?.['index'] === index) return isAnother(element, fragment) ? undefined : element
  }
  return undefined
}

function isAnother(element: JsonObject, fragment: JsonObject): boolean {
  const [before, now] = [textOf(element['id']), textOf(fragment['id'])]
  return before !== '' && now !== '' && before !== now && nameOf(element) !== '' && nameOf(fragment) !== ''
}

function nameOf(call: JsonObject): string {
  return textOf((objectOf(call['function']) ?? objectOf(call['custom']))?.['name'])
}

/** The elements that are objects by an index of theirs, in its order; those with the same stay in the order they came. */
export function byIndex(elements: unknown): readonly JsonObject[] {
  const objects = arrayOf(elements).filter((element) => objectOf(element) !== undefined) as JsonObject[]
  return objects.sort((one, other) => indexOf(one) - indexOf(other))
}

/** A fragment's place: what it has as `index`, 0 when that is no number at or above it. */
export function indexOf(fragment: JsonObject): number {
  const index = fragment['index']
  return typeof index === 'number' && index >= 0 ? index : 0
}
