/** Shows what a reading of the configuration again may not change: keys and verdicts in force stay. And what it tells. */
import assert from 'node:assert/strict'
import { createPrivateKey } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { answering, FakeUpstream } from '../double.ts'
import { generateSigningPair, signVerdictTable } from '../verdict.ts'
import { GatewayFolder, GatewayProcess } from './gateway-process.fixture.ts'

const { privatePem, publicPem } = generateSigningPair()

/** A signed table that suspends the account of the folder's key, or nobody. */
function tableOf(sequence: number, isSuspending: boolean): string {
  const measure = { step: 'suspend' } as const
  const subject = { kind: 'account', id: 'acme' } as const
  const verdict = { id: 'v1', subject, measure, because: 'No.', expiresMs: Date.now() + 3_600_000 }
  const verdicts = isSuspending ? [verdict] : []
  const table = { version: 1, sequence, issuedMs: Date.now() - 60_000, verdicts, campaigns: {} } as const
  return signVerdictTable(table, [createPrivateKey(privatePem)])
}

async function folderWith(upstream: URL, table: string, more = ''): Promise<GatewayFolder> {
  const folder = await GatewayFolder.make(upstream, `verdicts: {file: v.json, trust: [s.pub]}\n${more}`)
  writeFileSync(join(folder.path, 's.pub'), publicPem)
  writeFileSync(join(folder.path, 'v.json'), table)
  return folder
}

/** Reads the configuration again, `times` having been read before. */
async function hangUp(gateway: GatewayProcess, times: number, workers: number): Promise<void> {
  gateway.child.kill('SIGHUP')
  await gateway.logged(new RegExp(`(read again.*){${(times + 1) * workers}}`, 's'))
}

for (const workers of [1, 2])
  test(
    `with ${workers} process(es) verdicts in force stay over a reload, and no older table is taken after it`,
    { timeout: 60_000 },
    async () => {
      await using upstream = await FakeUpstream.start(answering('{}'))
      const folder = await folderWith(upstream.url, tableOf(5, true))
      await using gateway = await GatewayProcess.start(folder, workers)
      assert.equal((await gateway.ask()).status, 403)
      writeFileSync(join(folder.path, 'v.json'), '{garbage')
      await hangUp(gateway, 0, workers)
      assert.equal((await gateway.ask()).status, 403)
      assert.equal((await gateway.admin('/readyz')).status, 200)
      writeFileSync(join(folder.path, 'v.json'), tableOf(4, false))
      await hangUp(gateway, 1, workers)
      assert.equal((await gateway.ask()).status, 403)
      writeFileSync(join(folder.path, 'v.json'), tableOf(6, false))
      await hangUp(gateway, 2, workers)
      assert.equal((await gateway.ask()).status, 200)
      folder.remove()
    },
  )

test('a reading that would put an end to all verdicts is not taken', { timeout: 60_000 }, async () => {
  await using upstream = await FakeUpstream.start(answering('{}'))
  const folder = await folderWith(upstream.url, tableOf(5, true))
  await using gateway = await GatewayProcess.start(folder)
  folder.configure(upstream.url, 'verdicts: {file: other.json, trust: [s.pub]}')
  gateway.child.kill('SIGHUP')
  await gateway.logged(/other\.json.*not taken/)
  assert.equal((await gateway.ask()).status, 403)
  folder.remove()
})

for (const workers of [1, 2])
  test(
    `with ${workers} process(es) it is not ready before the first verdicts are in force`,
    { timeout: 60_000 },
    async () => {
      await using upstream = await FakeUpstream.start(answering('{}'))
      const folder = await folderWith(upstream.url, '{garbage')
      await using gateway = await GatewayProcess.start(folder, workers)
      const { status, text } = await gateway.admin('/readyz')
      assert.equal(status, 503)
      assert.match(text, /verdicts/)
      writeFileSync(join(folder.path, 'v.json'), tableOf(1, true))
      for (let i = 0; i < 300 && (await gateway.admin('/readyz')).status !== 200; i++)
        await new Promise((resolve) => setTimeout(resolve, 20))
      assert.equal((await gateway.admin('/readyz')).status, 200)
      folder.remove()
    },
  )

test('keys in force stay over a reload when their file is empty or broken', { timeout: 60_000 }, async () => {
  await using upstream = await FakeUpstream.start(answering('{}'))
  const folder = await GatewayFolder.make(upstream.url)
  await using gateway = await GatewayProcess.start(folder)
  for (const [i, text] of ['', '{garbage'].entries()) {
    writeFileSync(join(folder.path, 'keys.jsonl'), text)
    await hangUp(gateway, i, 1)
    assert.equal((await gateway.ask()).status, 200)
  }
  folder.remove()
})

test('exactly what needs a restart is told, by the names of the file', { timeout: 60_000 }, async () => {
  await using upstream = await FakeUpstream.start(answering('{}'))
  const folder = await GatewayFolder.make(upstream.url)
  await using gateway = await GatewayProcess.start(folder)
  folder.configure(upstream.url, 'tap: {dir: spool, content: {default: omit}}\nlimits: {output_tokens_default: 7}')
  await hangUp(gateway, 0, 1)
  assert.doesNotMatch(gateway.log, /restart/)
  folder.configure(
    upstream.url,
    `tap: {dir: spool, fsync: always}
log: {level: error}
request: {connections_max: 9, header_bytes_max: 2048, headers_timeout_s: 3, keep_alive_s: 4, body_timeout_s: 5}`,
  )
  await hangUp(gateway, 1, 1)
  const told = gateway.log.split('\n').find((line) => line.includes('restart'))
  assert.deepEqual((JSON.parse(told ?? '{}') as { changed?: unknown }).changed, [
    'tap (but for its content)',
    'log.level',
    'request.connections_max',
    'request.header_bytes_max',
    'request.headers_timeout_s',
    'request.keep_alive_s',
  ])
  folder.remove()
})
