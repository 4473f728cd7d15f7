/** What a request wants of an earlier call that nobody here knows the maker of. */
import type { FoundMembers } from './demand.ts'

/**
 * The member that names what was left with the provider and has no known maker: a conversation, a container, an item of
 * an earlier answer. A response that is continued is told by `earlier` of the demand. Undefined when there is none. `bytes` must be those that `found` was read of;
 * parses `input` only where an id may be in it. A member that is no JSON counts as one that names something.
 */
export function referenceIn(bytes: Uint8Array, found: FoundMembers): string | undefined {
  for (const { name, valueStart, end } of found.members) {
    const hasReference = readers.get(name)
    if (hasReference === undefined) continue
    if (hasReference(Buffer.from(bytes.buffer, bytes.byteOffset + valueStart, end - valueStart))) return name
  }
  return undefined
}

const readers: ReadonlyMap<string, (value: Buffer) => boolean> = new Map(
  Object.entries({
    conversation: isPresent,
    container: (value: Buffer) =>
      isPresent(value) && (value[0] !== openBrace || parsed(value, (read) => idOf(read) !== null)),
    input: (value: Buffer) => value[0] === openBracket && mayHaveIds(value) && parsed(value, hasItemReference),
  }),
)

const openBrace = 0x7b
const openBracket = 0x5b

function isPresent(value: Buffer): boolean {
  return value.toString('latin1') !== 'null'
}

/** Without the name of an id, escaped or not, nothing can be named. */
function mayHaveIds(value: Buffer): boolean {
  return value.includes('"id"') || value.includes('\\u00')
}

function parsed(value: Buffer, is: (value: unknown) => boolean): boolean {
  try {
    return value.includes('"item_reference"') || is(JSON.parse(value.toString()))
  } catch {
    return true
  }
}

/** Items say what they are, or who says them; one that has an id and neither is somewhere else. */
function hasItemReference(items: unknown): boolean {
  return (
    Array.isArray(items) &&
    items.some((item: unknown) => {
      if (typeof item !== 'object' || item === null) return false
      const { type, role } = item as { readonly type?: unknown; readonly role?: unknown }
      return type === 'item_reference' || (idOf(item) !== null && (type ?? role ?? null) === null)
    })
  )
}

function idOf(value: unknown): unknown {
  return (value as { readonly id?: unknown }).id ?? null
}
