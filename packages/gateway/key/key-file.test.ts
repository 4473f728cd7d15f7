// Keys are made, revoked and rotated one at a time; the file never holds a key, and what is broken in it is told by its line.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { FileError } from '../file.ts'
import { createKey, type KeyTerms, listKeys, revokeKey, rotateKey, termFaults } from './key-file.ts'
import { readKeyLine, writeKeyLine } from './key-line.ts'
import { hashOfKey, idOfKey, mintKey } from './key-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'stillhunt-key-'))
after(() => rmSync(folder, { recursive: true, force: true }))
let count = 0
const fresh = (): string => join(folder, `keys-${(count += 1)}.jsonl`)
const nowMs = Date.UTC(2026, 5, 1)
const dayMs = 86_400_000

const terms: KeyTerms = {
  account: 'acct-7',
  org: 'org-1',
  plan: 'pro',
  tier: 'payment',
  models: ['small', 'large-*'],
  limits: { requestsPerMinute: 60, concurrentStreams: 0 },
  expiresMs: nowMs + 90 * dayMs,
}

test('a key is shown once: the file holds its id, its hash and what it grants', async () => {
  const path = fresh()
  const { key, record } = await createKey(path, terms, nowMs)
  const text = readFileSync(path, 'utf8')
  assert.ok(!text.includes(key) && !text.includes(key.slice(16)))
  assert.deepEqual(JSON.parse(text), {
    id: idOfKey(key),
    sha256: hashOfKey(key).toString('hex'),
    account: 'acct-7',
    org: 'org-1',
    plan: 'pro',
    tier: 'payment',
    models: ['small', 'large-*'],
    limits: { requests_per_minute: 60, concurrent_streams: 0 },
    created: '2026-06-01T00:00:00.000Z',
    expires: '2026-08-30T00:00:00.000Z',
  })
  assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.deepEqual(await listKeys(path), [record])
  assert.deepEqual(record.grant, { id: idOfKey(key), ...terms })
})

test('a record goes to a line and back', () => {
  const grant = { id: 'shk_0123456789ab', account: '漢字 "x"' }
  const record = { grant, sha256: 'a'.repeat(64), createdMs: nowMs, revokedMs: nowMs + 1 }
  const whole = { ...record, rotatedFrom: 'shk_0123456789ac', rotatedTo: 'shk_0123456789ad' }
  for (const one of [record, whole]) assert.deepEqual(readKeyLine(writeKeyLine(one)), { ok: true, value: one })
})

test('keys that many make at once are all there', async () => {
  const path = fresh()
  const made = await Promise.all(Array.from({ length: 12 }, () => createKey(path, terms, nowMs)))
  const ids = (await listKeys(path)).map(({ grant }) => grant.id)
  assert.deepEqual(ids.toSorted(), made.map(({ record }) => record.grant.id).toSorted())
})

test('a key is revoked by its id or by itself, once; others stay as they were', async () => {
  const path = fresh()
  const keys = [
    await createKey(path, terms, nowMs),
    await createKey(path, terms, nowMs),
    await createKey(path, terms, nowMs),
  ]
  const first = await revokeKey(path, keys[1]!.record.grant.id, nowMs + 1)
  assert.ok(first.ok && !first.wasRevoked && first.record.revokedMs === nowMs + 1)
  const again = await revokeKey(path, keys[1]!.key, nowMs + 2)
  assert.ok(again.ok && again.wasRevoked && again.record.revokedMs === nowMs + 1)
  assert.ok((await revokeKey(path, keys[2]!.key, nowMs + 3)).ok)
  assert.deepEqual(
    (await listKeys(path)).map(({ revokedMs }) => revokedMs),
    [undefined, nowMs + 1, nowMs + 3],
  )
  assert.deepEqual((await listKeys(path))[0], keys[0]!.record)
})

test('what is no key of the file is told apart and changes nothing', async () => {
  const path = fresh()
  const { key, record } = await createKey(path, terms, nowMs)
  const before = readFileSync(path, 'utf8')
  const why = async (text: string): Promise<string> => {
    const answer = await revokeKey(path, text, nowMs)
    return answer.ok ? 'revoked' : answer.why
  }
  assert.equal(await why('acct-7'), 'no id')
  assert.equal(await why(key.slice(0, -1)), 'no id')
  assert.equal(await why('shk_000000000000'), 'unknown')
  assert.equal(await why(mintKey()), 'unknown')
  // The hash of another key under this id: as if the file had been put together by hand.
  writeFileSync(path, writeKeyLine({ ...record, sha256: '0'.repeat(64) }))
  assert.equal(await why(key), 'wrong secret')
  writeFileSync(path, before)
  assert.equal(await why(record.grant.id), 'revoked')
})

