/** Who knows whose things are, as configured. */
import type { Configuration } from '../config.ts'
import { LocalOwners, type Owners, RedisOwners } from '../owner.ts'
import type { Log } from '../proxy.ts'
import type { Counters } from './counters.ts'

/** Owners, and what they count. */
export interface OpenOwners {
  readonly owners: Owners
  readonly counters: () => Counters
}

/**
 * In this process' memory and its data folder, and in Redis where it is configured. A gateway has them once, whatever the
 * number of its workers. Throws what the system says of the folder.
 */
export async function openOwners(
  { dataDir: folder, owners: bounds, redis }: Configuration,
  log: Log,
): Promise<OpenOwners> {
  const local = await LocalOwners.open({
    ...bounds,
    folder,
    onChange: (fault) =>
      fault === undefined
        ? log.info({}, 'who made what is written down again')
        : log.error({ fault }, 'who made what cannot be written down: a restart would forget it'),
  })
  const { linesDamaged } = local.counters()
  if (linesDamaged > 0) log.warn({ lines: linesDamaged }, 'of who made what some lines could not be read')
  if (redis === undefined) return { owners: local, counters: () => ({ ...local.counters() }) }
  const { url, cluster, prefix, timeoutMs } = redis
  const owners = new RedisOwners({
    address: url === undefined ? { nodes: cluster ?? [] } : { url },
    prefix: `${prefix}:`,
    timeoutMs,
    retentionMs: bounds.retentionMs,
    local,
    onChange: (isUp, because) =>
      isUp
        ? log.info({}, 'who made what is shared')
        : log.warn({ because }, 'who made what through other gateways is not known: Redis does not answer'),
  })
  await owners.connected()
  return { owners, counters: () => ({ ...owners.counters() }) }
}
