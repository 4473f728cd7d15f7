/** The events that a message of Anthropic's comes in when it is streamed. */

/** A message as it would be answered unstreamed. */
export interface Message {
  readonly content: readonly object[]
  readonly stop_reason: string
  readonly usage: object
}

/** The events of `message`: texts come letter by letter, the input of tools in fragments of JSON of which one is empty. */
export function eventsOf(message: Message): object[] {
  const { content, stop_reason, usage } = message
  return [
    {
      type: 'message_start',
      message: { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } },
    },
    { type: 'ping' },
    ...content.flatMap(blockEvents),
    { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 9 } },
    { type: 'message_stop' },
  ]
}

function blockEvents(block: object, index: number): object[] {
  const [content_block, deltas] = piecesOf(block as Record<string, unknown>)
  return [
    { type: 'content_block_start', index, content_block },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ]
}

/** A block as it begins, and the deltas that make it what it is. */
function piecesOf(block: Record<string, unknown>): [start: object, deltas: readonly object[]] {
  const { type, text, thinking, signature, input, ...rest } = block
  if (type === 'text')
    return [{ type, text: '' }, [...String(text)].map((letter) => ({ type: 'text_delta', text: letter }))]
  if (type === 'thinking')
    return [
      { type, thinking: '', signature: '' },
      [
        { type: 'thinking_delta', thinking },
        { type: 'signature_delta', signature },
      ],
    ]
  if (type !== 'tool_use') return [block, []]
  const json = JSON.stringify(input)
  const parts = ['', json.slice(0, 9), json.slice(9)]
  return [{ type, ...rest, input: {} }, parts.map((partial_json) => ({ type: 'input_json_delta', partial_json }))]
}
