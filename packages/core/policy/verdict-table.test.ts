// A verdict table is read whole or refused with every fault, where it stands and what would be right; nothing makes the reader throw.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultText, faultsMax } from './fault.ts'
import { allowsModel } from './model.ts'
import { parseVerdictTable, serialiseVerdictTable } from './verdict-table.ts'
import { ladder, type Measure, userScopeId, type VerdictTable } from './verdict.ts'

const issued = '2026-06-01T12:00:00Z'
const expires = '2026-07-01T12:00:00Z'
const suspend = { step: 'suspend' }

/** A verdict as files have it; members that are undefined are left out of the text. */
const verdict = (members: object = {}): object => ({
  id: 'v-1',
  subject: { kind: 'account', id: 'acct-7' },
  measure: suspend,
  because: 'Your account is suspended.',
  expires,
  ...members,
})
const table = (members: object = {}): string =>
  JSON.stringify({ version: 1, sequence: 1, issued, verdicts: [verdict()], campaigns: {}, ...members })
const faultsOf = (text: string): string[] => {
  const read = parseVerdictTable(text)
  return read.ok ? [] : read.faults.map(faultText)
}

const measures: readonly Measure[] = [
  { step: 'label', label: 'watch:c-1' },
  { step: 'shape', limits: { requestsPerMinute: 10, concurrentStreams: 0 } },
  { step: 'harden', logprobs: 'strip', reasoning: 'drop', choicesMax: 1 },
  { step: 'harden', choicesMax: 2 },
  { step: 'step-up', link: 'https://verify.example.com/a?b=c#d' },
  { step: 'restrict', models: ['small', 'large-*'], tools: 'none' },
  { step: 'restrict', tools: 'none' },
  { step: 'suspend' },
  { step: 'terminate' },
]

test('every step, for every kind of subject, goes to text and back', () => {
  assert.deepEqual([...new Set(measures.map(({ step }) => step))], ladder)
  const subjects = [
    { kind: 'key', id: 'shk_0123456789ab' },
    { kind: 'user', id: 'u/1', account: 'acct-7' },
    { kind: 'account', id: '漢字' },
    { kind: 'org', id: 'o' },
    { kind: 'campaign', id: '__proto__' },
  ] as const
  const whole: VerdictTable = {
    version: 1,
    sequence: 7,
    issuedMs: Date.parse(issued),
    verdicts: subjects.flatMap((subject) =>
      measures.map((measure, index) => ({
        id: `${subject.kind}-${index}`,
        subject,
        measure,
        because: 'Why.',
        ...(index % 2 === 0 ? { notBeforeMs: Date.parse(issued) + 5 } : {}),
        ...(measure.step === 'terminate' ? {} : { expiresMs: Date.parse(expires) }),
        ...(index % 3 === 0 ? { shadow: true as const } : {}),
      })),
    ),
    campaigns: Object.fromEntries([
      ['c-1', ['a', 'b']],
      ['__proto__', ['a']],
    ]) as VerdictTable['campaigns'],
  }
  const read = parseVerdictTable(serialiseVerdictTable(whole))
  assert.deepEqual(read, { ok: true, value: whole })
})

test('a label and a termination may be for good', () => {
  const verdicts = ['label', 'terminate'].map((step) =>
    verdict({ id: step, measure: step === 'label' ? { step, label: 'x' } : { step }, expires: undefined }),
  )
  assert.deepEqual(faultsOf(table({ verdicts })), [])
})

