/** Shows what a gateway does on a disk that is full: it says so once, is not ready where it refuses, and still ends. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { answering, FakeUpstream } from '../double.ts'
import { GatewayFolder, GatewayProcess } from './gateway-process.fixture.ts'

/** A folder whose spool is a file system of one mebibyte; undefined where this process may not make one. */
async function smallSpool(t: TestContext, upstream: URL, yaml: string): Promise<GatewayFolder | undefined> {
  const folder = await GatewayFolder.make(upstream, yaml)
  const spool = join(folder.path, 'spool')
  mkdirSync(spool)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', spool], { stdio: 'ignore' })
  } catch {
    folder.remove()
    t.skip('may not mount')
    return undefined
  }
  t.after(() => {
    execFileSync('umount', ['-l', spool])
    folder.remove()
  })
  return folder
}

const body = JSON.stringify({ model: 'm', x: 'y'.repeat(60_000) })
const timesIn = (log: string, word: string): number => log.split(word).length - 1

for (const workers of [1, 2])
  test(
    `with ${workers} process(es) and the rule to refuse it is not ready while it refuses, and says so once`,
    { timeout: 60_000 },
    async (t) => {
      await using upstream = await FakeUpstream.start(answering('{}'))
      const folder = await smallSpool(t, upstream.url, 'tap: {dir: spool, when_full: refuse}')
      if (folder === undefined) return
      await using gateway = await GatewayProcess.start(folder, workers)
      for (let i = 0; i < 20; i++) await gateway.ask(body)
      await gateway.logged(/calls are refused/)
      for (let i = 0; i < 20; i++) await gateway.ask(body)
      for (let i = 0; i < 100 && (await gateway.admin('/readyz')).status !== 503; i++)
        await new Promise((resolve) => setTimeout(resolve, 20))
      assert.match((await gateway.admin('/readyz')).text, /bytes|ENOSPC/)
      assert.ok(timesIn(gateway.log, 'calls are refused') <= workers)
      gateway.child.kill('SIGTERM')
      assert.equal(await gateway.ended, 0)
    },
  )

for (const workers of [1, 2])
  test(
    `with ${workers} process(es) and the rule to shed it ends although the disk takes nothing, and tells what is lost`,
    { timeout: 60_000 },
    async (t) => {
      await using upstream = await FakeUpstream.start(answering('{}'))
      const folder = await smallSpool(t, upstream.url, 'tap: {dir: spool, when_full: shed-oldest}\ndrain_s: 1')
      if (folder === undefined) return
      await using gateway = await GatewayProcess.start(folder, workers)
      for (let i = 0; i < 40; i++) assert.equal((await gateway.ask(body)).status, 200)
      await gateway.logged(/records cannot be written/)
      assert.ok(timesIn(gateway.log, 'records cannot be written') <= workers)
      const startedAt = performance.now()
      gateway.child.kill('SIGTERM')
      assert.equal(await gateway.ended, 0)
      assert.ok(performance.now() - startedAt < 12_000)
      assert.match(gateway.log, /"records":\d+.*records were lost/)
    },
  )

test('a sink that refuses is told once, and told again when it takes', { timeout: 60_000 }, async () => {
  await using upstream = await FakeUpstream.start(answering('{}'))
  await using sink = await FakeUpstream.start(answering('no', 500))
  const folder = await GatewayFolder.make(
    upstream.url,
    `tap: {dir: spool, sink: {url: "${sink.url.origin}", interval_s: 0.1}}`,
  )
  await using gateway = await GatewayProcess.start(folder)
  await gateway.ask()
  await gateway.logged(/it answers 500.*the sink takes no records/)
  while (sink.arrived.length < 3) await new Promise((resolve) => setTimeout(resolve, 50))
  assert.equal(timesIn(gateway.log, 'the sink takes no records'), 1)
  sink.script = answering('')
  await gateway.logged(/the sink takes records again/)
  folder.remove()
})
