/** Shows that a day's use outlives a process, however it ends, and that what cannot be read or written stops nobody. */
import assert from 'node:assert/strict'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type Ask, LocalLimiter } from '../limit.ts'
import { answering, FakeUpstream } from '../double.ts'
import { GatewayFolder, GatewayProcess } from './gateway-process.fixture.ts'
import { KeptUse } from './kept-use.ts'

const folder = mkdtempSync(join(tmpdir(), 'stillhunt-use-'))
after(() => rmSync(folder, { recursive: true }))
let asks = 0

function ask(id: string, tokens: number): Ask {
  const scopes = [{ kind: 'account', id, limits: { tokensPerDay: 1000 } }] as const
  return { hold: `h${(asks += 1)}`, billing: id, scopes, tokens, isStream: false }
}

const left = (limiter: LocalLimiter, id = 'a'): number | undefined =>
  limiter.reserve(ask(id, 0)).standings[0]?.remaining

class Log {
  readonly lines: string[] = []
  readonly info = (_: object, message: string): void => void this.lines.push(message)
  readonly served = (): void => {}
  readonly warn = this.info
  readonly error = this.info
}

test('what is used is written as it comes and at the end, and taken in again', async () => {
  const path = join(folder, 'limits.json')
  const [limiter, log] = [new LocalLimiter(), new Log()]
  const kept = await KeptUse.open(path, limiter, log, 10)
  assert.deepEqual(log.lines, [])
  for (let i = 0; i < 2500; i += 1) limiter.reserve(ask(`other-${i}`, 10))
  limiter.reserve(ask('a', 600))
  const copy = join(folder, 'copy.json')
  const afterKill = async (): Promise<LocalLimiter> => {
    if (existsSync(path)) copyFileSync(path, copy)
    const next = new LocalLimiter()
    await KeptUse.open(copy, next, new Log(), 1e6)
    return next
  }
  for (let i = 0; left(await afterKill()) !== 400; i += 1) {
    assert.ok(i < 200)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  for (const id of ['other-0', 'other-1234', 'other-2499']) assert.equal(left(await afterKill(), id), 990, id)
  limiter.reserve(ask('a', 100))
  await kept.close()
  const next = new LocalLimiter()
  await KeptUse.open(path, next, log, 1e6)
  assert.equal(left(next), 300)
  assert.equal(statSync(path).mode & 0o777, 0o600)
})

test('what is older than a day, no snapshot or no JSON is passed over', async () => {
  const path = join(folder, 'odd.json')
  const used = [['account', 'a', [2, 600, Date.now(), 1000]]]
  for (const [text, remaining] of [
    [JSON.stringify({ version: 1, savedMs: Date.now() - 1000, scopes: used }), 400],
    [JSON.stringify({ version: 1, savedMs: Date.now() - 86_500_000, scopes: used }), 1000],
    [JSON.stringify({ version: 1, scopes: used }), 1000],
    ['{"version":1,', 1000],
    ['null', 1000],
  ] as const) {
    writeFileSync(path, text)
    const limiter = new LocalLimiter()
    await KeptUse.open(path, limiter, new Log(), 1e6)
    assert.equal(left(limiter), remaining, text)
  }
})

test('where it cannot be written that is told once, and again when it can', async () => {
  const path = join(folder, 'missing', 'limits.json')
  const [limiter, log] = [new LocalLimiter(), new Log()]
  const kept = await KeptUse.open(path, limiter, log, 5)
  limiter.reserve(ask('a', 600))
  await new Promise((resolve) => setTimeout(resolve, 80))
  assert.deepEqual(log.lines, ['what is used of limits cannot be written down: a restart forgets it'])
  await kept.close()
})

for (const workers of [1, 2])
  test(`a restart of ${workers} process(es) gives nobody a new day`, { timeout: 60_000 }, async () => {
    await using upstream = await FakeUpstream.start(
      answering('{"id":"x","usage":{"prompt_tokens":600,"completion_tokens":300}}'),
    )
    const yaml = 'limits: {default: {account: {tokens_per_day: 2000}}}'
    const gatewayFolder = await GatewayFolder.make(upstream.url, yaml)
    const statuses: number[] = []
    for (let i = 0; i < 3; i += 1) {
      await using gateway = await GatewayProcess.start(gatewayFolder, workers)
      const answer = await gateway.ask('{"model":"m","max_tokens":500}')
      await answer.text()
      statuses.push(answer.status)
      gateway.child.kill('SIGTERM')
      assert.equal(await gateway.ended, 0)
    }
    assert.deepEqual(statuses, [200, 200, 429])
    assert.match(readFileSync(join(gatewayFolder.path, 'gateway-data', 'limits.json'), 'utf8'), /"account","acme"/)
    gatewayFolder.remove()
  })
