/** Shows that calls become records in the spool, and that the journal stays small. */
import assert from 'node:assert/strict'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { keepSpool } from './keeper.ts'
import { answerOf, callOf, folderFor, recordsIn } from './spool.fixture.ts'
import { openTap } from './spool-writer.ts'

test('a call becomes one record with both bodies as they came', async (t) => {
  const folder = folderFor(t)
  const tap = await openTap({ folder })
  const intent = callOf('hello', { org: 'o', key: 'k', client: { ip: '10.0.0.1' }, isStream: true })
  const call = await tap.open(intent)
  const usage = { inputTokens: 3, outputTokens: 5 }
  call.close(
    answerOf('hi', { usage, ttftMs: 7.12345, verdicts: ['v-1'], retryCount: 2, stream: { malformedEvents: 1 } }),
  )
  await tap.flush()
  const [record] = recordsIn(folder) as unknown as [Record<string, unknown>]
  const { request, response, ts, crc32, ...rest } = record
  assert.deepEqual([typeof ts, typeof crc32], ['string', 'string'])
  assert.deepEqual(request, JSON.parse(Buffer.from(intent.request).toString()))
  assert.deepEqual((response as { id: string }).id, 'chatcmpl-A1b2C3d4E5f6')
  assert.deepEqual(rest, {
    v: 1,
    id: intent.id,
    account: 'acct-1',
    org: 'o',
    key: 'k',
    client: { ip: '10.0.0.1' },
    dialect: 'openai.chat',
    model: 'm-1',
    stream: true,
    status: 200,
    latency_ms: 12.5,
    ttft_ms: 7.123,
    usage: { input_tokens: 3, output_tokens: 5 },
    gateway: { ending: 'complete', verdicts: ['v-1'], retry_count: 2, stream_errors: 1 },
  })
  await tap.stop()
})

test('folders are for their owner only', async (t) => {
  const folder = folderFor(t)
  const tap = await openTap({ folder })
  const intent = callOf('x')
  const call = await tap.open(intent)
  call.close(answerOf('y'))
  await tap.flush()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o777
    assert.equal(mode, entry.isDirectory() ? 0o700 : 0o600, entry.name)
  }
  assert.equal(statSync(folder).mode & 0o777, 0o700)
  await tap.stop()
})

test('an ending that is told twice, or after the end, is counted and makes no record', async (t) => {
  const folder = folderFor(t)
  const tap = await openTap({ folder })
  const call = await tap.open(callOf('x'))
  call.close(answerOf('y'))
  call.close(answerOf('y'))
  await tap.stop()
  call.close(answerOf('y'))
  assert.equal(recordsIn(folder).length, 1)
  assert.equal(tap.counters.strayEndings, 2)
})

test('the journal is begun anew, keeps what is under way, and is gone after a clean stop', async (t) => {
  const folder = folderFor(t)
  const tap = await openTap({ folder, journalBytesMax: 4096 })
  const long = callOf('long stream')
  const longCall = await tap.open(long)
  let largest = 0
  for (let round = 0; round < 50; round += 1) {
    const calls = Array.from({ length: 10 }, (_, index) => callOf(`call ${index}`))
    const opened = await Promise.all(calls.map((call) => tap.open(call)))
    for (const call of opened) call.close(answerOf('y'))
    await tap.flush()
    const [writer] = readdirSync(folder).filter((name) => name.startsWith('20'))
    const journals = readdirSync(join(folder, writer!)).filter((name) => name.startsWith('journal'))
    assert.equal(journals.length, 1)
    largest = Math.max(largest, statSync(join(folder, writer!, journals[0]!)).size)
  }
  assert.ok(largest < 4096 + 10_000, `the journal had ${largest} bytes`)
  longCall.close(answerOf('end'))
  await tap.stop()
  assert.equal(recordsIn(folder).length, 501)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  assert.deepEqual(
    files.filter((name) => /journal|owner/.test(name)),
    [],
  )
})