const wrongTables: readonly (readonly [text: string, fault: RegExp])[] = [
  ['', /^\$ is no JSON \(.+\); give one JSON object$/],
  ['[]', /^\$ is a list; give an object with version, /],
  ['null', /^\$ is null; /],
  ['[\u001b]', /^\$ is no JSON \(\P{Cc}+\); /u],
  [table({ version: 2 }), /^\$\.version is 2; give 1/],
  [table({ sequence: undefined }), /^\$\.sequence is missing; give a whole number/],
  [table({ sequence: -1 }), /^\$\.sequence is -1/],
  [table({ issued: 'yesterday' }), /^\$\.issued is "yesterday"; give a time with its zone/],
  [table({ issued: 1_780_000_000 }), /^\$\.issued is 1780000000; /],
  [table({ issuer: 'x' }), /^\$ has an unknown member "issuer"; members are version, /],
  [table({ verdicts: {} }), /^\$\.verdicts is an object; give a list/],
  [table({ verdicts: [7] }), /^\$\.verdicts\[0\] is 7; give an object with id, /],
  [table({ campaigns: [] }), /^\$\.campaigns is a list; /],
  [table({ campaigns: { 'c 1': 'a' } }), /^\$\.campaigns\["c 1"\] is "a"; give a list/],
  [table({ campaigns: { c: ['a', 5] } }), /^\$\.campaigns\.c\[1\] is 5; /],
  [table({ campaigns: { c: ['a', 'a'] } }), /^\$\.campaigns\.c names an account twice/],
  [table({ verdicts: [verdict(), verdict()] }), /^\$\.verdicts\[1\]\.id "v-1" stands before; give every verdict an id/],
]

for (const [text, fault] of wrongTables)
  test(`refused table: ${fault.source}`, () => {
    const faults = faultsOf(text)
    assert.equal(faults.length, 1, faults.join('\n'))
    assert.match(faults[0]!, fault)
  })

const wrongVerdicts: readonly (readonly [members: object, fault: RegExp])[] = [
  [{ id: 7 }, /\.id is 7; give a text/],
  [{ id: '' }, /\.id is ""; give a text that is not empty/],
  [{ id: ' a' }, /\.id is " a"; .* without spaces/],
  [{ id: 'a\u001b' }, /\.id is "a\\u\{1b\}"; give a text without control characters/],
  [{ id: '\ud800' }, /\.id is "\\u\{d800\}"/],
  [{ id: 'x'.repeat(513) }, /\.id has 513 characters; give at most 512/],
  [{ subject: { kind: 'acount', id: 'a' } }, /\.subject\.kind is "acount"; give "key" or "user" or "account"/],
  [{ subject: { kind: 'global', id: 'a' } }, /\.subject\.kind is "global"/],
  [{ subject: { kind: 'account', id: 7 } }, /\.subject\.id is 7/],
  [{ subject: { kind: 'user', id: 'u' } }, /\.subject\.account is missing/],
  [{ subject: { kind: 'key', id: 'k', account: 'a' } }, /\.subject\.account stands at a subject that is no user/],
  [{ subject: { kind: 'campaign', id: 'c-9' } }, /\.subject\.id "c-9" is not among the campaigns; list its accounts/],
  [{ subject: { kind: 'campaign', id: 'constructor' } }, /"constructor" is not among the campaigns/],
  [{ measure: { step: 'ban' } }, /\.measure\.step is "ban"; give "label" or "shape"/],
  [{ measure: 'suspend' }, /\.measure is "suspend"; give an object with a step/],
  [{ measure: { step: 'suspend', link: 'x' } }, /\.measure has an unknown member "link"; members are step/],
  [{ measure: { step: 'label', label: 'a b' } }, /\.measure\.label is "a b"; give at most 64 letters/],
  [{ measure: { step: 'shape', limits: {} } }, /\.measure\.limits is empty; give a limit/],
  [{ measure: { step: 'shape', limits: { rpm: 1 } } }, /\.measure\.limits has an unknown limit "rpm"/],
  [{ measure: { step: 'harden' } }, /\.measure hardens nothing; give logprobs, reasoning or choices_max/],
  [{ measure: { step: 'harden', choices_max: 0 } }, /\.choices_max is 0; give a whole number from 1 on/],
  [{ measure: { step: 'harden', logprobs: true } }, /\.logprobs is true; give "strip"/],
  [{ measure: { step: 'restrict' } }, /\.measure restricts nothing/],
  [{ measure: { step: 'restrict', models: [] } }, /\.models is empty/],
  [{ measure: { step: 'restrict', models: ['a*b'] } }, /\.models\[0\] has a \* that is not its last character/],
  [{ because: undefined }, /\.because is missing/],
  [{ because: 'two\nlines' }, /\.because is "two\\u\{a\}lines"/],
  [{ because: 'x'.repeat(501) }, /\.because has 501 characters; give at most 500/],
  [{ expires: undefined }, /\.expires is missing; give a time; a verdict to suspend always ends/],
  [{ expires: null }, /\.expires is null; give a time/],
  [{ expires: issued }, /\.expires is not after the verdict comes into force/],
  [{ not_before: '2027-01-01T00:00:00Z' }, /\.expires is not after the verdict comes into force/],
  [{ measure: { step: 'terminate' } }, /\.expires is given; leave it out, since to terminate is for good/],
  [{ shadow: 'yes' }, /\.shadow is "yes"; give true or leave it out/],
  [{ notes: 1 }, /has an unknown member "notes"/],
]

