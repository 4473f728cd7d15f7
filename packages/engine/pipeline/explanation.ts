/** Evidence as sentences with numbers and record ids: for a campaign, and for each of its accounts. */
import type { Group } from '@stillhunt/core/campaign'
import { causeOf, type Link, type Population, type Sharing, sharingNats, type Traits } from '@stillhunt/core/link'
import type { EvidenceEntry } from '../report.ts'
import { type EventSignal, signals, type TraitSignal } from '../signal.ts'
import type { Directory } from './directory.ts'

/** All that sentences are made from. */
export interface Evidenced {
  readonly directory: Directory
  readonly links: readonly Link[]
  readonly sharings: readonly Sharing[]
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

/** The evidence for a group, strongest first. */
export function explainGroup(group: Group, evidenced: Evidenced): EvidenceEntry[] {
  const members = group.members.map(({ account }) => account)
  const inside = new Set(members)
  const entries: EvidenceEntry[] = []
  for (const signal of signals) {
    if (signal.kind === 'event') {
      const events = group.sharings
        .map((index) => evidenced.sharings[index]!)
        .filter(({ signal: name }) => name === signal.name)
      const touched = new Set(events.flatMap(({ accounts }) => accounts.filter((account) => inside.has(account))))
      const between = `${touched.size} of ${members.length} accounts`
      if (events.length > 0) entries.push(explainEvents(signal, events, between, evidenced.directory.population))
    } else for (const entry of explainTraits(signal, members, group, evidenced, members.length)) entries.push(entry)
  }
  return entries.sort(strongestFirst)
}

/** The evidence for one member, strongest first. */
export function explainMember(account: number, group: Group, evidenced: Evidenced): EvidenceEntry[] {
  const inside = new Set(group.members.map((member) => member.account))
  const entries: EvidenceEntry[] = []
  for (const signal of signals) {
    if (signal.kind === 'event') {
      const events = eventsOf(account, group, evidenced).filter(({ signal: name }) => name === signal.name)
      if (events.length === 0) continue
      const partners = new Set(
        events.flatMap(({ accounts }) => accounts.filter((other) => other !== account && inside.has(other))),
      )
      const between = `this account and ${naming([...partners], evidenced.directory)}`
      entries.push(explainEvents(signal, events, between, evidenced.directory.population))
    } else for (const entry of explainTraits(signal, [account], group, evidenced, 1)) entries.push(entry)
  }
  return entries.sort(strongestFirst)
}

/** Per group the events of each member, gathered once: a group explains all its members. */
const eventsByMember = new WeakMap<Group, Map<number, Sharing[]>>()

function eventsOf(account: number, group: Group, { sharings }: Evidenced): readonly Sharing[] {
  let byMember = eventsByMember.get(group)
  if (byMember === undefined) {
    eventsByMember.set(group, (byMember = new Map()))
    for (const index of group.sharings)
      for (const member of sharings[index]!.accounts) {
        const known = byMember.get(member)
        if (known === undefined) byMember.set(member, [sharings[index]!])
        else known.push(sharings[index]!)
      }
  }
  return byMember.get(account) ?? []
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

function explainTraits(
  signal: TraitSignal,
  accounts: readonly number[],
  group: Group,
  evidenced: Evidenced,
  outOf: number,
): EvidenceEntry[] {
  const { traits } = evidenced
  const inside = new Set(group.members.map(({ account }) => account))
  const entries: EvidenceEntry[] = []
  for (const { aspect } of signal.traits) {
    const features = new Map<number, number>()
    const having = new Set<number>()
    let common = -1
    let commonInside = 0
    const held = new Set<number>()
    for (const account of accounts)
      for (const value of traits.valuesOf(account)) {
        const telling = group.profile.values.get(value)
        if (telling === undefined || traits.kind(value).aspect !== aspect) continue
        having.add(account)
        held.add(value)
        features.set(telling.feature, Math.max(features.get(telling.feature) ?? 0, telling.nats))
      }
    for (const value of held) {
      const count = countInside(traits.holders(value), inside)
      if (count <= commonInside) continue
      common = value
      commonInside = count
    }
    if (common < 0) continue
    let nats = 0
    for (const value of features.values()) nats += value
    const who = outOf === 1 ? 'this account' : `${having.size} of ${outOf} accounts`
    const outside = traits.holders(common).length - commonInside
    const records = evidenced.recordsOf.get(common)?.slice(0, recordsMax) ?? []
    const statement = signal.sentence({ aspect, values: features.size, who, inside: commonInside, outside })
    entries.push({ signal: signal.name, nats: rounded(nats), statement, records })
  }
  return entries
}

function countInside(holders: Int32Array, inside: ReadonlySet<number>): number {
  let count = 0
  for (const holder of holders) if (inside.has(holder)) count += 1
  return count
}

/** Partners by name, the first three. */
function naming(accounts: readonly number[], directory: Directory): string {
  const names = accounts.toSorted((a, b) => a - b).map((account) => directory.entries[account]!.name)
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
