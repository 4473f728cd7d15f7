/** Which limiter a gateway has. */
import { join } from 'node:path'
import type { Configuration } from '../config.ts'
import { type Limiter, LocalLimiter, RedisLimiter } from '../limit.ts'
import type { Log } from '../proxy.ts'
import type { Counters } from './counters.ts'
import { KeptUse } from './kept-use.ts'

/** A limiter, and what it counts. */
export interface OpenLimiter {
  readonly limiter: Limiter
  readonly counters: () => Counters
  readonly close: () => Promise<void>
}

/**
 * Redis' where it is configured, else one in this process' memory, whose use is kept in the data folder. A gateway has one, whatever the number of its workers:
 * its primary decides for them. Throws for an address that is none; a Redis that is away only delays the start by a second.
 */
export async function openLimiter({ redis, dataDir }: Configuration, log: Log): Promise<OpenLimiter> {
  if (redis === undefined) {
    const limiter = new LocalLimiter()
    const kept = await KeptUse.open(join(dataDir, 'limits.json'), limiter, log)
    return { limiter, counters: () => ({ ...limiter.counters() }), close: () => kept.close() }
  }
  const { url, cluster, prefix, timeoutMs, gateways } = redis
  const limiter = new RedisLimiter({
    address: url === undefined ? { nodes: cluster ?? [] } : { url },
    prefix: `${prefix}:`,
    timeoutMs,
    gateways,
    onChange: (isUp, because) =>
      isUp ? log.info({}, 'limits are shared') : log.warn({ because }, 'limits are local: Redis does not answer'),
  })
  await limiter.connected()
  return { limiter, counters: () => ({ ...limiter.counters() }), close: () => limiter.close() }
}