for (const [members, fault] of wrongVerdicts)
  test(`refused verdict: ${fault.source}`, () => {
    const faults = faultsOf(table({ verdicts: [verdict(members)] }))
    assert.equal(faults.length, 1, faults.join('\n'))
    assert.match(faults[0]!, /^\$\.verdicts\[0\]/)
    assert.match(faults[0]!, fault)
  })

const links: Readonly<Record<string, boolean>> = {
  'https://verify.example.com': true,
  'https://verify.example.com:8443/a/b?c=%20d': true,
  'http://localhost:3000/verify': true,
  'http://127.0.0.1/x': true,
  'http://[::1]:80/x': true,
  'http://verify.example.com': false,
  'http://localhost.example.com/': false,
  'http://127.0.0.1.example.com/': false,
  'https://user@example.com/': false,
  'https://example.com/"><script>': false,
  'https://example.com/a b': false,
  'https://example.com\\@evil': false,
  'javascript:alert(1)': false,
  'https://': false,
  '//example.com': false,
}

test('a verification link is https, or http on this machine, and harmless in markup', () => {
  for (const [link, isGood] of Object.entries(links)) {
    const faults = faultsOf(table({ verdicts: [verdict({ measure: { step: 'step-up', link } })] }))
    assert.equal(faults.length === 0, isGood, `${link}: ${faults.join()}`)
  }
})

test('all faults are told, up to a bound, and the rest is counted', () => {
  const verdicts = Array.from({ length: 150 }, () => 0)
  const faults = faultsOf(table({ verdicts, version: 3 }))
  assert.equal(faults.length, faultsMax + 1)
  assert.match(faults.at(-1)!, /^\$ has 51 more faults; /)
})

test('nothing makes the reader throw: nesting, prototypes, other types at every place', () => {
  const whole = JSON.parse(table({ campaigns: { c: ['a'] } })) as object
  const odd: unknown[] = [null, true, 0, -1.5, '', '\ud800', [], {}, [[]], { __proto__: null }, undefined]
  let count = 0
  const replaceEach = (node: unknown, rebuild: (value: unknown) => unknown): void => {
    for (const value of odd) {
      parseVerdictTable(JSON.stringify(rebuild(value)) ?? '')
      count += 1
    }
    if (typeof node !== 'object' || node === null) return
    for (const [name, child] of Object.entries(node))
      replaceEach(child, (value) =>
        rebuild(Array.isArray(node) ? node.with(Number(name), value) : { ...node, [name]: value }),
      )
  }
  replaceEach(whole, (value) => value)
  assert.ok(count > 150, `saw only ${count}`)
  const deep = '['.repeat(200_000) + ']'.repeat(200_000)
  for (const name of ['version', 'sequence', 'issued', 'verdicts', 'campaigns'])
    assert.ok(!parseVerdictTable(table({ [name]: 0 }).replace(`"${name}":0`, `"${name}":${deep}`)).ok)
})

test('a model is allowed by its name or by a beginning', () => {
  assert.ok(allowsModel(undefined, 'any'))
  assert.ok(allowsModel(['a', 'b-*'], 'a') && allowsModel(['a', 'b-*'], 'b-2') && allowsModel(['*'], 'x'))
  assert.ok(!allowsModel(['a', 'b-*'], 'aa') && !allowsModel(['a', 'b-*'], 'b') && !allowsModel([], 'a'))
})

test('users of two accounts never share a scope', () => {
  assert.notEqual(userScopeId('a/b', 'c'), userScopeId('a', 'b/c'))
  assert.notEqual(userScopeId('a%2Fb', 'c'), userScopeId('a/b', 'c'))
  assert.equal(userScopeId('acct-7', 'u/1'), 'acct-7/u/1')
})
