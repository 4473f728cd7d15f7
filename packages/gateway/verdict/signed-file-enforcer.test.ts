// A signed file is obeyed as long as it is good; what is not leaves the table from before in force and says why.
import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type Verdict, type VerdictTable } from '@stillhunt/core/policy'
import { FileError, replaceFile } from '../file.ts'
import type { Enforcer } from './enforcement.ts'
import { sealEnvelope } from './envelope.ts'
import { openSignedFile, type SignedFileOptions, type TableInForce } from './signed-file-enforcer.ts'
import { signVerdictTable } from './signed-table.ts'
import { generateSigningPair, keyIdOf, readPrivateKey, readPublicKey } from './signing-key.ts'
import { loadTable } from './table-load.ts'

const folder = mkdtempSync(join(tmpdir(), 'stillhunt-verdict-'))
after(() => rmSync(folder, { recursive: true, force: true }))
let count = 0
const fresh = (): string => join(folder, `file-${(count += 1)}`)
const pairOf = (): { readonly secret: KeyObject; readonly open: KeyObject } => {
  const { privatePem, publicPem } = generateSigningPair()
  return { secret: createPrivateKey(privatePem), open: createPublicKey(publicPem) }
}
const ours = pairOf()
const theirs = pairOf()
const issuedMs = Date.UTC(2026, 5, 1)
const nowMs = issuedMs + 1

/** A table that suspends these accounts by name and the accounts of a campaign. */
const tableOf = (sequence: number, accounts: readonly string[], members: readonly string[] = []): VerdictTable => {
  const measure = { step: 'suspend' } as const
  const more = { measure, because: 'Why.', expiresMs: issuedMs + 1000 }
  const verdicts: Verdict[] = accounts.map((id) => ({ id: `v-${id}`, subject: { kind: 'account', id }, ...more }))
  verdicts.push({ id: 'v', subject: { kind: 'campaign', id: 'c' }, ...more })
  return { version: 1, sequence, issuedMs, verdicts, campaigns: { c: members } }
}
const signed = (...table: Parameters<typeof tableOf>): Uint8Array[] => [
  Buffer.from(signVerdictTable(tableOf(...table), [ours.secret])),
]
const isSuspended = (enforcer: Enforcer, account: string): boolean =>
  enforcer.of({ account }, nowMs).refusal !== undefined

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !holds(); tries += 1) await pause(10)
  assert.ok(holds())
}

async function opened(
  path: string,
  options: Partial<SignedFileOptions> = {},
): Promise<{ enforcer: Enforcer; faults: FileError[]; tables: TableInForce[] }> {
  const faults: FileError[] = []
  const tables: TableInForce[] = []
  const enforcer = await openSignedFile(path, {
    trust: [ours.open],
    pollMs: 50,
    settleMs: 20,
    onFault: (fault) => faults.push(fault),
    onTable: (table) => tables.push(table),
    ...options,
  })
  return { enforcer, faults, tables }
}

test('a signed table is in force, and the next one soon', async () => {
  const path = fresh()
  await replaceFile(path, signed(1, ['a'], ['m']))
  const { enforcer, faults, tables } = await opened(path)
  assert.deepEqual([enforcer.sequence, isSuspended(enforcer, 'a'), isSuspended(enforcer, 'm')], [1, true, true])
  await replaceFile(path, signed(2, ['b']))
  await until(() => enforcer.sequence === 2)
  assert.deepEqual(
    ['a', 'm', 'b'].map((name) => isSuspended(enforcer, name)),
    [false, false, true],
  )
  assert.deepEqual(faults, [])
  const { tookMs, ...told } = tables[0]!
  assert.ok(tookMs >= 0)
  assert.deepEqual(told, { sequence: 1, issuedMs, keyId: keyIdOf(ours.open), verdicts: 2, campaignAccounts: 1 })
  enforcer.close()
})

test('what is not good leaves the table from before in force, and is told once with its reason', async () => {
  const path = fresh()
  await replaceFile(path, signed(5, ['a']))
  const { enforcer, faults } = await opened(path)
  const type = 'application/vnd.stillhunt.verdicts+json'
  const bad: readonly (readonly [string | Uint8Array[], FileError['code'], RegExp])[] = [
    ['{"version":1}', 'malformed', /it is no signing envelope .*; stillhunt verdicts sign writes one/],
    ['no', 'malformed', /it is no JSON/],
    [
      signVerdictTable(tableOf(6, []), [theirs.secret]),
      'untrusted',
      /no trusted key has signed it .*sign it with a trusted/,
    ],
    [
      signed(4, []),
      'outdated',
      /it is older: its sequence number is 4, and 5 was in force; sign it anew with a higher/,
    ],
    [signed(5, []), 'outdated', /it says something else: its sequence number is 5, and 5 was/],
    [sealEnvelope('text/plain', Buffer.from('{}'), [ours.secret]), 'untrusted', /for another purpose/],
    [sealEnvelope(type, Buffer.from('{}'), [ours.secret]), 'malformed', /\$\.version is missing; .* \(and 3 more\)/],
    [sealEnvelope(type, Buffer.from([0xff]), [ours.secret]), 'malformed', /no UTF-8/],
  ]
  for (const [content, code, message] of bad) {
    const told = faults.length
    await replaceFile(path, typeof content === 'string' ? [Buffer.from(content)] : content)
    await until(() => faults.length === told + 1)
    assert.deepEqual([faults[told]!.code, enforcer.sequence, isSuspended(enforcer, 'a')], [code, 5, true])
    assert.match(faults[told]!.message, message)
  }
  rmSync(path)
  await until(() => faults.at(-1)!.code === 'missing')
  await pause(150)
  assert.equal(faults.length, bad.length + 1)
  await replaceFile(path, signed(6, []))
  await until(() => enforcer.sequence === 6)
  assert.ok(!isSuspended(enforcer, 'a'))
  enforcer.close()
})