test('segments are ended by length and by age', async (t) => {
  const folder = folderFor(t)
  let nowMs = Date.now()
  const tap = await openTap({ folder, segmentBytesMax: 2000, now: () => nowMs })
  const record = async (): Promise<void> => {
    const call = await tap.open(callOf('x'.repeat(500)))
    call.close(answerOf('y'))
    await tap.flush()
  }
  for (let round = 0; round < 9; round += 1) await record()
  const count = (): number =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jsonl')).length
  assert.equal(count(), 3)
  nowMs += 600_001
  await record()
  assert.equal(count(), 4)
  await tap.stop()
  assert.equal(recordsIn(folder).length, 10)
})

test('what came at one time is divided among segments of their length', async (t) => {
  const folder = folderFor(t)
  const tap = await openTap({ folder, segmentBytesMax: 2000 })
  const calls = Array.from({ length: 20 }, () => callOf('x'.repeat(500)))
  const opened = await Promise.all(calls.map((call) => tap.open(call)))
  for (const call of opened) call.close(answerOf('y'))
  await tap.stop()
  assert.deepEqual(
    recordsIn(folder).map(({ id }) => id),
    calls.map(({ id }) => id),
  )
  const sizes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => statSync(join(folder, name)).size)
  assert.ok(
    sizes.every((size) => size < 4000),
    `${sizes}`,
  )
})

test('what was open when a tap stopped is recorded as interrupted, once', async (t) => {
  const folder = folderFor(t)
  const tap = await openTap({ folder })
  const [ended, open] = [callOf('ended'), callOf('open')]
  const [endedCall, openCall] = await Promise.all([tap.open(ended), tap.open(open)])
  endedCall.close(answerOf('y'))
  await tap.stop()
  openCall.close(answerOf('too late'))
  await assert.rejects(async () => tap.open(callOf('too late')), /stopped/)
  for (let round = 0; round < 2; round += 1) {
    const keeper = await keepSpool({ folder })
    await keeper.stop()
    assert.equal(keeper.counters.interruptedRecords, round === 0 ? 1 : 0)
  }
  const records = recordsIn(folder)
  assert.deepEqual(
    records.map(({ id, status, gateway }) => [id, status, gateway['ending']]),
    [
      [ended.id, 200, 'complete'],
      [open.id, 500, 'interrupted'],
    ],
  )
})

test('long bodies are settled beside the event loop and kept as they came', async (t) => {
  const folder = folderFor(t)
  const tap = await openTap({ folder })
  const text = 'lörem '.repeat(100_000)
  const calls = [callOf(text), callOf(text, { content: 'hash' }), callOf('x', { request: Buffer.alloc(1 << 20, 91) })]
  const opened = await Promise.all(calls.map((call) => tap.open(call)))
  for (const call of opened) call.close(answerOf(text))
  await tap.flush()
  const records = new Map(recordsIn(folder).map((record) => [record.id, record]))
  const [kept, hashed, broken] = calls.map(({ id }) => records.get(id)!)
  assert.deepEqual(kept!.request, JSON.parse(Buffer.from(calls[0]!.request).toString()))
  assert.ok(JSON.stringify(hashed).length < 1500)
  assert.deepEqual([broken!.request, broken!.gateway['request_fault']], [{}, 'not an object'])
  await tap.stop()
})

test('a body of 50 MB holds nobody up and leaves a record that core reads', async (t) => {
  const folder = folderFor(t)
  const tap = await openTap({ folder })
  const request = Buffer.concat([
    Buffer.from('{"messages":[{"role":"user","content":"'),
    Buffer.alloc(50 << 20, 120),
    Buffer.from('"}]}'),
  ])
  let longestMs = 0
  // What this thread computed between two turns: the clock would tell of other programs too.
  let last = process.threadCpuUsage()
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(last)
    longestMs = Math.max(longestMs, (user + system) / 1000)
    last = process.threadCpuUsage()
  }, 0)
  const call = await tap.open(callOf('', { request }))
  call.close(answerOf('y'))
  await tap.flush()
  clearInterval(timer)
  const [record] = recordsIn(folder)
  assert.equal(record!.gateway['request_fault'], 'shortened')
  assert.equal(record!.gateway['request_bytes'], request.length)
  // Copying 50 MB takes 30 ms here; parsing them takes ten times as long.
  assert.ok(longestMs < 150, `the event loop stood still for ${longestMs} ms`)
  await tap.stop()
})
