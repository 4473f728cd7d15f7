/**
 * Failover hop: a request fails on one account and the identical request arrives from another shortly after.
 *
 * Catches: every pool that retries with another credential, which is how relays ship.
 * Honest users trip it by: having a second account and trying again there (two accounts, rarely, mostly in incidents: no
 * bonus then, and two accounts make no campaign); a company's gateway (declared organisation); sending a popular prompt
 * when others send it too (many holders, many rivals).
 * Evasion: not retrying elsewhere, which costs throughput; waiting, which lowers the bonus; rewording.
 * Weight: log(population / holders of the request), and for closeness in time, outside incidents, the log-likelihood
 * ratio against the request's own rate in the two hours before: log(7,200 s / ((rivals + 1) × (delay + 1 s))), not below 0.
 * Source: own; defaults of CLIProxyAPI and claude-relay-service (three retries over other credentials).
 */
import { counted, type EventSignal, readSharings, readSql, type SharingRow } from '../signal.ts'

interface Answer extends SharingRow {
  delayMs: number
  rivals: number
  inIncident: number
}

const limits = {
  /** Shorter requests, without white space, recur by chance. */
  unitsMin: 12,
  holdersMax: 40,
  delaySecondsMax: 300,
}

/** Nats beyond rarity for a retry `delayMs` after the failure. */
export function closenessNats(delayMs: number, rivals: number): number {
  return Math.max(0, Math.log(7200 / ((rivals + 1) * (delayMs / 1000 + 1))))
}

const query = { sql: readSql(import.meta.url), parameters: limits }

/** See the file's header. */
export const failoverHop: EventSignal = {
  kind: 'event',
  name: 'failover-hop',
  needs: {
    count: 'countIf(status >= 400)',
    without: 'No request failed: failover-hop was silent.',
  },
  query,
  read: (context) =>
    readSharings<Answer>(context, {
      signal: 'failover-hop',
      family: 'handoff',
      ...query,
      more: ({ delayMs, rivals, inIncident }) => ({
        delayMs,
        bonusNats: inIncident ? 0 : closenessNats(delayMs, rivals),
      }),
    }),
  sentence({ sharings, between }) {
    const delays = sharings.map(({ delayMs = 0 }) => delayMs / 1000).sort((a, b) => a - b)
    const median = delays[Math.floor(delays.length / 2)] ?? 0
    const after = `${median < 10 ? median.toFixed(1) : Math.round(median)} s later`
    return (
      `${counted(sharings.length, 'request')} that failed on one account came, identical, from another ` +
      `${sharings.length === 1 ? after : `(in the median ${after})`}, between ${between}.`
    )
  },
}
