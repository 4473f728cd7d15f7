/** Changes to a request's body: single members, the rest byte for byte as it came. */
import { editMembers, type MemberEdit } from '@stillhunt/core/interaction'
import type { FoundMembers } from './demand.ts'

/** What is to be changed. */
export interface RequestEdit {
  /** Ask for the usage chunk of a stream, which the client did not ask for. */
  readonly injectsUsage: boolean
  readonly stripsLogprobs: boolean
  /** The most choices of one answer; Infinity for no bound. */
  readonly choicesMax: number
}

/** Members that may be changed: others can be long, and are not parsed. */
const editable: ReadonlySet<string> = new Set(['stream_options', 'logprobs', 'top_logprobs', 'include', 'n', 'best_of'])

/** The body with the changes, or the same bytes where there is nothing to change. */
export function editRequest(bytes: Uint8Array, found: FoundMembers, edit: RequestEdit): Uint8Array {
  const edits: MemberEdit[] = []
  for (const member of found.members) {
    if (!editable.has(member.name)) continue
    const value: unknown = JSON.parse(Buffer.from(bytes.subarray(member.valueStart, member.end)).toString())
    const replacement = replacementOf(member.name, value, edit)
    if (replacement === 'remove') edits.push({ remove: member })
    else if (replacement !== value) edits.push({ replace: member, value: replacement })
  }
  if (edit.injectsUsage && !found.members.some(({ name }) => name === 'stream_options'))
    edits.push({ add: 'stream_options', value: { include_usage: true } })
  return edits.length === 0 ? bytes : editMembers(bytes, found, edits)
}

function replacementOf(name: string, value: unknown, edit: RequestEdit): unknown {
  switch (name) {
    case 'stream_options':
      return edit.injectsUsage ? { ...(value as object | null), include_usage: true } : value
    case 'logprobs':
    case 'top_logprobs':
      return edit.stripsLogprobs ? 'remove' : value
    case 'include':
      if (!edit.stripsLogprobs || !Array.isArray(value)) return value
      return value.some(isLogprobs) ? value.filter((entry) => !isLogprobs(entry)) : value
    case 'n':
    case 'best_of':
      return typeof value === 'number' && value > edit.choicesMax ? edit.choicesMax : value
    default:
      return value
  }
}

function isLogprobs(entry: unknown): boolean {
  return typeof entry === 'string' && entry.endsWith('.logprobs')
}
