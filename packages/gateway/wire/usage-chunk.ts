/** Takes out of a stream what the gateway asked for and the client did not: the usage of a chat or text completion. */
import { editMembers, type Member, readMembers } from '@stillhunt/core/interaction'

const usageName = Buffer.from('"usage"')
const nullUsage = Buffer.from(',"usage":null')
/** What may stand after it: at most one short text and the bracket that closes the chunk, so that it is the chunk's own. */
const chunkEnd = /^(?:,"\w+":"[^"\\]*")?\}[\r\n]+$/
const endBytesMax = 128
const openBrace = '{'.charCodeAt(0)

/**
 * One event of a stream whose usage the gateway asked for, as the client would have got it: the event that only tells
 * usage is gone (null), `"usage":null` is out of the others, and everything else is the very same bytes. Only the
 * chunk's own member counts: what providers or tools report deeper down is nothing that was asked for.
 */
export function withoutUsage(block: Buffer): Buffer | null {
  if (!block.includes(usageName)) return block
  const at = block.lastIndexOf(nullUsage)
  const after = at + nullUsage.length
  // How OpenAI's own servers write it. It spares most chunks a closer look, which takes ten times as long.
  if (at >= 0 && block.length - after <= endBytesMax && chunkEnd.test(block.toString('latin1', after)))
    return Buffer.concat([block.subarray(0, at), block.subarray(after)])
  return withoutMember(block)
}

function withoutMember(block: Buffer): Buffer | null {
  const start = block.indexOf(openBrace)
  if (start < 0 || !/(?:^|[\r\n])data: ?$/.test(block.toString('latin1', 0, start))) return block
  const data = block.subarray(start)
  const found = readMembers(data, ['usage', 'choices'])
  if (!found.ok) return block
  const usage = found.members.find(({ name }) => name === 'usage')
  if (usage === undefined) return block
  const value = textOf(data, usage)
  if (value === 'null') return Buffer.concat([block.subarray(0, start), editMembers(data, found, [{ remove: usage }])])
  const choices = found.members.find(({ name }) => name === 'choices')
  const isEmpty = choices !== undefined && /^\[\s*\]$/.test(textOf(data, choices))
  return isEmpty && value.startsWith('{') ? null : block
}

function textOf(data: Buffer, { valueStart, end }: Member): string {
  return data.toString('latin1', valueStart, end)
}
