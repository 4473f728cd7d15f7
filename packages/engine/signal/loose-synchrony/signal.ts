/**
 * Loose synchrony: accounts use the same rare thing in the same hours, day after day.
 *
 * Catches: one program that works through several accounts at a time.
 * Honest users trip it by: a class in its lessons (two or three hours a week), colleagues with one tool (their hours agree
 * less than half, and companies are declared); therefore it opens no pair and weighs little.
 * Evasion: spread the accounts over the day.
 * Weight: a fraction of log(population / holders).
 * Source: Cao, Yang, Yu, Palow, "Uncovering Large Groups of Active Malicious Accounts in Online Social Networks"
 * (SynchroTrap), 2014: Jaccard similarity over (object, time). Deviation: per object, at least half, on three days; hours in
 * which more than twelve accounts meet are left out.
 */
import { counted, outsiders, readSql, type TraitSignal } from '../signal.ts'

/** See the file's header. */
export const looseSynchrony: TraitSignal = {
  kind: 'trait',
  name: 'loose-synchrony',
  needs: { count: 'count()', without: 'There are no records: loose-synchrony was silent.' },
  traits: [{ signal: 'loose-synchrony', family: 'content', opensPairs: false, aspect: 'kept schedule', weight: 0.4 }],
  sql: readSql(import.meta.url),
  sentence: ({ values, who, inside, outside }) =>
    `${counted(values, 'template or tool set')} used in the same hours on at least 3 days by ${who}; the most common by ` +
    `${counted(inside, 'member')} and ${outsiders(outside)}.`,
}
