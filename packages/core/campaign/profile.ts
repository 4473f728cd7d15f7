/**
 * What a group has in common that others have not, and how well an account fits it.
 *
 * Per value the log-likelihood ratio log(P(has it | member) / P(has it | other)), both shares with half a count added.
 * Values that come together inside the group (the sentences of one template) form one feature, of which the best counts;
 * lacking what practically every member has counts against. Families are capped (Fellegi and Sunter, "A Theory for Record
 * Linkage", 1969, with dependence handled by caps rather than modelled).
 */
import { families, type Family, familyCapNats, type Traits } from '../link.ts'

/** Jaccard similarity of holders inside the group from which two values count as one. */
const sameFeatureOverlap = 0.6
/** A value is telling when it weighs so much: members have it ten times more often than others. */
const tellingNatsMin = 2.3
/** A value that at least so many members have, and this share of them, says nothing by chance. */
const havingMin = 2
const havingShareMin = 0.03
/** Lacking a feature counts when this share of the core has it. */
const commonShareMin = 0.9
/** Lacking things never says more than this, in nats: an account may have just begun. */
const lackCapNats = 6
/**
 * The most that one family says of a fit. A pair that uses the same templates may have them from one place; a group's
 * profile leaves out what others have too, so having much of it says more than a pair's likeness does.
 */
const fitCapNats: Readonly<Record<Family, number>> = { ...familyCapNats, content: 14 }
/** Values compared at most, most common first; a group needs no more to be recognised. */
const valuesMax = 400

interface TellingValue {
  readonly nats: number
  /** As the other core members alone give it to one who has it. */
  readonly natsFromOthers: number
  /** Whether it would be telling if one of those who have it were not in the core. */
  readonly isTellingWithoutOne: boolean
  readonly feature: number
}

/** A telling value before it has its feature. */
interface Candidate extends Omit<TellingValue, 'feature'> {
  readonly value: number
  readonly having: readonly number[]
}

/** What stands for several values that come together. */
export interface ProfileFeature {
  readonly family: Family
  /** The value that most of the core has, and how many have it. */
  readonly value: number
  readonly having: number
  /** Its values that practically all of the core has, and what lacking one of them weighs (negative). */
  readonly common: readonly { readonly value: number; readonly lackNats: number }[]
}

/** The profile of a group. */
export interface Profile {
  readonly values: ReadonlyMap<number, TellingValue>
  readonly features: readonly ProfileFeature[]
  /** How many values of content the median account of the core has in common with anybody: how much is known of it. */
  readonly sharedMedian: number
}

/** Values of content that an account has in common with anybody, and those among them that are telling of a group. */
export interface Common {
  readonly shared: number
  readonly telling: number
}

/**
 * Whether what is telling may well be such a share of what is shared: not fewer than `deviations` standard deviations of
 * chance below it.
 */
export function reachesShare({ shared, telling }: Common, share: number, deviations: number): boolean {
  const chance = Math.sqrt(shared * share * (1 - share))
  return telling > 0 && telling >= shared * share - deviations * chance
}

/** How an account fits a profile. */
export interface Fit {
  /** Sum over families, each capped, less what it lacks. */
  readonly nats: number
  readonly byFamily: Readonly<Record<Family, number>>
  /** Distinct features of content that fit. */
  readonly contentFeatures: number
  /** What the account has in common with anybody in content. */
  readonly common: Common
  /** What the features that practically every member has, and the account has not, take away: 0 or negative. */
  readonly lackNats: number
}

/**
 * The profile of a group: of its `core`, the members of whom most is known, set against the accounts outside `members`.
 * O(traits of the core + features²).
 */
export function profileOf(
  core: ReadonlySet<number>,
  members: ReadonlySet<number>,
  traits: Traits,
  population: number,
): Profile {
  const inside = new Map<number, number[]>()
  for (const member of core)
    for (const value of traits.valuesOf(member)) {
      const having = inside.get(value)
      if (having === undefined) inside.set(value, [member])
      else having.push(member)
    }
  const outsiders = Math.max(0, population - members.size)
  const telling: Candidate[] = []
  const countMin = Math.max(havingMin, havingShareMin * core.size)
  for (const [value, having] of inside) {
    if (having.length < countMin) continue
    const { weight } = traits.kind(value)
    const holders = traits.holders(value)
    // Most values are everybody's: that shows before the holders are gone through.
    if (tellingNats(having.length, core.size, holders.length - members.size, outsiders) < tellingNatsMin) continue
    let holdersOutside = 0
    for (const holder of holders) if (!members.has(holder)) holdersOutside += 1
    const nats = weight * tellingNats(having.length, core.size, holdersOutside, outsiders)
    if (nats < tellingNatsMin * weight) continue
    const natsFromOthers = weight * tellingNats(having.length - 1, core.size - 1, holdersOutside, outsiders)
    const isTellingWithoutOne = having.length > countMin && natsFromOthers >= tellingNatsMin * weight
    telling.push({ value, nats, natsFromOthers, isTellingWithoutOne, having })
  }
  telling.sort((x, y) => y.having.length - x.having.length || y.nats - x.nats || x.value - y.value)
  const { values, features } = gather(telling.slice(0, valuesMax), core.size, traits)
  return { values, features, sharedMedian: sharedMedianOf(core, traits) }
}