test('rotation makes a key of the same grant; the old one lasts for the grace, or as long as it would have', async () => {
  const path = fresh()
  const { record } = await createKey(path, terms, nowMs)
  const rotated = await rotateKey(path, record.grant.id, { graceMs: dayMs }, nowMs + 5)
  assert.ok(rotated.ok)
  assert.deepEqual({ ...rotated.record.grant, id: '' }, { ...terms, id: '' })
  assert.equal(rotated.record.rotatedFrom, record.grant.id)
  assert.deepEqual(await listKeys(path), [rotated.old, rotated.record])
  assert.equal(rotated.old.grant.expiresMs, nowMs + 5 + dayMs)
  assert.equal(rotated.old.rotatedTo, rotated.record.grant.id)
  const twice = await rotateKey(path, record.grant.id, { graceMs: dayMs }, nowMs + 6)
  assert.ok(!twice.ok && twice.why === 'rotated' && twice.record?.rotatedTo === rotated.record.grant.id)
  const late = await rotateKey(
    path,
    rotated.record.grant.id,
    { graceMs: 365 * dayMs, expiresMs: nowMs + 9 * dayMs },
    nowMs,
  )
  assert.ok(
    late.ok && late.old.grant.expiresMs === terms.expiresMs && late.record.grant.expiresMs === nowMs + 9 * dayMs,
  )
  await revokeKey(path, late.record.grant.id, nowMs)
  const revoked = await rotateKey(path, late.record.grant.id, { graceMs: dayMs }, nowMs)
  assert.ok(!revoked.ok && revoked.why === 'revoked')
  const { key } = await createKey(path, terms, nowMs)
  const expired = await rotateKey(path, key, { graceMs: dayMs }, nowMs + 91 * dayMs)
  assert.ok(!expired.ok && expired.why === 'expired')
})

test('terms that a file may not hold are told before a key is made', async () => {
  const path = fresh()
  assert.deepEqual(termFaults(terms), [])
  assert.match(termFaults({ account: 'a\u001b' })[0]!.what, /is "a\\u\{1b\}"/)
  assert.match(termFaults({ account: 'a', models: ['a*b'] })[0]!.path, /models\[0\]/)
  await assert.rejects(createKey(path, { account: '' }, nowMs), /looked at before/)
  assert.ok(!existsSync(path) && !existsSync(`${path}.lock`))
})

const line = (members: object = {}): string =>
  JSON.stringify({
    id: 'shk_0123456789ab',
    sha256: 'a'.repeat(64),
    account: 'a',
    created: '2026-06-01T00:00:00Z',
    ...members,
  })

const broken: readonly (readonly [text: string, fault: RegExp])[] = [
  [line(), /:1: does not end with a newline, so it may be cut off/],
  [`${line()}\n{"id":`, /:2: does not end with a newline/],
  [`${line()}\n\n`, /:2: \$ is no JSON; give one JSON object a line/],
  [`${line()}\n${line()}\n`, /:2: has the id shk_0123456789ab, as line 1; remove one of them/],
  [`${line({ id: 'x' })}\n`, /:1: \$\.id is no id of a key; give shk_ and 12 letters or digits/],
  [`${line({ sha256: 'A'.repeat(64) })}\n`, /:1: \$\.sha256 is no SHA-256; give 64 digits of lower-case hex/],
  [`${line({ account: undefined })}\n`, /:1: \$\.account is missing/],
  [`${line({ limit: {} })}\n`, /:1: \$ has an unknown member "limit"; members are id, sha256/],
  [`${line({ limits: { rpm: 5 } })}\n`, /:1: \$\.limits has an unknown limit "rpm"/],
  [`${line({ models: 'all' })}\n`, /:1: \$\.models is "all"; give a list/],
  [`${line({ expires: 'never' })}\n`, /:1: \$\.expires is "never"; give a time/],
  [`${line({ created: undefined })}\n`, /:1: \$\.created is missing/],
  [`${line({ rotated_to: 7 })}\n`, /:1: \$\.rotated_to is no id of a key/],
  [`${line({ revoked_at: null })}\n`, /:1: \$\.revoked_at is null/],
  ['[]\n', /:1: \$ is a list/],
  [`${'x'.repeat(70_000)}\n`, /:1: has 70000 bytes, at most 65536; is this a file of keys\?/],
]

for (const [text, fault] of broken)
  test(`a broken file is told by its line: ${fault.source}`, async () => {
    const path = fresh()
    writeFileSync(path, text)
    for (const task of [() => listKeys(path), () => createKey(path, terms, nowMs), () => revokeKey(path, 'x', nowMs)])
      await assert.rejects(task, (cause) => {
        assert.ok(cause instanceof FileError && cause.code === 'malformed' && cause.line !== undefined)
        assert.match(cause.message, fault)
        assert.ok(!/[aA]{64}/.test(cause.message))
        return true
      })
    assert.equal(readFileSync(path, 'utf8'), text)
  })

test('bytes that are no UTF-8 are refused, not mended', async () => {
  const path = fresh()
  writeFileSync(path, Buffer.concat([Buffer.from(line({ account: 'X' }).replace('X', '\u00ff')), Buffer.from('\n')]))
  assert.equal((await listKeys(path))[0]?.grant.account, '\u00ff')
  writeFileSync(path, Buffer.from(`${line({ account: '\u00ff' })}\n`, 'latin1'))
  await assert.rejects(listKeys(path), /:1: is no UTF-8/)
})

test('a file that is not there is made by the first key, and told to everybody else', async () => {
  const path = fresh()
  await assert.rejects(listKeys(path), /\[missing\] .*there is no such file/)
  await assert.rejects(revokeKey(path, 'x', nowMs), /\[missing\]/)
  assert.ok(!existsSync(path))
})
