import { memberOf, type Assembled } from '../../fragment.ts'
import { arrayOf, objectOf, textOf, type JsonObject } from '../../json-value.ts'

/** Most parts of one item that can be told in events; what belongs to parts beyond them is passed over. */
const partsMax = 1024

/** Where a text of an item stands: in a member of it, of an object in it, or of a part in one of its lists. */
interface Place {
  readonly list?: 'content' | 'summary' | 'commands'
  readonly object?: 'operation' | 'action'
  readonly member?: string
}

/** The texts that come in fragments, by the name of their events without the last word, `delta` or `done`. */
const places: ReadonlyMap<string, Place> = new Map<string, Place>([
  ['response.output_text', { list: 'content', member: 'text' }],
  ['response.refusal', { list: 'content', member: 'refusal' }],
  ['response.reasoning_text', { list: 'content', member: 'text' }],
  ['response.reasoning_summary_text', { list: 'summary', member: 'text' }],
  ['response.function_call_arguments', { member: 'arguments' }],
  ['response.mcp_call_arguments', { member: 'arguments' }],
  ['response.custom_tool_call_input', { member: 'input' }],
  ['response.code_interpreter_call_code', { member: 'code' }],
  ['response.apply_patch_call_operation_diff', { object: 'operation', member: 'diff' }],
  ['response.shell_call_command', { object: 'action', list: 'commands' }],
])

/** The types of the parts that texts stand in, where the event that begins the part is missing. */
const partTypes: ReadonlyMap<string, string> = new Map([
  ['response.output_text', 'output_text'],
  ['response.refusal', 'refusal'],
  ['response.reasoning_text', 'reasoning_text'],
  ['response.reasoning_summary_text', 'summary_text'],
])

/**
 * Adds what an event tells of an item: a part, a fragment of a text, a whole text, or an annotation. Other events tell
 * of progress only, or what `output_item.done` tells again.
 */
export function addItemEvent(item: Assembled, type: string, event: JsonObject): void {
  const dot = type.lastIndexOf('.')
  const name = type.slice(0, dot)
  const part = objectOf(event['part'])
  if (name === 'response.content_part') setPart(item, 'content', event['content_index'], part)
  else if (name === 'response.reasoning_summary_part') setPart(item, 'summary', event['summary_index'], part)
  else if (name === 'response.output_text.annotation') addAnnotation(item, event)
  else addText(item, name, type.slice(dot + 1) === 'delta', event)
}

/** The type of the item that an event of this type tells of: `message`, `reasoning`, `function_call`, … */
export function itemTypeOf(type: string): string {
  const word = type.split('.')[1] ?? ''
  if (word === 'output_text' || word === 'refusal' || word === 'content_part') return 'message'
  return word.startsWith('reasoning') ? 'reasoning' : word.replace(/_call_[a-z_]+$/, '_call')
}

function addText(item: Assembled, name: string, isFragment: boolean, event: JsonObject): void {
  const place = places.get(name)
  if (place === undefined) return
  const holder = place.object === undefined ? item : memberObject(item, place.object)
  if (place.list === 'commands') return addCommand(holder, isFragment, event)
  const part = place.list === undefined ? holder : partOf(item, place.list, name, event)
  const member = place.member ?? ''
  if (part === undefined) return
  if (isFragment) part[member] = textOf(part[member]) + textOf(event['delta'])
  else if (typeof event[member] === 'string') part[member] = event[member]
  const logprobs = arrayOf(event['logprobs'])
  if (logprobs.length === 0) return
  if (!isFragment) part['logprobs'] = []
  const before = listOf(part, 'logprobs')
  for (const token of logprobs) before.push(token)
}

function addCommand(action: Assembled, isFragment: boolean, event: JsonObject): void {
  const commands = listOf(action, 'commands')
  const at = placeOf(event['command_index'])
  if (at === undefined) return
  fill(commands, at, '')
  commands[at] = isFragment ? textOf(commands[at]) + textOf(event['delta']) : textOf(event['command'])
}

function addAnnotation(item: Assembled, event: JsonObject): void {
  const part = partOf(item, 'content', 'response.output_text', event)
  if (part !== undefined) listOf(part, 'annotations').push(event['annotation'])
}

function setPart(item: Assembled, list: string, index: unknown, part: JsonObject | undefined): void {
  const at = placeOf(index)
  if (at === undefined || part === undefined) return
  const parts = listOf(item, list)
  fill(parts, at, {})
  parts[at] = part
}

function partOf(item: Assembled, list: 'content' | 'summary', name: string, event: JsonObject): Assembled | undefined {
  const at = placeOf(event[list === 'content' ? 'content_index' : 'summary_index'])
  if (at === undefined) return undefined
  const parts = listOf(item, list)
  if (objectOf(parts[at]) === undefined) {
    fill(parts, at, {})
    parts[at] = { type: partTypes.get(name) }
  }
  return parts[at] as Assembled
}

function placeOf(index: unknown): number | undefined {
  return typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < partsMax ? index : undefined
}

/** Lists have no holes: parts that are told of later, or never, are empty until then. */
function fill(list: unknown[], length: number, value: unknown): void {
  while (list.length < length) list.push(value)
}

function listOf(holder: Assembled, name: string): unknown[] {
  const list = memberOf(holder, name)
  if (Array.isArray(list)) return list
  return (holder[name] = [])
}

function memberObject(holder: Assembled, name: string): Assembled {
  return objectOf(memberOf(holder, name)) ?? (holder[name] = {})
}
