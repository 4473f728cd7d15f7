/** Evidence as sentences with numbers and record ids: for a campaign, and for each of its accounts. */
import type { Group } from '@stillhunt/core/campaign'
import { causeOf, type Population, type Sharing, sharingNats, type Sharings, type Traits } from '@stillhunt/core/link'
import type { EvidenceEntry } from '../report.ts'
import { type EventSignal, signals, type TraitSignal } from '../signal.ts'
import type { Directory } from './directory.ts'

/** All that sentences are made from. */
export interface Evidenced {
  readonly directory: Directory
  readonly sharings: Sharings
  readonly traits: Traits
  /** Record ids by trait value, for the values that {@link valuesToShow} names. */
  readonly recordsOf: ReadonlyMap<number, readonly string[]>
}

/** Record ids listed with one sentence. */
const recordsMax = 4

/** The trait values of a group that its sentences point at: per aspect the most common ones. */
export function valuesToShow(group: Group, traits: Traits): number[] {
  const byAspect = new Map<string, number[]>()
  for (const value of group.profile.values.keys()) {
    const { aspect } = traits.kind(value)
    const known = byAspect.get(aspect)
    if (known === undefined) byAspect.set(aspect, [value])
    else if (known.length < 2) known.push(value)
  }
  return [...byAspect.values()].flat()
}

/** Explains one group and its members. What members have is gathered once, since all of them are explained. */
export class Explainer {
  private readonly group: Group
  private readonly evidenced: Evidenced
  private readonly inside: ReadonlySet<number>
  private readonly all: readonly Sharing[]
  /** The events of each member. */
  private readonly events = new Map<number, Sharing[]>()
  /** Per aspect the telling values of each member. */
  private readonly telling = new Map<string, Map<number, Telling[]>>()

  constructor(group: Group, evidenced: Evidenced) {
    this.group = group
    this.evidenced = evidenced
    this.inside = new Set(group.members.map(({ account }) => account))
    this.all = group.sharings.map((index) => evidenced.sharings.at(index))
    for (const sharing of this.all) for (const account of sharing.accounts) putIn(this.events, account, sharing)
    this.gatherTelling(evidenced.traits)
  }

  /** The evidence for the group, strongest first. */
  ofGroup(): EvidenceEntry[] {
    return this.explain([...this.inside], this.all, (touched) => `${touched.size} of ${this.inside.size} accounts`)
  }

  /** The evidence for one member, strongest first. */
  ofMember(account: number): EvidenceEntry[] {
    return this.explain([account], this.events.get(account) ?? [], (touched) => {
      const partners = [...touched].filter((other) => other !== account)
      return `this account and ${naming(partners, this.evidenced.directory)}`
    })
  }

  /** `between`: says it of the members that have part in the events. */
  private explain(
    accounts: readonly number[],
    events: readonly Sharing[],
    between: (touched: ReadonlySet<number>) => string,
  ): EvidenceEntry[] {
    const { population } = this.evidenced.directory
    const entries: EvidenceEntry[] = []
    for (const signal of signals)
      if (signal.kind === 'event') {
        const own = events.filter(({ signal: name }) => name === signal.name)
        if (own.length === 0) continue
        const touched = new Set(own.flatMap((event) => event.accounts.filter((one) => this.inside.has(one))))
        entries.push(explainEvents(signal, own, between(touched), population))
      } else for (const { aspect } of signal.traits) entries.push(...this.explainAspect(signal, aspect, accounts))
    return entries.sort(strongestFirst)
  }

  /** The evidence of one aspect; none where `accounts` have nothing telling of it. */
  private explainAspect(signal: TraitSignal, aspect: string, accounts: readonly number[]): EvidenceEntry[] {
    const { traits, recordsOf } = this.evidenced
    const natsOf = new Map<number, number>()
    let having = 0
    let common: Telling = { value: -1, inside: 0 }
    for (const account of accounts) {
      const held = this.telling.get(aspect)?.get(account) ?? []
      if (held.length > 0) having += 1
      for (const one of held) {
        const { feature, nats } = this.group.profile.values.get(one.value)!
        natsOf.set(feature, Math.max(natsOf.get(feature) ?? 0, nats.outside))
        if (one.inside > common.inside) common = one
      }
    }
    if (having === 0) return []
    let nats = 0
    for (const one of natsOf.values()) nats += one
    const who = accounts.length === 1 ? 'this account' : `${having} of ${accounts.length} accounts`
    const outside = traits.holders(common.value).length - common.inside
    const statement = signal.sentence({ aspect, values: natsOf.size, who, inside: common.inside, outside })
    const records = recordsOf.get(common.value)?.slice(0, recordsMax) ?? []
    return [{ signal: signal.name, nats: rounded(nats), statement, records }]
  }

  private gatherTelling(traits: Traits): void {
    for (const value of [...this.group.profile.values.keys()].sort((a, b) => a - b)) {
      const holders = traits.holders(value).filter((account) => this.inside.has(account))
      const { aspect } = traits.kind(value)
      let ofMembers = this.telling.get(aspect)
      if (ofMembers === undefined) this.telling.set(aspect, (ofMembers = new Map()))
      for (const account of holders) putIn(ofMembers, account, { value, inside: holders.length })
    }
  }
}

/** A telling value of a group, and how many members have it. */
interface Telling {
  readonly value: number
  readonly inside: number
}

function putIn<T>(lists: Map<number, T[]>, key: number, one: T): void {
  const known = lists.get(key)
  if (known === undefined) lists.set(key, [one])
  else known.push(one)
}

/** The evidence of one event signal: each item counts once. */
export function explainEvents(
  signal: EventSignal,
  events: readonly Sharing[],
  between: string,
  population: Population,
): EvidenceEntry {
  const best = new Map<string, number>()
  for (const event of events) {
    const cause = causeOf(event)
    best.set(cause, Math.max(best.get(cause) ?? 0, sharingNats(population, event)))
  }
  let nats = 0
  for (const value of best.values()) nats += value
  const records = [
    ...new Set(events.toSorted((a, b) => b.bonusNats - a.bonusNats).flatMap((event) => event.records)),
  ].slice(0, recordsMax)
  return {
    signal: signal.name,
    nats: rounded(nats),
    statement: signal.sentence({ sharings: events, between }),
    records,
  }
}

/** Partners by name, the first three. */
function naming(accounts: readonly number[], directory: Directory): string {
  const names = accounts.toSorted((a, b) => a - b).map((account) => directory.name(account))
  const shown = names.slice(0, 3).join(', ')
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown
}

/** Order of evidence: by weight, then by statement. */
export function strongestFirst(a: EvidenceEntry, b: EvidenceEntry): number {
  return b.nats - a.nats || (a.statement < b.statement ? -1 : 1)
}

/** Nats as they are written: one decimal. */
export function rounded(nats: number): number {
  return Math.round(nats * 10) / 10
}
