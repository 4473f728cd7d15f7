// Labels are read strictly, with one sentence for the first thing that is wrong; lines are cut at line feeds only.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lineLengthMax, linesOf } from './lines.ts'
import { readLabels } from './labels.ts'

async function* piecesOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const linesIn = (text: string, size = 1 << 20): ReturnType<typeof linesOf> =>
  linesOf(piecesOf(new TextEncoder().encode(text), size))
async function all(lines: ReturnType<typeof linesOf>): Promise<{ number: number; text: string }[]> {
  const found = []
  for await (const line of lines) found.push(line)
  return found
}
const read = (text: string): ReturnType<typeof readLabels> => readLabels(linesIn(text))

test('of a label only the account and its kind are required', async () => {
  assert.deepEqual(await read('{"account":"al","kind":"extraction"}\n\n{"account":"bo","kind":"benign","hard":true}'), {
    ok: true,
    labels: [
      { account: 'al', kind: 'extraction', archetype: '', campaign: null, hard: false, group: null },
      { account: 'bo', kind: 'benign', archetype: '', campaign: null, hard: true, group: null },
    ],
  })
})

const faults: readonly (readonly [text: string, fault: RegExp])[] = [
  ['', /^has no labels in it$/],
  ['\n\n', /^has no labels in it$/],
  ['{"account":"al","kind":"benign"}\nnot JSON', /^line 2 is no JSON object$/],
  ['[]', /^line 1 is no JSON object$/],
  ['null', /^line 1 is no JSON object$/],
  ['\n{"kind":"benign"}', /^line 2 has no account$/],
  ['{"account":7,"kind":"benign"}', /^line 1 has no account$/],
  ['{"account":"al"}', /^line 1 has the kind null; a kind is one of benign, extraction, resale$/],
  ['{"account":"al","kind":"bad"}', /^line 1 has the kind "bad"; /],
  ['{"account":"al","kind":"benign"}\n{"account":"al","kind":"resale"}', /^line 2 labels "al" a second time$/],
]

for (const [text, fault] of faults)
  test(`labels ${JSON.stringify(text)} are refused`, async () => {
    const result = await read(text)
    assert.ok(!result.ok)
    assert.match(result.fault, fault)
  })

test('any cutting of the stream gives the same lines, with their numbers', async () => {
  const text = 'one\r\n\n{"a":"\u2028é"}\n  \nlast'
  const expected = [
    { number: 1, text: 'one\r' },
    { number: 3, text: '{"a":"\u2028é"}' },
    { number: 5, text: 'last' },
  ]
  for (const size of [1, 2, 3, 7, 100]) assert.deepEqual(await all(linesIn(text, size)), expected)
})

test('a line that is too long is passed over', async () => {
  const text = `a\n${'x'.repeat(lineLengthMax + 1)}\nb`
  for (const size of [1 << 20, 1 << 26])
    assert.deepEqual(
      (await all(linesIn(text, size))).filter(({ text: line }) => line.length < 3),
      [
        { number: 1, text: 'a' },
        { number: 3, text: 'b' },
      ],
    )
})
