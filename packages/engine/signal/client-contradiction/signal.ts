/**
 * Client contradiction: headers say one thing, prompts another.
 *
 * Catches: relays that send all customers' calls under one made-up client: the header claims Windows, the environment
 * block says macOS; the browser asks for French, its user writes Vietnamese.
 * Honest users trip it by: containers and remote machines (they contradict on few calls, and so does the reference);
 * people whose browser asks for English whatever they write, or who write English (English is
 * never a contradiction).
 * Evasion: full mimicry: one client per customer and account.
 * Weight: none; measured against matched accounts.
 * Source: own; header rewriting as found in public relays.
 */
import type { Activity } from '../activity.ts'
import { firstRow, rowShare, type ShareTest, sharesSaid, testShares } from '../share-test.ts'
import type { TestSignal } from '../signal.ts'

const rowsMin = 5
const contradictingShareMin = 0.2
/** English, in `languages`. */
const english = 1

const shares: ShareTest = {
  figure: (activity, account) =>
    rowShare(activity, account, {
      judged: (row) => saysSystems(activity, row) || saysLanguages(activity, row),
      counts: (row) => contradicts(activity, row),
      rowsMin,
    }),
  limit: contradictingShareMin,
  record: (activity, account) => firstRow(activity, account, (row) => contradicts(activity, row)),
}

function saysSystems({ claimedSystem, describedSystem }: Activity, row: number): boolean {
  return claimedSystem[row] !== 0 && describedSystem[row] !== 0
}

function saysLanguages({ claimedLanguage, language }: Activity, row: number): boolean {
  return claimedLanguage[row]! > english && language[row]! > english
}

function contradicts(activity: Activity, row: number): boolean {
  return (
    (saysSystems(activity, row) && activity.claimedSystem[row] !== activity.describedSystem[row]) ||
    (saysLanguages(activity, row) && activity.claimedLanguage[row] !== activity.language[row])
  )
}

/** See the file's header. */
export const clientContradiction: TestSignal = {
  kind: 'test',
  name: 'client-contradiction',
  axis: 'deception',
  needs: {
    count: 'countIf((claimed_system != 0 AND described_system != 0) OR claimed_language != 0)',
    without: 'No request says of its client the same thing twice: client-contradiction was silent.',
  },
  test: (group, reference) => testShares(group, reference, shares),
  sentence: (outcome) =>
    `Headers and prompts contradict each other about system or language on at least ${contradictingShareMin * 100} % of ` +
    `the calls of ${sharesSaid(outcome)}.`,
}
