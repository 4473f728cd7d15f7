/** What a gateway has once, however many processes serve: the spool's keeper, the limits, and who made what. */
import type { Registry } from 'prom-client'
import type { Configuration } from '../config.ts'
import { claimFolder } from '../file.ts'
import type { Closing } from './closing.ts'
import { exportCounters } from './counters.ts'
import { openLimiter, type OpenLimiter } from './limiter.ts'
import type { ProcessLog } from './log.ts'
import { openOwners, type OpenOwners } from './owners.ts'
import { openSpool, type Spool } from './spool.ts'

/** See the file's header. */
export interface SharedState {
  readonly spool: Spool | undefined
  readonly limiter: OpenLimiter['limiter']
  readonly owners: OpenOwners['owners']
}

/** Opens it, adds what closes it to `closing`, and what it counts to `registry`. Throws what cannot be opened. */
export async function openSharedState(
  configuration: Configuration,
  log: ProcessLog,
  closing: Closing,
  registry: Registry,
): Promise<SharedState> {
  const spool = await openSpool(configuration.tap, log)
  closing.add(() => spool?.stop())
  closing.add(await claimFolder(configuration.dataDir))
  const { limiter, counters, close } = await openLimiter(configuration, log)
  closing.add(close)
  const { owners, counters: ownerCounters } = await openOwners(configuration, log)
  closing.add(() => owners.close())
  exportCounters(registry, 'limiter', counters)
  exportCounters(registry, 'owner', ownerCounters)
  if (spool !== undefined) exportCounters(registry, 'spool', spool.counters)
  return { spool, limiter, owners }
}
