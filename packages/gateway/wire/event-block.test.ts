/** Shows that events are cut at their ends whatever the chunks, and that the bytes stay what they were. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EventBlocks } from './event-block.ts'

const streams: Readonly<Record<string, readonly string[]>> = {
  'line feeds': ['data: {"a":1}\n\n', 'event: x\ndata: 2\n\n'],
  'carriage returns and line feeds': ['data: 1\r\n\r\n', 'data: 2\r\n\r\n'],
  'lone carriage returns': ['data: 1\r\r', 'data: 2\r\r'],
  'comments between events': ['data: 1\n\n', ': ping\n', '\n', 'data: 2\n\n'],
  'a comment inside an event': ['event: x\n: inside\ndata: 1\n\n', 'data: 2\n\n'],
  'letters of several bytes': ['data: "ä€😀"\n\n', 'data: [DONE]\n\n'],
  'no blank line at the end': ['data: 1\n\n', 'event: stop\ndata: 2\n'],
}

/** All blocks of `text` given in chunks of `size` bytes. */
function blocksOf(text: string, size: number): string[] {
  const bytes = Buffer.from(text)
  const blocks = new EventBlocks()
  const found: Buffer[] = []
  for (let at = 0; at < bytes.length; at += size) found.push(...blocks.push(bytes.subarray(at, at + size)))
  const rest = blocks.end()
  if (rest.length > 0) found.push(rest)
  return found.map(String)
}

for (const [name, expected] of Object.entries(streams)) {
  const text = expected.join('')
  test(`${name}: whole events from whole bytes`, () => assert.deepEqual(blocksOf(text, text.length * 4), expected))
  test(`${name}: the same bytes in any chunks`, () => {
    for (let size = 1; size <= text.length; size++) {
      const found = blocksOf(text, size)
      assert.equal(found.join(''), text)
      // The line feed of a CRLF that was torn apart may stand before the next event; the cuts are the same but for that.
      assert.deepEqual(
        found.map((block) => block.trim()).filter(Boolean),
        expected.map((block) => block.trim()).filter(Boolean),
      )
    }
  })
}

test('a comment is not held back for the event that it stands before', () => {
  const blocks = new EventBlocks()
  assert.deepEqual(blocks.push(Buffer.from(': keep-alive\n')).map(String), [': keep-alive\n'])
  assert.equal(blocks.end().length, 0)
})
