/** Shows that records reach the sink: in order, once under their batch's id, whatever the sink says at first. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import { keepSpool } from './keeper.ts'
import { answerOf, callOf, folderFor } from './spool.fixture.ts'
import { openTap } from './spool-writer.ts'

interface Post {
  readonly id: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** A sink that keeps what it is sent; `answer` decides what it says to each post. */
async function sinkFor(
  t: TestContext,
  answer: (response: ServerResponse, index: number) => void = () => undefined,
): Promise<{ posts: Post[]; url: string }> {
  const posts: Post[] = []
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const { headers } = request
      posts.push({ id: String(headers['idempotency-key']), headers, body: Buffer.concat(pieces) })
      answer(response, posts.length - 1)
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { posts, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/records` }
}

const quick = { lingerMs: 10, retryMsMin: 10, retryMsMax: 50 }

function idsOf({ headers, body }: Post): string[] {
  const encoding = headers['content-encoding']
  const plain = encoding === 'zstd' ? zstdDecompressSync(body) : encoding === 'gzip' ? gunzipSync(body) : body
  return plain
    .toString('utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as { id: string }).id)
}

async function until(isDone: () => boolean): Promise<void> {
  for (let round = 0; round < 1000 && !isDone(); round += 1) await wait(5)
  assert.ok(isDone())
}

/** A stopped spool of `count` records; answers their ids. */
async function fill(folder: string, count: number): Promise<string[]> {
  const tap = await openTap({ folder, segmentBytesMax: 8000 })
  const calls = Array.from({ length: count }, (_, index) => callOf(`call ${index} ${'x'.repeat(300)}`))
  for (const call of calls) {
    const opened = await tap.open(call)
    opened.close(answerOf('y'))
    await tap.flush()
  }
  await tap.stop()
  return calls.map(({ id }) => id)
}

const writersIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.startsWith('20'))

for (const encoding of ['zstd', 'gzip', 'identity'] as const)
  test(`${encoding}: everything arrives once and in order, and the spool is empty afterwards`, async (t) => {
    const folder = folderFor(t)
    const { posts, url } = await sinkFor(t)
    const ids = await fill(folder, 50)
    writeFileSync(`${folder}.token`, 'tok-1\n')
    const sink = { ...quick, url, encoding, batchRecordsMax: 7, token: { file: `${folder}.token` } }
    const keeper = await keepSpool({ folder, sink, lookMs: 10 })
    await until(() => writersIn(folder).length === 0)
    assert.deepEqual(posts.flatMap(idsOf), ids)
    assert.equal(new Set(posts.map(({ id }) => id)).size, posts.length)
    assert.ok(posts.every(({ headers }) => headers.authorization === 'Bearer tok-1'))
    assert.ok(posts.every((post) => idsOf(post).length <= 7))
    const { shippedRecords, batches, batchRetries, lagSeconds } = keeper.counters
    await until(() => keeper.counters.lagSeconds === 0)
    assert.deepEqual([shippedRecords, batches, batchRetries, lagSeconds >= 0], [50, posts.length, 0, true])
    await keeper.stop()
    assert.ok(!readFileSync(join(folder, 'cursor.json'), 'utf8').includes('tok-1'))
  })

test('records of a living writer are shipped as they come', async (t) => {
  const folder = folderFor(t)
  const { posts, url } = await sinkFor(t)
  const tap = await openTap({ folder })
  const keeper = await keepSpool({ folder, sink: { ...quick, url } })
  for (let round = 0; round < 3; round += 1) {
    const call = callOf('x')
    const opened = await tap.open(call)
    opened.close(answerOf('y'))
    await until(() => posts.length === round + 1)
    assert.deepEqual(idsOf(posts[round]!), [call.id])
  }
  await keeper.stop()
  await tap.stop()
})

test('a batch is sent until it is acknowledged, the same bytes under the same id', async (t) => {
  const folder = folderFor(t)
  const statuses = [500, 429, 408, 404, 301]
  const { posts, url } = await sinkFor(t, (response, index) => {
    response.statusCode = statuses[index] ?? 200
    if (index === 5) response.destroy()
  })
  const ids = await fill(folder, 3)
  const keeper = await keepSpool({ folder, sink: { ...quick, url }, lookMs: 10 })
  await until(() => writersIn(folder).length === 0)
  assert.equal(posts.length, 7)
  for (const { id, body } of posts) {
    assert.equal(id, posts[0]!.id)
    assert.ok(body.equals(posts[0]!.body))
  }
  assert.deepEqual(idsOf(posts[6]!), ids)
  // Not found and moved: nothing that waiting mends.
  assert.deepEqual([keeper.counters.batchRetries, keeper.counters.sinkRefusals], [6, 2])
  await keeper.stop()
})

test('a batch that a stopped keeper did not see acknowledged is sent again as it was, though limits changed', async (t) => {
  const folder = folderFor(t)
  let isUp = false
  const { posts, url } = await sinkFor(t, (response) => {
    if (!isUp) response.statusCode = 503
  })
  const ids = await fill(folder, 20)
  const first = await keepSpool({ folder, sink: { ...quick, url, batchRecordsMax: 5 } })
  await until(() => posts.length >= 2)
  await first.stop()
  isUp = true
  const count = posts.length
  const second = await keepSpool({ folder, sink: { ...quick, url, encoding: 'gzip' }, lookMs: 10 })
  await until(() => writersIn(folder).length === 0)
  await second.stop()
  assert.equal(posts[count]!.id, posts[0]!.id)
  assert.ok(posts[count]!.body.equals(posts[0]!.body))
  assert.deepEqual(posts.slice(count).flatMap(idsOf), ids)
})

test('the sink is asked as late as it wishes', async (t) => {
  const folder = folderFor(t)
  const times: number[] = []
  const { url } = await sinkFor(t, (response, index) => {
    times.push(Date.now())
    if (index === 0) response.writeHead(429, { 'retry-after': '1' })
  })
  await fill(folder, 1)
  const keeper = await keepSpool({ folder, sink: { ...quick, url } })
  await until(() => times.length === 2)
  assert.ok(times[1]! - times[0]! >= 990)
  await keeper.stop()
})

test('a damaged line is set aside and what stands around it is shipped', async (t) => {
  const folder = folderFor(t)
  const { posts, url } = await sinkFor(t)
  const ids = await fill(folder, 5)
  const [writer] = writersIn(folder)
  const path = join(folder, writer!, '00000001.jsonl')
  const bytes = readFileSync(path)
  const feed = bytes.indexOf('\n')
  bytes[feed + 200]! ^= 1
  writeFileSync(path, Buffer.concat([bytes, Buffer.from('{"v":1,"id":"torn')]))
  const keeper = await keepSpool({ folder, sink: { ...quick, url }, lookMs: 10 })
  await until(() => writersIn(folder).length === 0)
  await keeper.stop()
  assert.deepEqual(posts.flatMap(idsOf), ids.toSpliced(1, 1))
  assert.equal(keeper.counters.quarantinedLines, 2)
  const aside = readFileSync(join(folder, 'quarantine.log'), 'utf8').trim().split('\n')
  const [damaged] = aside.map((line) => JSON.parse(line) as { from: number; base64: string })
  assert.equal(damaged!.from, feed + 1)
  assert.ok(Buffer.from(damaged!.base64, 'base64').toString().includes(ids[1]!))
})

test('sealed segments are compressed while they wait, shipped from there, and kept as far as is allowed', async (t) => {
  const folder = folderFor(t)
  const { posts, url } = await sinkFor(t)
  const ids = await fill(folder, 50)
  const without = await keepSpool({ folder, compress: true })
  await without.stop()
  const files = (): string[] => writersIn(folder).flatMap((name) => readdirSync(join(folder, name)))
  assert.ok(files().length > 3 && files().every((name) => name.endsWith('.jsonl.zst')), files().join())
  const keeper = await keepSpool({
    folder,
    sink: { ...quick, url, batchRecordsMax: 3 },
    keptBytesMax: 2500,
    lookMs: 10,
  })
  await until(() => keeper.counters.shippedRecords === 50)
  await keeper.look()
  await keeper.look()
  assert.deepEqual(posts.flatMap(idsOf), ids)
  assert.ok(files().length > 0)
  await keeper.stop()
  const again = await keepSpool({ folder, sink: { ...quick, url } })
  await wait(50)
  await again.look()
  await again.stop()
  assert.equal(posts.flatMap(idsOf).length, 50)
  assert.equal(files().length, 0)
})
