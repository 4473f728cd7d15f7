/** Shows that members are found where `JSON.parse` would read them, and that an edit changes nothing else. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { editMembers, readMembers, type MemberEdit, type MemberFault, type Members } from './body-members.ts'
import { objectOf, type JsonObject } from './json-value.ts'
import { anyJson, mutateText, oneOf, pickFrom, type Pick } from './mutation.test.ts'

const casesFile = `${import.meta.dirname}/../../../../shared/vectors/json/cases.jsonl`
const skip = existsSync(casesFile) ? false : 'the published cases (shared/vectors/json) are not here'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const textOf = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)

function found(text: string, ...names: readonly string[]): Members & { readonly ok: true } {
  const members = readMembers(bytesOf(text), names)
  assert.ok(members.ok, text)
  return members
}

/** The values found, as texts. */
const valuesIn = (text: string, ...names: readonly string[]): readonly string[] =>
  found(text, ...names).members.map(({ valueStart, end }) => textOf(bytesOf(text).subarray(valueStart, end)))

const faultOf = (text: string, levelsMax?: number): MemberFault | undefined => {
  const members = readMembers(bytesOf(text), ['a'], levelsMax)
  return members.ok ? undefined : members.reason
}

test('a member is found wherever it stands, whatever surrounds it', () => {
  assert.deepEqual(valuesIn('{"model":"m"}', 'model'), ['"m"'])
  assert.deepEqual(valuesIn(' {\n "x" : [1, {"model": 2}] ,\t"model"\r: {"a": [ ]} } ', 'model'), ['{"a": [ ]}'])
  assert.deepEqual(valuesIn('{"a":1,"b":null,"c":"\\"}","d":-0.5e+3}', 'd', 'b', 'c', 'x'), [
    'null',
    '"\\"}"',
    '-0.5e+3',
  ])
  assert.deepEqual(valuesIn('{"météo":1,"mod":2,"models":3,"":4}', 'model', ''), ['4'])
  assert.deepEqual([found('{}', 'a').count, found('{"a":1,"b":2,"a":3}').count], [0, 3])
})

test('members of what is inside are not found', () => {
  assert.deepEqual(valuesIn('{"x":{"model":"no"},"y":[{"model":"no"}],"z":"\\"model\\":1"}', 'model'), [])
})

test('a member that is repeated is found each time, however its name is written', () => {
  const text =
    '{"model":1,"\\u006dodel":2,"m\\u006Fdel":3,"\\u006d\\u006f\\u0064\\u0065\\u006c":4,"mode\\u006c2":5,"MODEL":6}'
  assert.deepEqual(valuesIn(text, 'model'), ['1', '2', '3', '4'])
  assert.deepEqual(valuesIn('{"a\\/b":1,"a/b":2,"\\u00e9":3}', 'a/b'), ['1', '2'])
  assert.deepEqual(valuesIn(`{"${'\\u006d'.repeat(100_000)}":1,"m":2}`, 'm'), ['2'])
})

test('a member whose name differs in the case of its letters only is told, and not taken for the other', () => {
  for (const name of ['Model', 'MODEL', 'mo\\u0044el', '\\u004dodel']) {
    assert.deepEqual(valuesIn(`{"${name}":1}`, 'model'), [])
    assert.equal(found(`{"a":1,"${name}":1}`, 'n', 'model').otherCase, 'model', name)
  }
  for (const name of ['ſtream', '\\u017ftream'])
    assert.equal(found(`{"${name}":1}`, 'stream').otherCase, 'stream', name)
  assert.equal(found('{"to\u212aen":1}', 'token').otherCase, 'token')
  for (const name of ['model', 'models', 'mode', 'm[del', 'mödel', 'mod\\u00e9l'])
    assert.equal(found(`{"${name}":1}`, 'model').otherCase, undefined, name)
  assert.equal(found('{"x":{"Model":1}}', 'model').otherCase, undefined)
})

test('a byte order mark is passed over', () => {
  assert.deepEqual(valuesIn('\ufeff {"a":"é"}', 'a'), ['"é"'])
  assert.equal(faultOf('\ufeff'), 'not JSON')
  assert.equal(faultOf('{}\ufeff'), 'not JSON')
})

