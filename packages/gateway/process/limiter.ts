/** Which limiter a process has. */
import type { Configuration } from '../config.ts'
import { type Limiter, LocalLimiter, RedisLimiter } from '../limit.ts'
import type { Log } from '../proxy.ts'
import type { Counters } from './counters.ts'

/** A limiter, and what it counts. */
export interface OpenLimiter {
  readonly limiter: Limiter
  readonly counters: () => Counters
}

/** Redis' where it is configured, else one in this process' memory. `sharers` is how many processes of a gateway ask. */
export function openLimiter({ redis }: Configuration, sharers: number, log: Log): OpenLimiter {
  if (redis === undefined) {
    const limiter = new LocalLimiter()
    return { limiter, counters: () => ({ ...limiter.counters }) }
  }
  const { url, cluster, prefix, timeoutMs, gateways } = redis
  const limiter = new RedisLimiter({
    address: url === undefined ? { nodes: cluster ?? [] } : { url },
    prefix: `${prefix}:`,
    timeoutMs,
    gateways: gateways * sharers,
    onChange: (isUp, because) =>
      isUp ? log.info({}, 'limits are shared again') : log.warn({ because }, 'limits are local: Redis does not answer'),
  })
  return { limiter, counters: () => ({ ...limiter.counters }) }
}
