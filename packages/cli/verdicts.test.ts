// `stillhunt verdicts` as people and scripts use it: what is signed is checked first, what is shown fits, what is not valid is 1.
import assert from 'node:assert/strict'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { folder, put, type Run, stillhunt } from './hunt.fixture.ts'

const verdicts = (words: string): Promise<Run> => stillhunt(['verdicts', ...words.split(' ')])
const suspension = {
  id: 'v-1',
  subject: { kind: 'account', id: 'acct-7' },
  measure: { step: 'suspend' },
  because: 'Your account is suspended while we look into how it is used.',
  expires: '2090-06-01T00:00:00Z',
}
const table = (sequence: number, list: readonly object[] = [suspension]): string =>
  JSON.stringify({
    version: 1,
    sequence,
    issued: '2026-01-01T00:00:00Z',
    verdicts: list,
    campaigns: { 'c-1': ['a', 'b'] },
  })
await verdicts('keygen --key ours.pem')
await verdicts('keygen --key theirs.pem')

test('keygen writes a pair, the private key for its owner only, and nothing over another', async () => {
  const { status, stdout } = await verdicts('keygen --key new.pem')
  assert.equal(status, 0)
  assert.match(stdout, /^Key [0-9a-f]{16}\n {2}private {2}new\.pem .*\n {2}public {3}new\.pem\.pub /)
  const path = join(folder, 'new.pem')
  assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.match(readFileSync(path, 'utf8'), /^-----BEGIN PRIVATE KEY-----/)
  assert.match(readFileSync(`${path}.pub`, 'utf8'), /^-----BEGIN PUBLIC KEY-----/)
  const before = readFileSync(path, 'utf8')
  const again = await verdicts('keygen --key new.pem')
  assert.equal(again.status, 1)
  assert.match(again.stderr, /\[exists\] new\.pem: it is there already and is not written over/)
  assert.equal(readFileSync(path, 'utf8'), before)
})

test('a table is signed and valid for whoever trusts one of its keys', async () => {
  put('table.json', table(1))
  const signed = await verdicts('sign table.json --key ours.pem --out signed.json')
  assert.deepEqual(
    [signed.status, signed.stdout],
    [0, 'Wrote signed.json: sequence 1, verdicts: 1, campaigns: 1, accounts in them: 2\n'],
  )
  const valid = await verdicts('verify signed.json --trust theirs.pem.pub,ours.pem.pub')
  assert.equal(valid.status, 0)
  assert.match(valid.stdout, /^signed\.json is valid: signed by [0-9a-f]{16}, sequence 1, verdicts: 1, /)
  const foreign = await verdicts('verify signed.json --trust theirs.pem.pub')
  assert.deepEqual([foreign.status, foreign.stdout], [1, ''])
  assert.match(foreign.stderr, /^stillhunt: \[untrusted\] signed\.json: no trusted key has signed it [^\n]+\n$/)
  assert.equal((await verdicts('verify table.json --trust ours.pem.pub')).status, 1)
  await verdicts('sign table.json --key ours.pem,theirs.pem --out both.json')
  for (const key of ['ours', 'theirs'])
    assert.equal((await verdicts(`verify both.json --trust ${key}.pem.pub`)).status, 0)
})

test('a table with faults is not signed, and all of them are told', async () => {
  put(
    'bad.json',
    table(1, [
      { ...suspension, measure: { step: 'ban' } },
      { ...suspension, expires: undefined },
    ]),
  )
  const { status, stdout, stderr } = await verdicts('sign bad.json --key ours.pem --out none.json')
  assert.deepEqual([status, stdout, existsSync(join(folder, 'none.json'))], [1, '', false])
  assert.match(
    stderr,
    /^stillhunt: bad\.json is no verdict table:\n {2}\$\.verdicts\[0\]\.measure\.step is "ban"; give [^\n]+\n/,
  )
  assert.match(stderr, / {2}\$\.verdicts\[1\]\.expires is missing; /)
  assert.match(stderr, / {2}\$\.verdicts\[1\]\.id "v-1" stands before; /)
})