test('what is no object has a reason', () => {
  const cases: Readonly<Record<MemberFault, readonly string[]>> = {
    'not an object': ['[]', '[', '"a"', '7', '-1', 'null', 'true', ' false'],
    truncated: [
      '{',
      '{"',
      '{"a',
      '{"a"',
      '{"a":',
      '{"a": ',
      '{"a":[',
      '{"a":1',
      '{"a":1,',
      '{"a":"\\',
      '{"a":"\\u00',
      '{"a":tr',
    ],
    'not JSON': [
      '',
      ' \n',
      '}',
      'x',
      '{}x',
      '{} {}',
      '{a:1}',
      '{"a" 1}',
      '{"a":}',
      '{"a":1,}',
      '{,}',
      '{"a":1]',
      '{"a":[1}]}',
    ],
    'nested too deep': [`{"a":${'['.repeat(256)}`, `{"a":${'{"b":'.repeat(100_000)}`],
  }
  for (const [reason, texts] of Object.entries(cases))
    for (const text of texts) assert.equal(faultOf(text), reason, text)
  for (const value of [
    '01',
    '+1',
    '.5',
    '1.',
    '1e',
    '- 1',
    'nul',
    'trux',
    "'a'",
    '"\u0001"',
    '"\\x"',
    '"\\u00g0"',
    '\u00a01',
    'NaN',
  ])
    for (const text of [`{"x":${value}}`, `{"x":[${value}]}`, `{"x":{"y":${value}}}`])
      assert.equal(faultOf(text), 'not JSON', text)
})

test('levels are counted from the object itself', () => {
  assert.equal(faultOf('{"a":[{}]}', 3), undefined)
  assert.equal(faultOf('{"a":[{}]}', 2), 'nested too deep')
  assert.equal(faultOf(`{"a":${'['.repeat(255)}${']'.repeat(255)}}`), undefined)
  assert.equal(faultOf(`{"a":[${'[],'.repeat(10_000)}[]]}`, 3), undefined)
})

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What was found, held against `JSON.parse` of the same text. */
function checkAgainstParser(bytes: Uint8Array, text: string): void {
  const value = objectOf(parse(text))
  const names = Object.keys(value ?? {}).filter((name) => /^[\0-\x7f]*$/.test(name))
  const members = readMembers(bytes, names, 1000)
  assert.equal(members.ok, value !== undefined, text)
  if (!members.ok || value === undefined) return
  const values = new Map(
    members.members.map(({ name, valueStart, end }) => [name, parse(textOf(bytes.subarray(valueStart, end)))]),
  )
  assert.deepEqual(new Set(values.keys()), new Set(names))
  // Of members with the same name the last one holds.
  for (const name of names) assert.deepEqual(values.get(name), value[name], text)
}

test('published cases are read as JSON.parse reads them, alone and as a value', { skip }, () => {
  let checked = 0
  for (const line of readFileSync(casesFile, 'utf8').split('\n').filter(Boolean)) {
    const { text, base64 } = JSON.parse(line) as { readonly text?: string; readonly base64?: string }
    const bytes = text === undefined ? Buffer.from(base64 ?? '', 'base64') : bytesOf(text)
    for (const whole of [bytes, Buffer.concat([bytesOf('{"x": '), bytes, bytesOf('}')])]) {
      let decoded: string
      try {
        decoded = textOf(whole)
      } catch {
        // Not UTF-8, which is not looked at: it must only not be a reason to fail.
        readMembers(whole, ['x'])
        continue
      }
      if (!decoded.startsWith('\ufeff')) checkAgainstParser(whole, decoded)
      checked++
    }
  }
  assert.ok(checked > 600, `${checked}`)
})

test('damaged documents are read as JSON.parse reads them', () => {
  const pick = pickFrom(6)
  for (let round = 0; round < 20_000; round++) {
    const text = mutateText(JSON.stringify(anyObject(pick), undefined, pick(3)), pick)
    checkAgainstParser(bytesOf(text), text.toWellFormed())
  }
})

test('a long text is read as JSON.parse reads it, whatever stands in it and wherever it lies', () => {
  for (const stop of ['"', '\\', '\\"', '\n', '\0', '\x1f', '\x7f', 'é'])
    for (let at = 56; at < 84; at += 1)
      for (const offset of [0, 1, 2, 3]) {
        const text = `{"a":"${'x'.repeat(at)}${stop}${'y'.repeat(90 - at)}"}`
        const bytes = bytesOf(' '.repeat(offset) + text).subarray(offset)
        checkAgainstParser(bytes, text)
      }
})

test('every beginning of a document is truncated', () => {
  const text = ' {"a": [1, {"b": "\\u00e9\\n"}, true, null],\n"c": {}, "d": -1.5e+7, "e": ""}'
  for (let length = 2; length < text.length; length++) assert.equal(faultOf(text.slice(0, length)), 'truncated')
})

const anyObject = (pick: Pick): JsonObject =>
  Object.fromEntries(Array.from({ length: pick(6) }, () => [oneOf(pick, names), anyJson(pick, 3)]))
