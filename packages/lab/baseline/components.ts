/** Groups of accounts that hang together, and what a group says of its members. */
import { partiesOf, type Traffic } from './traffic.ts'

/** Accounts joined step by step (disjoint sets with path halving). */
export class Components {
  private readonly parent: Int32Array

  constructor(count: number) {
    this.parent = Int32Array.from({ length: count }, (_, index) => index)
  }

  /** Joins the components of two accounts. */
  join(a: number, b: number): void {
    const [low, high] = [this.root(a), this.root(b)].sort((x, y) => x - y)
    this.parent[high!] = low!
  }

  private root(of: number): number {
    let at = of
    while (this.parent[at] !== at) {
      this.parent[at] = this.parent[this.parent[at]!]!
      at = this.parent[at]!
    }
    return at
  }

  /** The components of at least two accounts, each ascending, in the order of their first accounts. */
  groups(): number[][] {
    const members = new Map<number, number[]>()
    for (let account = 0; account < this.parent.length; account += 1) {
      const root = this.root(account)
      const known = members.get(root)
      if (known === undefined) members.set(root, [account])
      else known.push(account)
    }
    return [...members.values()].filter(({ length }) => length > 1)
  }
}

/**
 * How suspicious an account is for the group that it is in: the number of parties in it, 0 for one party alone. That a
 * declared organisation has many accounts is thus held against nobody, by any method that answers groups.
 */
export function suspicionBySize(traffic: Traffic, groups: readonly (readonly number[])[]): Float64Array {
  const suspicion = new Float64Array(traffic.accounts.length)
  for (const group of groups) {
    const parties = partiesOf(traffic, group)
    if (parties > 1) for (const account of group) suspicion[account] = Math.max(suspicion[account]!, parties)
  }
  return suspicion
}
