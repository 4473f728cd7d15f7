/**
 * What a group has in common that others have not, and how well an account fits it.
 *
 * Per value the log-likelihood ratio log(P(has it | member) / P(has it | other)), both shares with half a count added.
 * Values that come together inside the group (the sentences of one template) form one feature, of which the best counts;
 * lacking what practically every member has counts against. Families are capped (Fellegi and Sunter, "A Theory for Record
 * Linkage", 1969, with dependence handled by caps rather than modelled).
 */
import { families, type Family, familyCapNats, type Traits } from '../link.ts'
import { Having } from './having.ts'
import { ProfileSheet, profileValuesMax } from './profile-sheet.ts'

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

/**
 * Where an account stands when it is judged by a profile. One of the core is judged by what the others of it have, another
 * member as if it were outside: its own word counts for nobody, or who was taken in once would never leave.
 */
export type Place = 'core' | 'member' | 'outside'

interface TellingValue {
  /** What it weighs for one who has it. */
  readonly nats: Readonly<Record<Place, number>>
  /** Whether it would be telling if one of those who have it were not in the core. */
  readonly isTellingWithoutOne: boolean
  readonly feature: number
}

/** A telling value before it has its feature. */
interface Candidate extends Omit<TellingValue, 'feature'> {
  readonly value: number
  /** How many of the core have it. */
  readonly having: number
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
 * O(traits of the members + features²).
 */
export function profileOf(
  core: ReadonlySet<number>,
  members: ReadonlySet<number>,
  traits: Traits,
  population: number,
): Profile {
  const outsiders = Math.max(0, population - members.size)
  const countMin = Math.max(havingMin, havingShareMin * core.size)
  const having = countsAmong(core, traits, countMin)
  const havingInside = members === core ? having : countsAmong(members, traits, 1)
  const telling: Candidate[] = []
  for (const [value, count] of having) {
    const { weight } = traits.kind(value)
    const holdersOutside = traits.holderCount(value) - havingInside.get(value)!
    const outside = weight * tellingNats(count, core.size, holdersOutside, outsiders)
    if (outside < tellingNatsMin * weight) continue
    const nats = {
      core: weight * tellingNats(count - 1, core.size - 1, holdersOutside, outsiders),
      member: weight * tellingNats(count, core.size, holdersOutside + 1, outsiders + 1),
      outside,
    }
    const isTellingWithoutOne = count > countMin && nats.core >= tellingNatsMin * weight
    telling.push({ value, nats, isTellingWithoutOne, having: count })
  }
  telling.sort((x, y) => y.having - x.having || y.nats.outside - x.nats.outside || x.value - y.value)
  const { values, features } = gather(telling.slice(0, profileValuesMax), core, traits)
  return { values, features, sharedMedian: sharedMedianOf(core, traits) }
}

/** Scratch over all values, zero between uses; one for the module, since nothing here yields. */
let counts = new Uint32Array(0)

/** The values that at least `countMin` of the core have, and how many have them. */
function countsAmong(core: ReadonlySet<number>, traits: Traits, countMin: number): Map<number, number> {
  if (counts.length < traits.size) counts = new Uint32Array(traits.size)
  const seen: number[] = []
  for (const member of core)
    for (const value of traits.valuesOf(member)) {
      if (counts[value] === 0) seen.push(value)
      counts[value]! += 1
    }
  const had = new Map<number, number>()
  for (const value of seen) {
    if (counts[value]! >= countMin) had.set(value, counts[value]!)
    counts[value] = 0
  }
  return had
}

function sharedMedianOf(core: ReadonlySet<number>, traits: Traits): number {
  const shared = Array.from(core, (account) => traits.contentCount(account))
  return shared.sort((a, b) => a - b)[shared.length >> 1] ?? 0
}

function tellingNats(having: number, core: number, holdersOutside: number, outsiders: number): number {
  const outside = Math.max(0, holdersOutside)
  return Math.log((having + 0.5) / (core + 1)) - Math.log((outside + 0.5) / (outsiders + 1))
}

function gather(
  telling: readonly Candidate[],
  core: ReadonlySet<number>,
  traits: Traits,
): Pick<Profile, 'values' | 'features'> {
  const having = havingOf(telling, core, traits)
  const features: (ProfileFeature & { readonly common: { value: number; lackNats: number }[] })[] = []
  const featureOf = new Map<number, number>()
  const firstsOf: Record<Family, number[]> = { handoff: [], content: [], identity: [], network: [] }
  const values = new Map<number, TellingValue>()
  for (const [rank, { having: count, ...one }] of telling.entries()) {
    const { value } = one
    const { family, weight } = traits.kind(value)
    const firsts = firstsOf[family]
    const first = having.firstAlike(firsts, rank)
    const feature = first < 0 ? features.push({ family, value, having: count, common: [] }) - 1 : featureOf.get(first)!
    if (first < 0) featureOf.set(firsts[firsts.push(rank) - 1]!, feature)
    if (family === 'content' && count >= commonShareMin * core.size)
      features[feature]!.common.push({
        value,
        lackNats: weight * Math.log((core.size - count + 0.5) / (core.size + 1)),
      })
    values.set(value, { ...one, feature })
  }
  return { values, features }
}

/** Which of the core have which candidates: one row of bits per candidate. */
function havingOf(telling: readonly Candidate[], core: ReadonlySet<number>, traits: Traits): Having {
  if (counts.length < traits.size) counts = new Uint32Array(traits.size)
  for (const [rank, { value }] of telling.entries()) counts[value] = rank + 1
  const having = new Having(
    telling.map((one) => one.having),
    core.size,
  )
  let position = 0
  for (const member of core) {
    for (const value of traits.valuesOf(member)) if (counts[value]! > 0) having.put(counts[value]! - 1, position)
    position += 1
  }
  for (const { value } of telling) counts[value] = 0
  return having
}

/** Judging never yields in the middle, so one is enough; a new one where there are more values. */
let sheet = new ProfileSheet(0)

function sheetFor(profile: Profile, traits: Traits): ProfileSheet {
  if (sheet.slotOf.length < traits.size) sheet = new ProfileSheet(traits.size)
  sheet.take(profile, traits)
  return sheet
}

/** Whether `account` has so many values of the profile. O(traits of the account). */
export function holdsAtLeast(least: number, account: number, profile: Profile, traits: Traits): boolean {
  const { slotOf } = sheetFor(profile, traits)
  const values = traits.valuesOf(account)
  let held = 0
  for (let i = 0; i < values.length && held < least; i += 1) if (slotOf[values[i]!]! > 0) held += 1
  return held >= least
}

/**
 * Values of the profile of which an account must have one for its fit to reach `nats`: all but the most common ones, as
 * many as do not get there together. O(values of the profile).
 */
export function rarerValues({ values, features }: Profile, nats: number, traits: Traits): number[] {
  const order = [...values.keys()].sort((x, y) => traits.holderCount(y) - traits.holderCount(x) || x - y)
  const best = new Float64Array(features.length)
  const sum: Record<Family, number> = { handoff: 0, content: 0, identity: 0, network: 0 }
  for (const [rank, value] of order.entries()) {
    const { feature, nats: own } = values.get(value)!
    const most = Math.max(own.outside, own.core)
    sum[features[feature]!.family] += Math.max(0, most - best[feature]!)
    best[feature] = Math.max(best[feature]!, most)
    let together = 0
    for (const family of families) together += Math.min(sum[family], fitCapNats[family])
    // Sums depend on the order of adding.
    if (together >= nats - 1e-6) return order.slice(rank)
  }
  return []
}

/** Scratch: what features of each family weigh together. */
const sums = new Float64Array(families.length)
const contentPlace = families.indexOf('content')

/** How well `account` fits the profile. O(traits of the account). */
export function fitOf(account: number, place: Place, profile: Profile, traits: Traits): Fit {
  const by = sheetFor(profile, traits)
  const telling = hold(account, place, by, profile, traits)
  let lack = 0
  for (const index of by.common) lack += worstLack(profile.features[index]!.common, by)
  sums.fill(0)
  let contentFeatures = 0
  for (let index = 0; index < profile.features.length; index += 1) {
    const best = by.best[index]!
    if (best === 0) continue
    sums[by.family[index]!]! += best
    if (by.family[index] === contentPlace) contentFeatures += 1
  }
  const byFamily: Record<Family, number> = { handoff: 0, content: 0, identity: 0, network: 0 }
  let nats = 0
  for (const [place, family] of families.entries()) {
    byFamily[family] = Math.min(sums[place]!, fitCapNats[family])
    nats += byFamily[family]
  }
  const shared = traits.contentCount(account)
  // Of whom little is known much is lacking, and it says little.
  const known = profile.sharedMedian === 0 ? 1 : Math.min(1, shared / profile.sharedMedian)
  const lackNats = Math.max(lack * known, -lackCapNats)
  return { nats: nats + lackNats, byFamily, contentFeatures, common: { shared, telling }, lackNats }
}

/** Notes which values of the profile the account holds, and the best of each feature. Answers how many are telling. */
function hold(account: number, place: Place, by: ProfileSheet, profile: Profile, traits: Traits): number {
  const { slotOf, feature, best, heldIn, isTellingWithoutOne, isContent } = by
  const weight = by.nats[place]
  by.judgement += 1
  best.fill(0, 0, profile.features.length)
  let telling = 0
  const values = traits.valuesOf(account)
  for (let i = 0; i < values.length; i += 1) {
    const slot = slotOf[values[i]!]!
    if (slot === 0) continue
    heldIn[slot] = by.judgement
    if (isContent[slot] === 1 && (place !== 'core' || isTellingWithoutOne[slot] === 1)) telling += 1
    if (weight[slot]! > best[feature[slot]!]!) best[feature[slot]!] = weight[slot]!
  }
  return telling
}

function worstLack(common: ProfileFeature['common'], { slotOf, heldIn, judgement }: ProfileSheet): number {
  let worst = 0
  for (const { value, lackNats } of common)
    if (lackNats < worst && heldIn[slotOf[value]!] !== judgement) worst = lackNats
  return worst
}
