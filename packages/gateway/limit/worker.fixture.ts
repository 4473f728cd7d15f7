/** A worker process of the test: asks as many times as it is told, and holds what passed until it is told or killed. */
import { channelToPrimary } from './channel.ts'
import { askOf } from './limit.fixture.ts'
import { SharedLimiter } from './shared-limiter.ts'
import type { Ask } from './limiter.ts'
import type { Limits } from '@stillhunt/core/policy'

/** What the primary tells the worker to do. */
export interface Order {
  readonly limits: Limits
  readonly asks: number
}

const limiter = new SharedLimiter(channelToPrimary())
const held: Ask[] = []

process.on('message', (message: { readonly order?: Order | 'settle' }) => {
  const { order } = message
  if (order === 'settle') for (const ask of held.splice(0)) limiter.settle(ask, 1)
  else if (order !== undefined) void carryOut(order)
})

async function carryOut({ limits, asks }: Order): Promise<void> {
  const decided = Array.from({ length: asks }, async () => {
    const ask = askOf(limits)
    if ((await limiter.reserve(ask)).ok) held.push(ask)
  })
  const startMs = performance.now()
  await Promise.all(decided)
  process.send!({ passed: held.length, tookMs: performance.now() - startMs })
}
