// Across processes: one limit for all, one message per turn, and a killed worker's places come back.
import assert from 'node:assert/strict'
import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { test } from 'node:test'
import { type Channel, channelToWorker } from './channel.ts'
import { askOf, passing, until } from './limit.fixture.ts'
import type { Decision, Limiter } from './limiter.ts'
import { LocalLimiter } from './local-limiter.ts'
import { LimiterHost, SharedLimiter } from './shared-limiter.ts'
import type { Order } from './worker.fixture.ts'

/** Two ends of a line within this process; what goes over it is copied as JSON, as between processes. */
function line(): { readonly ends: readonly [Channel, Channel]; readonly sent: unknown[] } {
  const sent: unknown[] = []
  const listeners: ((message: unknown) => void)[] = []
  const end = (own: number): Channel => ({
    send(message) {
      sent.push(message)
      const copy: unknown = JSON.parse(JSON.stringify(message))
      setImmediate(() => listeners[1 - own]?.(copy))
    },
    onMessage: (listener) => void (listeners[own] = listener),
  })
  return { ends: [end(0), end(1)], sent }
}

test('asks of one turn go in one message, and so do their answers', async () => {
  const { ends, sent } = line()
  new LimiterHost(new LocalLimiter()).attach(ends[1])
  assert.equal(await passing([new SharedLimiter(ends[0])], 256, () => askOf({ requestsPerMinute: 100 })), 100)
  assert.equal(sent.length, 2)
})

test('a worker is told what the limiter said, to the last number', async () => {
  const limits = { requestsPerMinute: 3, tokensPerMinute: 500, tokensPerDay: 900, concurrentStreams: 0 }
  const near = new LocalLimiter({ nowMs: () => 7 })
  const { ends } = line()
  new LimiterHost(new LocalLimiter({ nowMs: () => 7 })).attach(ends[1])
  const far = new SharedLimiter(ends[0])
  for (const [tokens, isStream] of [
    [1, false],
    [700, false],
    [400, true],
    [450, false],
    [100, false],
    [0, false],
  ] as const) {
    const ask = askOf(limits, { tokens, isStream })
    assert.deepEqual(await far.reserve(ask), near.reserve(ask))
  }
})

test('a settlement that overtakes its decision is not lost, and a dead worker leaves its reservation', async () => {
  const local = new LocalLimiter()
  let decide = (): void => {}
  const slow: Limiter = {
    reserve: (ask) => new Promise<Decision>((resolve) => (decide = () => resolve(local.reserve(ask)))),
    settle: (ask, tokens) => local.settle(ask, tokens),
    close: () => local.close(),
  }
  const limits = { tokensPerDay: 100, concurrentRequests: 5 }
  const { ends } = line()
  const detach = new LimiterHost(slow).attach(ends[1])
  const shared = new SharedLimiter(ends[0])
  for (const settles of [true, false]) {
    decide = () => {}
    const ask = askOf(limits, { tokens: 50 })
    const unheard = decide
    const decision = shared.reserve(ask)
    if (settles) shared.settle(ask, 10)
    await until(() => decide !== unheard, 'the ask arrives')
    if (!settles) detach()
    decide()
    await decision
    await until(() => local.counters().holds === 0, 'nothing is held')
  }
  const { standings } = local.reserve(askOf(limits))
  assert.deepEqual(
    standings.map(({ remaining }) => remaining),
    [39, 4],
  )
})

test('a hold names one request in its worker, and another in the next', async () => {
  const host = new LimiterHost(new LocalLimiter())
  const workers = [line(), line()].map(({ ends }) => (host.attach(ends[1]), new SharedLimiter(ends[0])))
  const ask = askOf({ concurrentRequests: 2 })
  for (const worker of workers) assert.equal((await worker.reserve(ask)).ok, true)
  assert.throws(() => workers[0]!.reserve(ask), /hold taken/)
  const refused = askOf(ask.scopes)
  assert.equal((await workers[0]!.reserve(refused)).ok, false)
  workers[1]!.settle(ask, 1)
  assert.equal((await workers[1]!.reserve(ask)).ok, true)
  workers[0]!.settle(ask, 1)
  assert.equal((await workers[0]!.reserve(refused)).ok, true)
})

test('messages of others are passed over', () => {
  const { ends } = line()
  new LimiterHost(new LocalLimiter()).attach(ends[1])
  assert.ok(new SharedLimiter(ends[0]))
  for (const message of [undefined, null, 7, 'limit asks', { 'limit asks': 7 }, { other: [] }])
    for (const end of ends) end.send(message ?? null)
})

/** Starts workers that ask `limiter`; the function returned tells them all to ask and adds up what passed. */
async function startWorkers(count: number, limiter: Limiter): Promise<readonly Worker[]> {
  cluster.setupPrimary({ exec: `${import.meta.dirname}/worker.fixture.ts`, args: [] })
  const host = new LimiterHost(limiter)
  const workers = Array.from({ length: count }, () => {
    const worker = cluster.fork()
    const detach = host.attach(channelToWorker(worker))
    worker.on('exit', detach)
    return worker
  })
  await Promise.all(workers.map((worker) => once(worker, 'online')))
  return workers
}

async function carryOut(worker: Worker, order: Order): Promise<number> {
  const passed = new Promise<number>((resolve) => {
    const listener = (message: { readonly passed?: number }): void => {
      if (message.passed === undefined) return
      worker.off('message', listener)
      resolve(message.passed)
    }
    worker.on('message', listener)
  })
  worker.send({ order })
  return passed
}

test('256 calls at one time over four processes: exactly the limit; a killed one gives its places back', async () => {
  // Its clock stands: on a busy machine the limit would fill up again meanwhile.
  const limiter = new LocalLimiter({ nowMs: () => 1_000_000 })
  const workers = await startWorkers(4, limiter)
  try {
    const rated: Order = { limits: { requestsPerMinute: 100 }, asks: 64 }
    const passed = await Promise.all(workers.map((worker) => carryOut(worker, rated)))
    assert.equal(
      passed.reduce((sum, count) => sum + count),
      100,
    )
    for (const worker of workers) worker.send({ order: 'settle' })
    await until(() => limiter.counters().holds === 0, 'all is settled')

    const placed: Order = { limits: { concurrentRequests: 10 }, asks: 10 }
    const [first, second] = workers
    assert.equal(await carryOut(first!, placed), 10)
    assert.equal(await carryOut(second!, placed), 0)
    process.kill(first!.process.pid!, 'SIGKILL')
    await once(first!, 'exit')
    assert.equal(limiter.counters().holds, 0)
    assert.equal(await carryOut(second!, placed), 10)
  } finally {
    for (const worker of workers) worker.process.kill('SIGKILL')
  }
})
