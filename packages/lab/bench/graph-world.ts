/**
 * A population as signals would describe it, made directly: no records, only what accounts have and what happened between
 * them. Frequencies have heavy tails, as those of templates, addresses and clients have.
 */
import { type KnownEvidence, Sharings, type TraitKind, type TraitRow, Traits } from '@stillhunt/core/link'
import { Random } from '@stillhunt/core/statistics'

/** A population and who is behind it. */
export interface GraphWorld {
  readonly known: KnownEvidence
  /** Accounts of each planted campaign, ascending; the large one first. */
  readonly campaigns: readonly (readonly number[])[]
}

/** One account in so many is of the large campaign; one small campaign per so many accounts. */
const accountsPerLargeMember = 40
const accountsPerCampaign = 5000

const kinds: readonly TraitKind[] = [
  { signal: 'skeleton-sharing', aspect: 'prompt skeleton', family: 'content', weight: 1, opensPairs: false },
  { signal: 'shared-client', aspect: 'address', family: 'network', weight: 0.8, opensPairs: false },
  { signal: 'shared-client', aspect: 'header tuple', family: 'network', weight: 0.5, opensPairs: false },
  { signal: 'shared-identity', aspect: 'payment instrument', family: 'identity', weight: 1, opensPairs: true },
]
const [template, address, client, payment] = [0, 1, 2, 3] as const

/** Makes a world of `accounts` accounts, at least 10,000. Same seed, same world. O(accounts). */
export function graphWorld(accounts: number, seed: number): GraphWorld {
  const maker = new Maker(accounts, seed)
  const everybody = maker.shuffled()
  maker.ordinaryTraits()
  let at = Math.floor(accounts / accountsPerLargeMember)
  const campaigns = [everybody.slice(0, at)]
  maker.largeCampaign(campaigns[0]!)
  for (let left = Math.floor(accounts / accountsPerCampaign); left > 0; left -= 1) {
    const members = everybody.slice(at, at + Math.round(10 * 20 ** maker.random.unit()))
    at += members.length
    maker.smallCampaign(members)
    campaigns.push(members)
  }
  maker.ordinarySharings(everybody.slice(at))
  const population = {
    size: accounts,
    org: new Int32Array(accounts).fill(-1),
    reseller: new Uint8Array(accounts),
  }
  const known = { population, sharings: maker.sharings, traits: new Traits(kinds, maker.rows, accounts) }
  return { known, campaigns: campaigns.map((members) => [...members].sort((a, b) => a - b)) }
}

class Maker {
  readonly random: Random
  readonly rows: TraitRow[] = []
  readonly sharings: Sharings = new Sharings()
  private readonly accounts: number

  constructor(accounts: number, seed: number) {
    this.accounts = accounts
    this.random = new Random(seed)
  }

  shuffled(): number[] {
    const order = Int32Array.from({ length: this.accounts }, (_, index) => index)
    this.random.shuffle(order)
    return [...order]
  }

  /** Rare things and popular ones, classes that use the same exercises, and a client for everybody. */
  ordinaryTraits(): void {
    const { accounts } = this
    for (let i = 0; i < accounts / 5; i += 1) this.have(template, this.some(this.tail(1.2, accounts / 10)))
    for (let i = 0; i < 30; i += 1) this.have(template, this.some(accounts / (5 + 2 * i)))
    for (let i = 0; i < accounts / 20; i += 1) this.have(address, this.some(this.tail(1.5, 1000)))
    for (let i = 0; i < accounts / 33; i += 1) this.have(payment, this.some(2 + this.random.below(2)))
    for (let rank = 3; rank < 300; rank += 1) this.have(client, this.some(accounts / rank / 2))
    for (let i = 0; i < accounts / 500; i += 1) {
      const pupils = this.some(20 + this.random.below(180))
      for (let exercise = 0; exercise < 4; exercise += 1) this.have(template, this.part(pupils, 0.7))
    }
  }

  /** The second accounts of `people`, and crowds of anybody that read the same transcript. */
  ordinarySharings(people: readonly number[]): void {
    for (let i = 0; i < this.accounts / 10; i += 1) this.share([this.one(people), this.one(people)])
    for (let i = 0; i < this.accounts / 500; i += 1) this.share(this.some(4 + this.random.below(36)))
  }

  /** Templates for all, for an eighth and for a fortieth of the accounts; one client; little is handed over. */
  largeCampaign(members: readonly number[]): void {
    for (let i = 0; i < 20; i += 1) this.templates(members)
    for (let i = 0; i < 60; i += 1) this.templates(this.part(members, 1 / 8))
    for (let i = 0; i < 200; i += 1) this.templates(this.part(members, 1 / 40))
    this.have(client, [...members, ...this.some(members.length / 8)])
    this.handOver(members, 0.4)
  }

  smallCampaign(members: readonly number[]): void {
    for (let i = 0; i < 12; i += 1) this.templates(this.part(members, 0.6))
    this.have(client, [...members, ...this.some(this.accounts / 200)])
    this.handOver(members, 2)
  }

  /** A template of two sentences that came up together, with a few outsiders who say such a thing too. */
  private templates(users: readonly number[]): void {
    const origin = `record-${this.rows.length}`
    this.have(template, users, origin)
    this.have(template, [...users, ...this.some(users.length / 50)], origin)
  }

  private handOver(members: readonly number[], perAccount: number): void {
    for (let left = Math.round(members.length * perAccount); left > 0; left -= 1)
      this.share([this.one(members), this.one(members)])
  }

  private share(accounts: readonly number[]): void {
    const distinct = [...new Set(accounts)].sort((a, b) => a - b)
    if (distinct.length < 2) return
    const item = `item-${this.sharings.length}`
    const event = { signal: 'failover-hop', family: 'handoff', item, bonusNats: 6, records: [] } as const
    this.sharings.push({ ...event, accounts: distinct, holders: distinct.length })
  }

  private have(kind: number, accounts: readonly number[], origin?: string): void {
    const holders = [...new Set(accounts)].sort((a, b) => a - b)
    if (holders.length < 2) return
    const row = { kind, key: `value-${this.rows.length}`, accounts: holders, uses: holders }
    this.rows.push(origin === undefined ? row : { ...row, origin })
  }

  private one(accounts: readonly number[]): number {
    return accounts[this.random.below(accounts.length)]!
  }
  private some(count: number): number[] {
    return Array.from({ length: Math.floor(count) }, () => this.random.below(this.accounts))
  }
  private part(accounts: readonly number[], share: number): number[] {
    return accounts.filter(() => this.random.unit() < share)
  }
  /** At least two, Pareto with `exponent`, up to `most`. */
  private tail(exponent: number, most: number): number {
    return Math.min(most, 2 * this.random.unit() ** (-1 / exponent))
  }
}
