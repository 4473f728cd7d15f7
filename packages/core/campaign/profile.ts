/**
 * What a group has in common that others have not, and how well an account fits it.
 *
 * Per value the log-likelihood ratio log(P(has it | member) / P(has it | other)), both shares with half a count added.
 * Values that come together inside the group (the sentences of one template) form one feature, of which the best counts;
 * features of one family are capped (Fellegi and Sunter, "A Theory for Record Linkage", 1969, with dependence handled by
 * caps rather than modelled).
 */
import { families, type Family, familyCapNats, type Traits } from '../link.ts'

/** A value says something when members have it this many times more often than others do. */
const tellingNatsMin = 2.5
/** Two values are one feature when the members that have them overlap by this share (Jaccard). */
const sameFeatureOverlap = 0.6
/** Values compared with each other at most, most telling first; a group needs no more to be recognised. */
const featuresMax = 400

/** Values that stand for one thing. */
interface Feature {
  readonly family: Family
  readonly members: ReadonlySet<number>
}

/** The profile of a group. */
export interface Profile {
  /** Value → its weight, its weight as the other members alone give it to one who has it, and its feature's number. */
  readonly values: ReadonlyMap<number, { readonly nats: number; readonly natsFromOthers: number; readonly feature: number }>
  readonly features: readonly { readonly family: Family }[]
}

/** How an account fits a profile. */
export interface Fit {
  /** Sum over families, each capped. */
  readonly nats: number
  readonly byFamily: Readonly<Record<Family, number>>
  /** Distinct features of content that fit. */
  readonly contentFeatures: number
}

/** The profile of `members` among `population` accounts. O(traits of the members + features²). */
export function profileOf(members: ReadonlySet<number>, traits: Traits, population: number): Profile {
  const inside = new Map<number, number[]>()
  for (const member of members)
    for (const value of traits.valuesOf(member)) {
      const having = inside.get(value)
      if (having === undefined) inside.set(value, [member])
      else having.push(member)
    }
  const telling: { value: number; nats: number; natsFromOthers: number; having: number[] }[] = []
  const countMin = Math.max(2, 0.03 * members.size)
  for (const [value, having] of inside) {
    if (having.length < countMin) continue
    const holders = traits.holders(value).length
    const { weight } = traits.kind(value)
    const nats = weight * tellingNats(having.length, holders, members.size, population)
    const natsFromOthers = weight * tellingNats(having.length - 1, holders - 1, members.size - 1, population - 1)
    if (nats >= tellingNatsMin) telling.push({ value, nats, natsFromOthers, having })
  }
  telling.sort((x, y) => y.having.length - x.having.length || y.nats - x.nats || x.value - y.value)
  const features: Feature[] = []
  const values = new Map<number, { nats: number; natsFromOthers: number; feature: number }>()
  for (const { value, nats, natsFromOthers, having } of telling.slice(0, featuresMax)) {
    const { family } = traits.kind(value)
    let feature = features.findIndex((known) => known.family === family && overlap(known.members, having) >= sameFeatureOverlap)
    if (feature < 0) feature = features.push({ family, members: new Set(having) }) - 1
    values.set(value, { nats, natsFromOthers, feature })
  }
  return { values, features }
}

function tellingNats(inside: number, holders: number, members: number, population: number): number {
  const memberShare = (inside + 0.5) / (members + 1)
  const otherShare = (holders - inside + 0.5) / (population - members + 1)
  return Math.log(memberShare / otherShare)
}

function overlap(a: ReadonlySet<number>, b: readonly number[]): number {
  let both = 0
  for (const member of b) if (a.has(member)) both += 1
  return both / (a.size + b.length - both)
}

/** How well `account` fits the profile; a member is judged by what the others alone have. O(traits of the account). */
export function fitOf(account: number, isMember: boolean, profile: Profile, traits: Traits): Fit {
  const best = new Map<number, number>()
  for (const value of traits.valuesOf(account)) {
    const known = profile.values.get(value)
    if (known === undefined) continue
    const nats = isMember ? known.natsFromOthers : known.nats
    if (nats > (best.get(known.feature) ?? 0)) best.set(known.feature, nats)
  }
  const byFamily: Record<Family, number> = { handoff: 0, content: 0, identity: 0, network: 0 }
  let contentFeatures = 0
  for (const [feature, nats] of best) {
    const { family } = profile.features[feature]!
    byFamily[family] += nats
    if (family === 'content') contentFeatures += 1
  }
  let nats = 0
  for (const family of families) {
    byFamily[family] = Math.min(byFamily[family], familyCapNats[family])
    nats += byFamily[family]
  }
  return { nats, byFamily, contentFeatures }
}
