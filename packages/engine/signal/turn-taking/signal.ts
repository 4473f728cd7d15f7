/**
 * Turn-taking: the accounts that fill a template, or those of a group that is alike, are used in turn, as a scheduler uses
 * them and people do not. Here templates are looked at; groups are, once there are any, by `GroupTurns` in the pipeline.
 *
 * Catches: round-robin and least-recently-used pools, long before a call fails and moves.
 * Honest users trip it by: running one program at fixed hours (recognised by the clock and left out). A class, a viral prompt
 * and the users of one agent do not: people come in bursts, some far more than others, and the bet is lost.
 * Evasion: picking accounts at random, which keeps no order; sticky sessions whose openings follow people's own rhythm; skewed quotas; a template per account.
 * Weight: the logarithm of an e-value (see `turnTaking`, by order alone), less that of the number of templates or groups
 * looked at, between accounts whose own calls speak for it. It counts from the moment at which it is reached: an e-value may be read at any time.
 * Source: signals T1 and T3 of the catalogue; Wasserman, Ramdas, Balakrishnan, "Universal inference", 2020.
 */
import { type Sharing, Sharings } from '@stillhunt/core/link'
import { counted, type EventSignal, readSql } from '../signal.ts'
import { readTemplates, type Template } from './template.ts'
import { type Turn, turnsIn } from './turn-pool.ts'

const limits = {
  accountsMin: 5,
  /** Fewer calls tell nothing; of more the first are looked at. */
  callsMin: 20,
  callsMax: 3000,
  /** The templates looked at, those with most calls: their calls are held in memory, twelve bytes each. */
  templatesMax: 2000,
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
    const { templates, accounts } = await readTemplates(context.store, sql, { ...limits, accountsMax })
    const turns = turnsIn(templates.map(({ calls }) => calls))
    const indices = accounts.map((account) => context.indexOf(account))
    const ties = [...Map.groupBy(turns, ({ template }) => template)].flatMap(([template, own]) =>
      tiesOf(own, templates[template]!, indices),
    )
    return new Sharings(ties)
  },
  sentence({ sharings, between }) {
    const ways = new Set(sharings.map(({ item }) => item)).size
    return `In ${counted(ways, 'sequence')} of conversations accounts take turns as a scheduler makes them and people do not, between ${between}.`
  },
}

/** Each account is tied to so many of those that showed before it. */
const tiesMax = 2

/** Ties accounts, from the one at `from` on, to those before them. `item` says what they take turns in. */
export function tieTurns(
  accounts: readonly number[],
  from: number,
  item: string,
  shownMs: number,
  nats: number,
  records: readonly string[],
): Sharing[] {
  const ties: Sharing[] = []
  for (let at = from; at < accounts.length; at += 1)
    for (let before = Math.max(0, at - tiesMax); before < at; before += 1) {
      const pair = [accounts[before]!, accounts[at]!].sort((a, b) => a - b)
      ties.push({
        signal: 'turn-taking',
        family: 'handoff',
        item: `turns ${item}`,
        accounts: pair,
        sinceMs: [shownMs, shownMs],
        holders: 2,
        bonusNats: nats,
        isSchedule: true,
        records: [records[before]!, records[at]!],
      })
    }
  return ties
}

/** Ties those who take turns in one template, in the order in which that showed. */
function tiesOf(
  turns: readonly Turn[],
  { item, firstRecords }: Template,
  indices: readonly (number | undefined)[],
): Sharing[] {
  const known = turns.flatMap((turn) => {
    const account = indices[turn.account]
    return account === undefined ? [] : [{ ...turn, account, record: firstRecords.get(turn.account)! }]
  })
  const accounts = known.map(({ account }) => account)
  const records = known.map(({ record }) => record)
  return known.flatMap(({ shownMs, nats }, at) => tieTurns(accounts.slice(0, at + 1), at, item, shownMs, nats, records))
}
