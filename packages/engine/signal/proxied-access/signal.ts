/**
 * Proxied access: members come by other ways than people do.
 *
 * Catches: VPN exits, addresses that change all day, countries that are not the registered one. Data centres are left
 * out: programs run there, and most programs are honest.
 * Honest users trip it by: people who value their privacy, phones behind carrier NAT, people who moved after
 * they signed up. Offices and campuses abroad are recognised by their common network and left out.
 * Evasion: one residential exit per account, in its country (money).
 * Weight: none; measured against matched accounts. Residential proxies do not show: weak.
 * Source: Mi et al., "Resident Evil: Understanding Residential IP Proxy as a Dark Service", 2019, for why this is weak.
 */
import type { Activity } from '../activity.ts'
import { firstRow, rowShare, type ShareTest, sharesSaid, testShares, wordCounts } from '../share-test.ts'
import type { TestOutcome, TestSignal } from '../signal.ts'

const rowsMin = 5
const shareMin = 0.5
/** Travellers, students and people at an event abroad come from home, too. */
const foreignShareMin = 0.95
const prefixesPerDayMin = 4
const dayMs = 86_400_000

/** What a sentence says of each of the ways that are looked at. */
const said: readonly string[] = [
  'At least half of the calls come from VPN exits',
  `The network changes so that at least ${prefixesPerDayMin} are used per active day`,
  'Calls hardly ever come from the registered country',
]

/** The ways, in that order. `common` are networks that nobody is judged by. */
function waysBeside(common: ReadonlySet<number>): readonly ShareTest[] {
  return [
    {
      limit: shareMin,
      figure: (activity, account) =>
        rowShare(activity, account, {
          judged: (row) => activity.asType[row] !== 0,
          counts: (row) => isExit(activity, row),
          rowsMin,
        }),
      record: (activity, account) => firstRow(activity, account, (row) => isExit(activity, row)),
    },
    {
      limit: prefixesPerDayMin,
      figure: prefixesPerDay,
      record: (activity, account) => firstRow(activity, account, (row) => activity.prefix[row] !== 0),
    },
    {
      limit: foreignShareMin,
      figure: (activity, account) => {
        const { country } = activity.accounts[account]!
        if (country === '' || isTogether(activity, account, common)) return Number.NaN
        return rowShare(activity, account, {
          judged: (row) => activity.country[row] !== 0,
          counts: (row) => activity.lexicon.wordAt(activity.country[row]!) !== country,
          rowsMin,
        })
      },
      record: (activity, account) => firstRow(activity, account, (row) => activity.country[row] !== 0),
    },
  ]
}

/** Networks that so many accounts use are an office or a campus, which may well lie, or end, abroad. */
const commonUsersMin = 3
/** Accounts with more of their calls from such networks are not judged by where they come from. */
const commonShareMax = 0.25

function isTogether(activity: Activity, account: number, common: ReadonlySet<number>): boolean {
  const counts = wordCounts(activity, account, activity.prefix)
  let [all, shared] = [0, 0]
  for (const [prefix, count] of counts) {
    all += count
    if (common.has(prefix)) shared += count
  }
  return shared > commonShareMax * all
}

/** Members and reference are counted together: the larger of two sides finds more offices, and would excuse more. */
function commonNetworks(sides: readonly Activity[]): Set<number> {
  const users = new Map<number, number>()
  for (const side of sides)
    for (const account of side.accounts.keys())
      for (const prefix of wordCounts(side, account, side.prefix).keys())
        users.set(prefix, (users.get(prefix) ?? 0) + 1)
  return new Set([...users].filter(([, count]) => count >= commonUsersMin).map(([prefix]) => prefix))
}

function isExit({ lexicon, asType }: Activity, row: number): boolean {
  return lexicon.wordAt(asType[row]!) === 'vpn'
}

function prefixesPerDay(activity: Activity, account: number): number {
  const days = new Set<number>()
  for (const row of activity.rowsOf(account))
    if (activity.prefix[row] !== 0) days.add(Math.floor(activity.timeMs[row]! / dayMs))
  const prefixes = wordCounts(activity, account, activity.prefix)
  const rows = [...prefixes.values()].reduce((sum, count) => sum + count, 0)
  return rows < rowsMin ? Number.NaN : prefixes.size / days.size
}

/** The strongest of the ways, its p-value times their number (Bonferroni). */
function test(group: Activity, reference: Activity): TestOutcome | null {
  let best: TestOutcome | null = null
  let judged = 0
  for (const [way, one] of waysBeside(commonNetworks([group, reference])).entries()) {
    const outcome = testShares(group, reference, one)
    if (outcome === null) continue
    judged += 1
    if (best === null || outcome.pValue < best.pValue) best = { ...outcome, figures: { ...outcome.figures, way } }
  }
  return best === null ? null : { ...best, pValue: Math.min(1, best.pValue * judged) }
}

/** See the file's header. */
export const proxiedAccess: TestSignal = {
  kind: 'test',
  name: 'proxied-access',
  axis: 'deception',
  needs: {
    count: "countIf(prefix != 0 OR as_type != '' OR country != '')",
    without: 'No record has client.ip, client.as_type or client.country: proxied-access was silent.',
  },
  test,
  sentence: (outcome) => `${said[outcome.figures['way'] ?? 0]!} on ${sharesSaid(outcome)}.`,
}
