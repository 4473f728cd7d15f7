/**
 * Rollouts: one task is answered several times, on several accounts, one shortly after the other.
 *
 * Catches: best-of-n and rejection sampling spread over accounts; judges that vote.
 * Honest users trip it by: evaluations with pass@k (one organisation); a class at one exercise (many holders, many rivals);
 * asking what everybody asks (short, or many holders); two laboratories on one benchmark (hours apart, not minutes).
 * Evasion: wording the task anew for each try; one account for all tries of a task; waiting between them.
 * Weight: log(population / holders of the request), and for closeness in time the log-likelihood ratio against the
 * request's own rate in the two hours before, as for a failover; tasks of about as many holders count once for a pair.
 * Source: signal C3 of the catalogue; own.
 */
import { closenessNats } from '../failover-hop/signal.ts'
import { counted, type EventSignal, readSharings, readSql, type SharingRow } from '../signal.ts'

interface Answer extends SharingRow {
  delayMs: number
  rivals: number
}

const limits = {
  /** Shorter requests, without white space, recur by chance. */
  unitsMin: 60,
  usesMin: 3,
  holdersMax: 12,
  delaySecondsMax: 600,
}

const query = { sql: readSql(import.meta.url), parameters: limits }

/** See the file's header. */
export const rollout: EventSignal = {
  kind: 'event',
  name: 'rollout',
  needs: {
    count: 'countIf(prompt_words > 0)',
    without: 'No request has text: rollout was silent.',
  },
  query,
  read: (context) =>
    readSharings<Answer>(context, {
      signal: 'rollout',
      family: 'handoff',
      ...query,
      more: ({ delayMs, rivals }) => ({ delayMs, bonusNats: closenessNats(delayMs, rivals) }),
    }),
  sentence({ sharings, between }) {
    const tasks = new Set(sharings.map(({ item }) => item)).size
    return `${counted(tasks, 'task')} answered again and again, each time on another account within minutes, between ${between}.`
  },
}