test('without a table nothing is enforced until there is one', async () => {
  const path = fresh()
  const { enforcer, faults } = await opened(path)
  assert.deepEqual(
    [enforcer.sequence, isSuspended(enforcer, 'a'), faults.map(({ code }) => code)],
    [undefined, false, ['missing']],
  )
  await replaceFile(path, signed(1, ['a']))
  await until(() => isSuspended(enforcer, 'a'))
  enforcer.close()
})

test('a restart remembers what was in force: an older table is not taken, the same is', async () => {
  const path = fresh()
  const statePath = fresh()
  await replaceFile(path, signed(7, ['a']))
  for (let start = 0; start < 2; start += 1) {
    const { enforcer } = await opened(path, { statePath })
    assert.equal(enforcer.sequence, 7)
    enforcer.close()
  }
  for (const [sequence, accounts] of [
    [6, ['a']],
    [7, []],
  ] as const) {
    await replaceFile(path, signed(sequence, accounts))
    const { enforcer, faults } = await opened(path, { statePath })
    assert.deepEqual([enforcer.sequence, faults.map(({ code }) => code)], [undefined, ['outdated']])
    enforcer.close()
  }
  const without = await opened(path)
  assert.equal(without.enforcer.sequence, 7)
  without.enforcer.close()
  writeFileSync(statePath, 'odd')
  await assert.rejects(opened(path, { statePath }), /\[malformed\] .* it is not the state of a verdict table/)
})

test('a state that cannot be written is told and keeps no table from coming into force', async () => {
  const path = fresh()
  await replaceFile(path, signed(1, ['a']))
  const { enforcer, faults } = await opened(path, { statePath: join(folder, 'none', 'state') })
  assert.deepEqual([enforcer.sequence, faults.map(({ code }) => code)], [1, ['unwritable']])
  enforcer.close()
})

test('a table opened in a thread is the table opened here, and so are its faults', async () => {
  const members = Array.from({ length: 3000 }, (_, index) => `m-${index}`)
  const accounts = Array.from({ length: 2500 }, (_, index) => `a-${index}`)
  const bytes = (): Buffer<ArrayBuffer> =>
    Buffer.from(new Uint8Array(Buffer.concat(signed(3, accounts, members))).buffer)
  const work = { path: 'x', trust: [ours.open] }
  const [here, there] = [
    await loadTable({ ...work, bytes: bytes() }, Infinity),
    await loadTable({ ...work, bytes: bytes() }, 0),
  ]
  assert.deepEqual({ ...there.head, membership: 0 }, { ...here.head, membership: 0 })
  for (const account of [...members, ...accounts, 'm-3000', 'nobody', ''])
    assert.deepEqual(there.index.of({ account }, nowMs), here.index.of({ account }, nowMs))
  const untrusted = { ...work, trust: [theirs.open] }
  const faults = await Promise.all(
    [0, Infinity].map((bytesMin) =>
      loadTable({ ...untrusted, bytes: bytes() }, bytesMin).catch((cause: FileError) => [cause.code, cause.message]),
    ),
  )
  assert.deepEqual(faults[0], faults[1])
  assert.equal((faults[0] as string[])[0], 'untrusted')
})

test('keys are read from PEM; a private one has no place with readers, and nothing of a file is quoted', async () => {
  const { privatePem, publicPem, keyId } = generateSigningPair()
  const [secret, open, odd, other] = [fresh(), fresh(), fresh(), fresh()]
  writeFileSync(secret, privatePem)
  writeFileSync(open, publicPem)
  writeFileSync(odd, '-----BEGIN PUBLIC KEY-----\nhunter2\n-----END PUBLIC KEY-----\n')
  const { generateKeyPairSync } = await import('node:crypto')
  writeFileSync(
    other,
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' }),
  )
  assert.equal(keyIdOf(await readPrivateKey(secret)), keyId)
  assert.equal(keyIdOf(await readPublicKey(open)), keyId)
  await assert.rejects(readPublicKey(secret), /it is a private key; give the public one/)
  await assert.rejects(readPrivateKey(open), /it is no private key in PEM; stillhunt verdicts keygen makes one/)
  await assert.rejects(
    readPublicKey(odd),
    (cause: Error) => /no public key/.test(cause.message) && !/hunter2/.test(cause.message),
  )
  await assert.rejects(readPublicKey(other), /it is a key of ec, and Ed25519 is used here/)
  assert.ok(existsSync(open) && readFileSync(open, 'utf8') === publicPem)
  await assert.rejects(openSignedFile(open, { trust: [] }), RangeError)
})
