/**
 * Environment multiplicity: behind one account work many people's machines.
 *
 * Catches: resale, and harvests hidden among resold customers: tools write home directories and systems into prompts,
 * and relays that rewrite headers leave prompts alone.
 * Honest users trip it by: build servers and shared workstations (names that many machines have count as none); teams on
 * one key, which matching by plan meets.
 * Evasion: strip or rewrite environment blocks and paths, which breaks the customers' tools.
 * Weight: none; measured against matched accounts.
 * Source: own; the identity rewriting of public relays leaves it.
 */
import { firstRow, type ShareTest, sharesSaid, testShares, wordCounts } from '../share-test.ts'
import type { TestSignal } from '../signal.ts'

const machinesMin = 3

const shares: ShareTest = {
  figure: (activity, account) => {
    const homes = wordCounts(activity, account, activity.home).size
    const systems = wordCounts(activity, account, activity.describedSystem).size
    return homes + systems === 0 ? Number.NaN : homes + Math.max(0, systems - 1)
  },
  limit: machinesMin,
  record: (activity, account) => firstRow(activity, account, (row) => activity.home[row] !== 0),
}

/** See the file's header. */
export const environmentMultiplicity: TestSignal = {
  kind: 'test',
  name: 'environment-multiplicity',
  axis: 'deception',
  needs: {
    count: 'countIf(home != 0 OR described_system != 0)',
    without: 'No request describes the machine it comes from: environment-multiplicity was silent.',
  },
  test: (group, reference) => testShares(group, reference, shares),
  sentence: (outcome) =>
    `At least ${machinesMin} people's home directories, or their systems, show behind each of ${sharesSaid(outcome)}.`,
}
