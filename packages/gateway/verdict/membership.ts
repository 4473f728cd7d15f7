/** Who is in which campaign, for millions of accounts: typed arrays that go from one thread to another whole. */
import { NameTable, type NameTableParts, type VerdictTable } from '@stillhunt/core/policy'

/** Campaigns by account. All parts but `ids` can be transferred. */
export interface MembershipParts {
  readonly names: NameTableParts
  /** Where the campaigns of each account begin in `campaigns`; one more than there are accounts. */
  readonly starts: Uint32Array<ArrayBuffer>
  /** Indexes into `ids`. */
  readonly campaigns: Uint32Array<ArrayBuffer>
  readonly ids: readonly string[]
}

/** The members of those campaigns that a table has verdicts about. `seed` as for {@link NameTable}. O(accounts). */
export function packMembership({ verdicts, campaigns }: VerdictTable, seed: number): MembershipParts {
  const ids = [...new Set(verdicts.flatMap(({ subject }) => (subject.kind === 'campaign' ? [subject.id] : [])))]
  const lists = ids.map((id) => campaigns[id] ?? [])
  const total = lists.reduce((sum, list) => sum + list.length, 0)
  const names = NameTable.empty(total, seed)
  const starts = new Uint32Array(total + 1)
  for (const list of lists) for (const account of list) starts[names.add(account) + 1]! += 1
  for (let row = 0; row < total; row += 1) starts[row + 1]! += starts[row]!
  const packed = new Uint32Array(total)
  const next = starts.slice()
  lists.forEach((list, index) => {
    for (const account of list) {
      const row = names.rowOf(account)
      packed[next[row]!++] = index
    }
  })
  return { names: names.parts, starts, campaigns: packed, ids }
}

/** Looks up the campaigns of an account in a fraction of a microsecond. */
export class Membership {
  private readonly names: NameTable
  private readonly parts: MembershipParts

  constructor(parts: MembershipParts) {
    this.parts = parts
    this.names = NameTable.from(parts.names)
  }

  /** Accounts of all campaigns. */
  get count(): number {
    return this.names.count
  }

  /** Ids of an account's campaigns; undefined when it has none. */
  of(account: string): readonly string[] | undefined {
    const row = this.names.rowOf(account)
    if (row === -1) return undefined
    const { starts, campaigns, ids } = this.parts
    return Array.from(campaigns.subarray(starts[row]!, starts[row + 1]!), (index) => ids[index]!)
  }
}
