// `stillhunt keys` as people and scripts use it: the key alone on standard output, once, and nowhere else.
import assert from 'node:assert/strict'
import { chmodSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { keyPattern } from '@stillhunt/gateway/key'
import { folder, put, type Run, type RunOptions, stillhunt } from './hunt.fixture.ts'

let count = 0
const fresh = (): string => join(folder, `keys-${(count += 1)}.jsonl`)
const keys = (words: string, path: string, options: RunOptions = {}): Promise<Run> =>
  stillhunt(['keys', ...words.split(' '), '--file', path], options)
const made = async (path: string, words = 'create --account acct-7'): Promise<string> => {
  const { stdout } = await keys(words, path)
  return stdout.trim()
}

test('create prints the key alone on standard output and the rest beside; the file has the hash', async () => {
  const path = fresh()
  const { status, stdout, stderr } = await keys(
    'create --account acct-7 --org o --plan pro --tier payment --models small,large-* --expires 90d --requests-per-minute 60 --concurrent-streams 0',
    path,
  )
  assert.equal(status, 0)
  assert.match(stdout, new RegExp(`^${keyPattern.source}\n$`))
  assert.match(stderr, /^This key is shown only now; the file keeps its hash\. Its id is shk_\w{12}\.\n$/)
  const text = readFileSync(path, 'utf8')
  assert.ok(!text.includes(stdout.slice(16, 48)))
  assert.equal(statSync(path).mode & 0o777, 0o600)
  const listed = JSON.parse((await keys('list --json', path)).stdout) as Record<string, unknown>[]
  const { created, expires, id, ...rest } = listed[0]!
  assert.equal(Date.parse(String(expires)) - Date.parse(String(created)), 90 * 86_400_000)
  assert.ok(stdout.startsWith(String(id)))
  assert.deepEqual(rest, {
    account: 'acct-7',
    org: 'o',
    plan: 'pro',
    tier: 'payment',
    models: ['small', 'large-*'],
    limits: { requests_per_minute: 60, concurrent_streams: 0 },
  })
})

test('create --json has the key in it', async () => {
  const { stdout, stderr } = await keys('create --account a --json', fresh())
  const { key, id, account } = JSON.parse(stdout) as Record<string, string>
  assert.match(key!, keyPattern)
  assert.deepEqual([key!.slice(0, 16), account, stderr], [id, 'a', ''])
})

test('list fits the terminal, has no hashes, and shows whose keys are asked for', async () => {
  const path = fresh()
  const account = `acct-${'漢'.repeat(60)}`
  await stillhunt(['keys', 'create', '--file', path, '--account', account, '--plan', 'a-plan-with-a-long-name'])
  const key = await made(path)
  await keys(`revoke ${key.slice(0, 16)}`, path)
  const { status, stdout } = await keys('list', path)
  assert.equal(status, 0)
  assert.match(stdout, /^ {2}id +state +created +expires +account$/m)
  assert.match(stdout, new RegExp(`^ {2}${key.slice(0, 16)} +revoked .* acct-7$`, 'm'))
  assert.match(stdout, /\n1 of 2 good\n$/)
  const width = (line: string): number => [...line].length + (line.match(/漢/g) ?? []).length
  assert.ok(stdout.split('\n').every((line) => width(line) <= 80))
  assert.doesNotMatch(stdout + (await keys('list --json', path)).stdout, /[0-9a-f]{64}/)
  const one = await keys('list --account acct-7 --json', path)
  assert.equal((JSON.parse(one.stdout) as unknown[]).length, 1)
  const none = await keys('list --account acct-8', path)
  assert.deepEqual([none.status, none.stdout], [2, ''])
  assert.match(none.stderr, /no key is of the account "acct-8"; did you mean acct-7\?/)
  assert.equal((await keys('list', put('empty.jsonl', ''))).stdout, 'No keys.\n')
})

test('revoke takes an id, a whole key or standard input, and no refusal repeats a secret', async () => {
  const path = fresh()
  const [one, two, three] = [await made(path), await made(path), await made(path)] as const
  const byId = await keys(`revoke ${one.slice(0, 16)}`, path)
  assert.deepEqual([byId.status, byId.stdout, byId.stderr], [0, `${one.slice(0, 16)} of acct-7 is revoked\n`, ''])
  const pasted = await keys(`revoke ${two}`, path)
  assert.deepEqual([pasted.status, pasted.stdout], [0, `${two.slice(0, 16)} of acct-7 is revoked\n`])
  assert.match(pasted.stderr, /stands in your shell history now; revoked it opens nothing/)
  const piped = await keys('revoke -', path, { input: `${three}\n` })
  assert.deepEqual([piped.status, piped.stderr], [0, ''])
  assert.match((await keys(`revoke ${one.slice(0, 16)}`, path)).stdout, /was revoked at 20\S+Z already\n$/)
  const wrong: readonly (readonly [string, RegExp])[] = [
    [one.slice(0, -1), /what begins with "shk_\w{12}" is neither an ID .* nor a whole key/],
    [`${one.slice(0, 15)}!`, /is neither an ID/],
    ['shk_000000000000', /has no key "shk_000000000000"/],
  ]
  for (const [given, message] of wrong) {
    const { status, stdout, stderr } = await keys(`revoke ${given}`, path)
    assert.deepEqual([status, stdout], [2, ''])
    assert.match(stderr, message)
    assert.doesNotMatch(stderr, /shk_\w{13}/)
  }
  const typo = `${one.slice(0, 15)}${one[15] === 'a' ? 'b' : 'a'}`
  assert.match((await keys(`revoke ${typo}`, path)).stderr, new RegExp(`did you mean ${one.slice(0, 16)}`))
})

test('rotate prints another key and says until when the old one is good', async () => {
  const path = fresh()
  const old = await made(path)
  const { status, stdout, stderr } = await keys(`rotate ${old.slice(0, 16)} --grace 7d`, path)
  assert.equal(status, 0)
  assert.match(stdout, keyPattern)
  const until = /; shk_\w{12} is good until (\S+)\./.exec(stderr)?.[1]
  assert.ok(Math.abs(Date.parse(until!) - Date.now() - 7 * 86_400_000) < 60_000)
  const states = (await keys('list', path)).stdout.match(/ (rotated|good) /g)
  assert.deepEqual(states, [' rotated ', ' good '])
  const again = await keys(`rotate ${old.slice(0, 16)}`, path)
  assert.equal(again.status, 2)
  assert.match(again.stderr, new RegExp(`was rotated already; rotate ${stdout.slice(0, 16)}, which came after it`))
  await keys(`revoke ${stdout.slice(0, 16)}`, path)
  assert.match((await keys(`rotate ${stdout.slice(0, 16)}`, path)).stderr, /is revoked; create a new one/)
})

test('a file that is broken, missing or not to be written is one line and 1', async () => {
  const broken = put('broken.jsonl', '{"id":1}\n')
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['list', broken, /\[malformed\] .*broken\.jsonl:1: \$\.id is no id of a key/],
    ['create --account a', broken, /\[malformed\]/],
    ['list', fresh(), /\[missing\] .* there is no such file; check the path/],
    ['create --account a', join(folder, 'none', 'keys.jsonl'), /\[unwritable\] .*; make its folder first/],
    ['list', folder, /\[unreadable\] .* no plain file; name one/],
  ]
  for (const [words, path, message] of cases) {
    const { status, stdout, stderr } = await keys(words, path)
    assert.deepEqual([status, stdout], [1, ''], words)
    assert.match(stderr, message)
    assert.match(stderr, /^stillhunt: [^\n]+\n$/)
  }
  assert.equal(readFileSync(broken, 'utf8'), '{"id":1}\n')
})

test('a file that others may read stays so: the gateway may be another user', async () => {
  const path = fresh()
  await made(path)
  chmodSync(path, 0o640)
  await made(path)
  assert.equal(statSync(path).mode & 0o777, 0o640)
})