const names = ['model', 'stream', 'max_tokens', 'a"b', 'é', '__proto__', 'logprobs', 'x']

const edited = (
  text: string,
  edits: (members: (Members & { ok: true })['members']) => readonly MemberEdit[],
): string => {
  const members = found(text, 'a', 'b', 'c')
  return textOf(editMembers(bytesOf(text), members, edits(members.members)))
}

test('removing takes one comma along', () => {
  const text = '{ "a": 1 , "b": 2 ,"c": 3 }'
  const cases: readonly (readonly [places: readonly number[], left: string])[] = [
    [[], text],
    [[0], '{ "b": 2 ,"c": 3 }'],
    [[1], '{ "a": 1 , "c": 3 }'],
    [[2], '{ "a": 1 , "b": 2  }'],
    [[0, 1], '{ "c": 3 }'],
    [[1, 2], '{ "a": 1   }'],
    [[0, 2], '{ "b": 2  }'],
    [[0, 1, 2], '{    }'],
  ]
  for (const [places, left] of cases)
    assert.equal(
      edited(text, (members) => places.map((place) => ({ remove: members[place]! }))),
      left,
    )
})

test('replacing and adding write compact ASCII and leave the rest', () => {
  const text = '\ufeff{"a" : 12345678901234567890, "b":{"é":1e400}}\n'
  assert.equal(
    edited(text, ([, b]) => [
      { replace: b!, value: ['é', '😀'] },
      { add: 'c', value: { d: true } },
      { add: 'e', value: undefined },
    ]),
    '\ufeff{"a" : 12345678901234567890, "b":["\\u00e9","\\ud83d\\ude00"],"c":{"d":true},"e":null}\n',
  )
  assert.equal(
    edited('{ }', () => [
      { add: 'a', value: 1 },
      { add: 'b', value: 2 },
    ]),
    '{"a":1,"b":2 }',
  )
  assert.equal(
    edited('{"a":1}', ([a]) => [{ remove: a! }, { add: 'b', value: 2 }]),
    '{"b":2}',
  )
  assert.equal(
    edited('{"a":1,"b":2}', ([a, b]) => [{ remove: b! }, { replace: a!, value: 3 }, { add: 'a', value: 4 }]),
    '{"a":3,"a":4}',
  )
  assert.equal(
    edited('{"a":1}', ([a]) => [{ replace: a!, value: 2 }, { remove: a! }]),
    '{}',
  )
})

test('any edits of any body are what the same edits of its parsed members are', () => {
  const pick = pickFrom(9)
  for (let round = 0; round < 5000; round++) {
    const parts = Array.from({ length: pick(6) }, () => [oneOf(pick, names), anyJson(pick, 2)] as const)
    const space = (): string => oneOf(pick, ['', ' ', '\n\t'])
    const text = `{${space()}${parts.map(([name, value]) => `${JSON.stringify(name)}${space()}:${space()}${JSON.stringify(value)}${space()}`).join(`,${space()}`)}}`
    const members = found(text, 'model', 'stream', 'max_tokens', 'logprobs', 'x', 'a"b')
    const edits: MemberEdit[] = []
    const expected: (readonly [string, unknown])[] = []
    let at = 0
    for (const part of parts) {
      const member = members.members[at]
      const isKnown = member !== undefined && member.name === part[0]
      if (isKnown) at++
      const choice = isKnown ? pick(3) : 2
      if (choice === 0) edits.push({ remove: member! })
      else if (choice === 1) edits.push({ replace: member!, value: round })
      if (choice !== 0) expected.push(choice === 1 ? [part[0], round] : part)
    }
    if (pick(2) === 0) {
      edits.push({ add: 'added', value: 'é' })
      expected.push(['added', 'é'])
    }
    const result = textOf(editMembers(bytesOf(text), members, edits))
    assert.deepEqual(JSON.parse(result), Object.fromEntries(expected), `${text} → ${result}`)
    assert.equal(found(result).count, expected.length)
    if (edits.length === 0) assert.equal(result, text)
  }
})

test('an ordinary megabyte takes milliseconds', () => {
  const content = 'The quick brown fox "jumps"\nover the lazy dog. '.repeat(20)
  const messages = Array.from({ length: 1000 }, () => ({ role: 'user', content }))
  const bytes = bytesOf(JSON.stringify({ model: 'm', messages, stream: true }))
  for (let round = 0; round < 5; round++) readMembers(bytes, ['model', 'stream'])
  const start = performance.now()
  assert.equal(found(textOf(bytes), 'model', 'stream').members.length, 2)
  // It takes 2 ms; the machine may be busy.
  assert.ok(performance.now() - start < 100)
})
