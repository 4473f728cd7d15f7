/** Who was named when, over the steps of a replay. */
import type { CampaignKind, LeakagePoint, Release } from '../report.ts'
import type { FoundGroup } from './judgement.ts'
import type { ClaimedGroup } from './campaign-entry.ts'
import type { Directory } from './directory.ts'
import type { UsageLog } from './usage-log.ts'

/** An account that belonged together with others while nobody named it. */
export interface Closeness {
  readonly found: FoundGroup
  readonly atMs: number
  readonly nats: number
  readonly thresholdNats: number
}

interface Naming {
  readonly firstMs: Partial<Record<CampaignKind, number>>
  /** Where it is named, or was last. */
  campaign: string
  kind: CampaignKind
  /** When it was first named as more than coordinated. */
  accusedMs: number | null
  /** The first step at which it was not named any more; null while it is. */
  endedMs: number | null
}

/** See the file's header. Times are milliseconds of event time. */
export class NamingLedger {
  private readonly namings: (Naming | undefined)[]
  private readonly named = new Set<number>()
  private readonly closest = new Map<number, Closeness>()

  constructor(accounts: number) {
    this.namings = Array.from({ length: accounts }, () => undefined)
  }

  /** Notes the claims of a step at `atMs`. O(accounts named). */
  note(claimed: readonly ClaimedGroup[], atMs: number): void {
    const still = new Set<number>()
    for (const { id, claim } of claimed)
      for (const account of claim.named) {
        still.add(account)
        this.noteOne(account, id, claim.kind, atMs)
      }
    for (const account of this.named) if (!still.has(account)) this.namings[account]!.endedMs ??= atMs
    for (const account of still) {
      this.namings[account]!.endedMs = null
      this.named.add(account)
    }
  }

  /** Notes the members of a group that are not named, where they never came so close. */
  noteNear(found: FoundGroup, atMs: number): void {
    const named = new Set(found.claim?.named)
    const { members, thresholdNats } = found.whole
    for (const { account, nats } of members) {
      const known = this.closest.get(account)
      const margin = nats - thresholdNats
      if (named.has(account) || (known !== undefined && known.nats - known.thresholdNats >= margin)) continue
      this.closest.set(account, { found, atMs, nats, thresholdNats })
    }
  }

  /** When the account was first named in a campaign of that kind. */
  firstNamedMs(account: number, kind: CampaignKind): number | undefined {
    return this.namings[account]?.firstMs[kind]
  }
  /** Whether it was ever named as more than coordinated. */
  wasAccused(account: number): boolean {
    return this.namings[account]?.accusedMs != null
  }
  /** Accounts that belonged together with others, as they came closest to being named. */
  near(): ReadonlyMap<number, Closeness> {
    return this.closest
  }

  /** How the records of those accused at the end split into before and after they were named. O(their records). */
  leakage(log: UsageLog): LeakagePoint[] {
    const events: { readonly atMs: number; readonly isContained: boolean }[] = []
    for (const [account, naming] of this.namings.entries()) {
      if (naming?.accusedMs == null || naming.endedMs !== null) continue
      const { accusedMs } = naming
      for (const atMs of log.timesOf(account)) events.push({ atMs, isContained: atMs >= accusedMs })
    }
    events.sort((a, b) => a.atMs - b.atMs)
    return pointsOf(events)
  }

  /** Accounts that were accused and are not any more, most records in between first. */
  released(log: UsageLog, directory: Directory): Release[] {
    const released: Release[] = []
    for (const [account, naming] of this.namings.entries()) {
      if (naming?.accusedMs == null || naming.endedMs === null) continue
      const { accusedMs: namedMs, endedMs: releasedMs, campaign, kind } = naming
      const interactionsBetween = log.countBefore([account], releasedMs) - log.countBefore([account], namedMs)
      released.push({ account: directory.name(account), campaign, kind, namedMs, releasedMs, interactionsBetween })
    }
    return released.sort((a, b) => b.interactionsBetween - a.interactionsBetween || (a.account < b.account ? -1 : 1))
  }

  private noteOne(account: number, campaign: string, kind: CampaignKind, atMs: number): void {
    const naming = (this.namings[account] ??= { firstMs: {}, campaign, kind, accusedMs: null, endedMs: null })
    naming.firstMs[kind] ??= atMs
    naming.campaign = campaign
    naming.kind = kind
    if (kind !== 'coordinated') naming.accusedMs ??= atMs
  }
}

/** Points of a curve at most; more cannot be told apart in a picture. */
const pointsMax = 600

function pointsOf(events: readonly { readonly atMs: number; readonly isContained: boolean }[]): LeakagePoint[] {
  const points: LeakagePoint[] = []
  const stride = Math.max(1, Math.ceil(events.length / pointsMax))
  let contained = 0
  for (const [index, event] of events.entries()) {
    if (event.isContained) contained += 1
    if ((index + 1) % stride === 0 || index + 1 === events.length)
      points.push({ atMs: event.atMs, seen: index + 1, contained })
  }
  return points
}
