/**
 * Turn-taking: the accounts that fill a template are used in turn, as a scheduler uses them and people do not.
 *
 * Catches: round-robin, least-recently-used and random pools, long before a call fails and moves.
 * Honest users trip it by: running one program at fixed hours (recognised by the clock and left out). A class, a viral prompt
 * and the users of one agent do not: people come in bursts, some far more than others, and the bet is lost.
 * Evasion: sticky sessions whose openings follow people's own rhythm; skewed quotas; a template per account.
 * Weight: the logarithm of an e-value (see `turnTaking`), less that of the number of templates looked at, between accounts
 * that had a second turn. It counts from the moment at which it is reached: an e-value may be read at any time.
 * Source: signals T1 and T3 of the catalogue; Wasserman, Ramdas, Balakrishnan, "Universal inference", 2020.
 */
import type { Sharing } from '@stillhunt/core/link'
import { counted, type EventSignal, readSql, type SignalContext } from '../signal.ts'
import { type Call, type Turn, turnsIn } from './turn-pool.ts'

const limits = {
  accountsMin: 5,
  /** Fewer calls tell nothing; of more the first are looked at. */
  callsMin: 20,
  callsMax: 3000,
  /** A question that many ask word for word is no template. */
  fillingsMin: 5,
}

/** Templates that a larger part of the population uses are everybody's. */
const accountsShareMax = 0.4

const sql = readSql(import.meta.url)

/** See the file's header. */
export const turnTakingSignal: EventSignal = {
  kind: 'event',
  name: 'turn-taking',
  needs: {
    count: 'countIf(prompt_words > 0)',
    without: 'No request has text: turn-taking was silent.',
  },
  async read(context) {
    const accountsMax = Math.max(60, Math.floor(context.population.size * accountsShareMax))
    const rows = await context.store.query<{ item: string; calls: Call[] }>(sql, { ...limits, accountsMax })
    const turns = turnsIn(rows.map(({ calls }) => calls))
    return [...Map.groupBy(turns, ({ template }) => template)].flatMap(([template, own]) =>
      tiesOf(own, `turns ${rows[template]!.item}`, context),
    )
  },
  sentence({ sharings, between }) {
    const templates = new Set(sharings.map(({ item }) => item)).size
    return `Filling ${counted(templates, 'template')}, accounts take turns as a scheduler makes them, between ${between}.`
  },
}

/** Each account is tied to so many of those that showed before it. */
const tiesMax = 2

/** Ties those who take turns in one template, in the order in which that showed. */
function tiesOf(turns: readonly Turn[], item: string, { indexOf }: SignalContext): Sharing[] {
  const ties: Sharing[] = []
  const tied: { readonly account: number; readonly record: string }[] = []
  for (const { account: hash, record, shownMs, nats } of turns) {
    const account = indexOf(hash)
    if (account === undefined) continue
    for (const other of tied.slice(-tiesMax))
      ties.push({
        signal: 'turn-taking',
        family: 'handoff',
        item,
        accounts: [account, other.account].sort((a, b) => a - b),
        sinceMs: [shownMs, shownMs],
        holders: 2,
        bonusNats: nats,
        records: [other.record, record],
      })
    tied.push({ account, record })
  }
  return ties
}