function sharedMedianOf(core: ReadonlySet<number>, traits: Traits): number {
  const counts = [...core].map((account) => {
    let shared = 0
    for (const value of traits.valuesOf(account)) if (traits.kind(value).family === 'content') shared += 1
    return shared
  })
  return counts.sort((a, b) => a - b)[counts.length >> 1] ?? 0
}

function tellingNats(having: number, core: number, holdersOutside: number, outsiders: number): number {
  const outside = Math.max(0, holdersOutside)
  return Math.log((having + 0.5) / (core + 1)) - Math.log((outside + 0.5) / (outsiders + 1))
}

function gather(telling: readonly Candidate[], core: number, traits: Traits): Pick<Profile, 'values' | 'features'> {
  const features: (ProfileFeature & {
    readonly members: ReadonlySet<number>
    readonly common: { value: number; lackNats: number }[]
  })[] = []
  const values = new Map<number, TellingValue>()
  for (const { value, nats, natsFromOthers, isTellingWithoutOne, having } of telling) {
    const { family, weight } = traits.kind(value)
    let feature = features.findIndex(
      (known) => known.family === family && overlap(known.members, having) >= sameFeatureOverlap,
    )
    if (feature < 0)
      feature = features.push({ family, value, having: having.length, members: new Set(having), common: [] }) - 1
    if (family === 'content' && having.length >= commonShareMin * core)
      features[feature]!.common.push({ value, lackNats: weight * Math.log((core - having.length + 0.5) / (core + 1)) })
    values.set(value, { nats, natsFromOthers, isTellingWithoutOne, feature })
  }
  return { values, features }
}

function overlap(a: ReadonlySet<number>, b: readonly number[]): number {
  let both = 0
  for (const member of b) if (a.has(member)) both += 1
  return both / (a.size + b.length - both)
}

/** Best weight per feature; one for the module, since judging never yields in the middle. */
const best = new Float64Array(valuesMax)

/** How well `account` fits the profile; one of the core is judged by what the others have. O(traits of the account). */
export function fitOf(account: number, inCore: boolean, profile: Profile, traits: Traits): Fit {
  const values = traits.valuesOf(account)
  best.fill(0, 0, profile.features.length)
  let shared = 0
  let telling = 0
  for (const value of values) {
    const isContent = traits.kind(value).family === 'content'
    if (isContent) shared += 1
    const known = profile.values.get(value)
    if (known === undefined) continue
    if (isContent && (!inCore || known.isTellingWithoutOne)) telling += 1
    const nats = inCore ? known.natsFromOthers : known.nats
    if (nats > best[known.feature]!) best[known.feature] = nats
  }
  const byFamily: Record<Family, number> = { handoff: 0, content: 0, identity: 0, network: 0 }
  let contentFeatures = 0
  let lack = 0
  for (const [index, { family, common }] of profile.features.entries()) {
    if (common.length > 0) lack += worstLack(common, values)
    if (best[index] === 0) continue
    byFamily[family] += best[index]!
    if (family === 'content') contentFeatures += 1
  }
  let nats = 0
  for (const family of families) {
    byFamily[family] = Math.min(byFamily[family], fitCapNats[family])
    nats += byFamily[family]
  }
  // Of whom little is known much is lacking, and it says little.
  const known = profile.sharedMedian === 0 ? 1 : Math.min(1, shared / profile.sharedMedian)
  const lackNats = Math.max(lack * known, -lackCapNats)
  return { nats: nats + lackNats, byFamily, contentFeatures, common: { shared, telling }, lackNats }
}

function worstLack(common: ProfileFeature['common'], values: Int32Array): number {
  let worst = 0
  for (const { value, lackNats } of common) if (lackNats < worst && !holds(values, value)) worst = lackNats
  return worst
}

/** Binary search; `values` ascend. */
function holds(values: Int32Array, value: number): boolean {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (values[middle]! < value) low = middle + 1
    else high = middle
  }
  return values[low] === value
}
