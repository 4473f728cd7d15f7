/** The requests in a batch, as bytes of its body. */
import { readMembers, recordDepthMax } from '@stillhunt/core/interaction'
import type { DemandFault } from './demand.ts'

/** The most requests in one batch: each is looked up, reserved and recorded before the batch goes on. */
export const batchEntriesMax = 10_000

/**
 * The `params` of every request in `body`, the body of a batch, byte for byte. What two parsers could read in two ways is
 * a fault, and so are more than {@link batchEntriesMax}. They are counted before any of them is read.
 */
export function readBatch(body: Buffer): readonly Buffer[] | DemandFault {
  const list = onlyMember(body, 'requests', 'requests')
  if ('message' in list) return list
  if (list[0] !== openBracket) return { message: 'requests must be a list.', param: 'requests' }
  const entries = elementsOf(list, batchEntriesMax)
  if (entries === undefined)
    return { message: `requests must have at most ${batchEntriesMax} entries: divide the batch.`, param: 'requests' }
  const all: Buffer[] = []
  for (const [i, entry] of entries.entries()) {
    const params = onlyMember(entry, 'params', `requests.${i}.params`)
    if ('message' in params) return params
    all.push(params)
  }
  return all
}

/** The value of a member that must be there once. */
function onlyMember(bytes: Buffer, name: string, path: string): Buffer | DemandFault {
  if (bytes[0] === 0xef) return { message: 'The request body could not be read: it begins with a byte order mark.' }
  const found = readMembers(bytes, [name], recordDepthMax - 1)
  if (!found.ok) return { message: `The request body could not be read as a JSON object: ${found.reason}.` }
  const [member] = found.members
  if (member === undefined || found.members.length > 1 || found.otherCase !== undefined)
    return { message: `${path} must be there once.`, param: path }
  return bytes.subarray(member.valueStart, member.end)
}

const quote = 0x22
const comma = 0x2c
const backslash = 0x5c
const openBracket = 0x5b

/** The elements of a list that is JSON, with the white space around them; undefined for more than `elementsMax`. */
function elementsOf(list: Buffer, elementsMax: number): readonly Buffer[] | undefined {
  const elements: Buffer[] = []
  let depth = 0
  let start = 1
  for (let at = 0; at < list.length; at++) {
    const byte = list[at]!
    // Brackets and braces differ in one bit.
    if (byte === quote) at = stringEnd(list, at)
    else if ((byte & 0xdf) === 0x5b) depth++
    else if ((byte & 0xdf) === 0x5d) depth--
    const isEnd = depth === 0 || (depth === 1 && byte === comma)
    if (!isEnd) continue
    const element = list.subarray(start, at)
    if (depth === 1 || elements.length > 0 || element.toString('latin1').trim() !== '') elements.push(element)
    if (elements.length > elementsMax) return undefined
    start = at + 1
  }
  return elements
}

/** The place of the quotation mark that ends the string which begins at `start`. */
function stringEnd(bytes: Buffer, start: number): number {
  let at = start
  for (;;) {
    at = bytes.indexOf(quote, at + 1)
    let backslashes = 0
    while (bytes[at - 1 - backslashes] === backslash) backslashes++
    if (backslashes % 2 === 0) return at
  }
}
