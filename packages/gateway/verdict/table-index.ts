/** A verdict table, arranged so that a request costs a few look-ups. */
import { userScopeId, type Verdict, type VerdictTable } from '@stillhunt/core/policy'
import { combine, nothing } from './combine.ts'
import type { Asker, Enforcement } from './enforcement.ts'
import { Membership, type MembershipParts, packMembership } from './membership.ts'

/** Verdicts by subject. Filled a few at a time, then asked. */
export class TableIndex {
  private readonly issuedMs: number
  private readonly membership: Membership
  private readonly keys = new Map<string, Verdict[]>()
  private readonly users = new Map<string, Verdict[]>()
  private readonly accounts = new Map<string, Verdict[]>()
  private readonly orgs = new Map<string, Verdict[]>()
  private readonly campaigns = new Map<string, Verdict[]>()

  /** `issuedMs` is the table's: from when on verdicts without another time are in force. */
  constructor(issuedMs: number, membership: MembershipParts) {
    this.issuedMs = issuedMs
    this.membership = new Membership(membership)
  }

  /** Accounts in campaigns that have verdicts. */
  get campaignAccounts(): number {
    return this.membership.count
  }

  /** Adds verdicts of the table. */
  add(verdicts: readonly Verdict[]): void {
    for (const verdict of verdicts) {
      const [map, id] = this.placeOf(verdict)
      const others = map.get(id)
      if (others === undefined) map.set(id, [verdict])
      else others.push(verdict)
    }
  }

  /** What is in force against `asker`. */
  of(asker: Asker, nowMs: number): Enforcement {
    const { key, user, account, org } = asker
    const byKey = key === undefined ? undefined : this.keys.get(key)
    // The scope of a user costs more than a look-up, and most tables have no verdict about any.
    const byUser = user === undefined || this.users.size === 0 ? undefined : this.users.get(userScopeId(account, user))
    const byAccount = this.accounts.get(account)
    const byOrg = org === undefined ? undefined : this.orgs.get(org)
    const campaigns = this.membership.of(account)
    if (byKey ?? byUser ?? byAccount ?? byOrg ?? campaigns) {
      const found = [byKey, byUser, byAccount, byOrg].flatMap((verdicts) => this.inForce(verdicts, nowMs))
      return this.withCampaigns(found, campaigns, nowMs)
    }
    return nothing
  }

  private withCampaigns(found: Verdict[], campaigns: readonly string[] | undefined, nowMs: number): Enforcement {
    const concerned: string[] = []
    for (const campaign of campaigns ?? []) {
      const verdicts = this.inForce(this.campaigns.get(campaign), nowMs)
      if (verdicts.length === 0) continue
      concerned.push(campaign)
      found.push(...verdicts)
    }
    return combine(found, concerned)
  }

  private inForce(verdicts: readonly Verdict[] | undefined, nowMs: number): readonly Verdict[] {
    return (verdicts ?? []).filter(
      ({ notBeforeMs, expiresMs }) =>
        (notBeforeMs ?? this.issuedMs) <= nowMs && (expiresMs === undefined || nowMs < expiresMs),
    )
  }

  private placeOf({ subject }: Verdict): readonly [Map<string, Verdict[]>, string] {
    switch (subject.kind) {
      case 'key':
        return [this.keys, subject.id]
      case 'user':
        // A user of no account is nobody: no scope of a user is empty before its first slash and asked for.
        return [this.users, userScopeId(subject.account ?? '', subject.id)]
      case 'account':
        return [this.accounts, subject.id]
      case 'org':
        return [this.orgs, subject.id]
      case 'campaign':
        return [this.campaigns, subject.id]
    }
  }
}

/** An index of a whole table at once. */
export function indexTable(table: VerdictTable, seed: number): TableIndex {
  const index = new TableIndex(table.issuedMs, packMembership(table, seed))
  index.add(table.verdicts)
  return index
}