test('the sequence rises over the file that is there, unless it is told not to', async () => {
  for (const sequence of [4, 5]) put(`table-${sequence}.json`, table(sequence))
  await verdicts('sign table-5.json --key ours.pem --out rising.json')
  for (const sequence of [4, 5]) {
    const { status, stderr } = await verdicts(`sign table-${sequence}.json --key ours.pem --out rising.json`)
    assert.equal(status, 1)
    assert.match(stderr, /its sequence is \d, and that of rising\.json is 5; raise it, or give --any-sequence/)
  }
  assert.equal((await verdicts('sign table-4.json --key ours.pem --out rising.json --any-sequence')).status, 0)
  put('other.json', 'something else')
  const other = await verdicts('sign table-5.json --key ours.pem --out other.json')
  assert.equal(other.status, 1)
  assert.equal(readFileSync(join(folder, 'other.json'), 'utf8'), 'something else')
})

test('show tells who, what, until when and why within the terminal, signed or not', async () => {
  const list = [
    suspension,
    { ...suspension, id: 'v-2', expires: '2026-02-01T00:00:00Z' },
    { ...suspension, id: 'v-3', subject: { kind: 'campaign', id: 'c-1' }, shadow: true },
    {
      ...suspension,
      id: 'v-4',
      measure: { step: 'terminate' },
      expires: undefined,
      not_before: '2090-01-01T00:00:00Z',
    },
    { ...suspension, id: 'v-5', subject: { kind: 'user', id: '\u202e'.repeat(30) + 'x'.repeat(200), account: 'a' } },
    { ...suspension, id: 'v-6', measure: { step: 'shape', limits: { requests_per_minute: 10, tokens_per_day: 0 } } },
    { ...suspension, id: 'v-7', measure: { step: 'harden', logprobs: 'strip', choices_max: 1 } },
    { ...suspension, id: 'v-8', measure: { step: 'restrict', models: ['small', 'b-*'], tools: 'none' } },
  ]
  put('shown.json', table(9, list))
  await verdicts('sign shown.json --key ours.pem --out shown-signed.json')
  const plain = (await verdicts('show shown.json')).stdout
  assert.match(plain, /^Sequence 9, issued 2026-01-01 00:00 UTC, not signed; verdicts: 8\n/)
  assert.match(plain, /^in force until 2090-06-01 00:00 {2}account acct-7\n {9}suspend\n {9}v-1: Your account/m)
  assert.match(plain, /^expired {2}until 2026-02-01 00:00 {2}account acct-7$/m)
  assert.match(plain, /^shadow .*campaign c-1 \(accounts: 2\)$/m)
  assert.match(plain, /^to come {2}for good .*account acct-7$/m)
  assert.match(plain, /shape: requests per minute 10, tokens per day 0\n/)
  assert.match(plain, /harden: no logprobs, choices at most 1\n/)
  assert.match(plain, /restrict: only small, b-\*, no tools\n/)
  assert.doesNotMatch(plain, /\u202e/)
  assert.ok(plain.split('\n').every((line) => [...line].length <= 80))
  assert.match((await verdicts('show shown-signed.json')).stdout, /UTC, signature not looked at; --trust PUB\sdoes; /)
  assert.match((await verdicts('show shown-signed.json --trust ours.pem.pub')).stdout, /UTC, signed by [0-9a-f]{16}; /)
  assert.equal((await verdicts('show shown-signed.json --trust theirs.pem.pub')).status, 1)
  const json = (await verdicts('show shown-signed.json --json')).stdout
  assert.equal(put('again.json', json).length > 0 && (await verdicts('show again.json')).stdout, plain)
})

test('a file that is not what it should be is one line and 1, never a stack', async () => {
  put('text.txt', 'hello')
  const calls: readonly (readonly [string, RegExp])[] = [
    ['show none.json', /\[missing\] none\.json/],
    ['show text.txt', /text\.txt is no verdict table:\n {2}\$ is no JSON/],
    [
      'sign table.json --key text.txt --out x.json',
      /text\.txt: it is no private key in PEM; stillhunt verdicts keygen/,
    ],
    ['sign table.json --key ours.pem --out none/x.json', /make its folder first/],
    ['verify signed.json --trust ours.pem', /it is a private key; give the public one/],
  ]
  for (const [words, message] of calls) {
    const { status, stdout, stderr } = await verdicts(words)
    assert.deepEqual([status, stdout], [1, ''], words)
    assert.match(stderr, message)
    assert.doesNotMatch(stderr, /\n {4}at |please report/)
  }
})
