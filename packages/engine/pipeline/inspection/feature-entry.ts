/** What is telling of a group: features, by what having them weighs. */
import type { Group, Place } from '@stillhunt/core/campaign'
import type { FeatureEntry } from '../../report.ts'
import { counted, plural } from '../../signal.ts'
import type { Analysis } from '../analysis.ts'
import { rounded } from '../explanation.ts'
import type { ShownRecords } from './shown-records.ts'

/** What one account has of a group's features, and how it is judged by them. */
export interface Holder {
  readonly account: number
  readonly place: Place
}

interface Held {
  readonly values: number[]
  readonly nats: number
  /** The value that stands for the feature, or the first of it that the holder has. */
  readonly value: number
}

/** The features of a group, or those that `holder` has, strongest first. */
export function featureEntries(group: Group, analysis: Analysis, shown: ShownRecords, holder?: Holder): FeatureEntry[] {
  const { traits, directory } = analysis
  const inside = new Set(group.members.map(({ account }) => account))
  const entries = [...heldFeatures(group, analysis, holder).values()].map(({ values, nats, value }): FeatureEntry => {
    const { signal, aspect } = traits.kind(value)
    const holders = [...traits.holders(value)]
    const members = holders.filter((account) => inside.has(account))
    const outside = holders.length - members.length
    const others = counted(directory.population.size - group.members.length, 'other account')
    const have = `${members.length} of ${counted(group.members.length, 'member')} and ${outside} of ${others} have`
    const more = values.length - 1
    const together = more === 0 ? '' : `, with ${more} more that ${more === 1 ? 'comes' : 'come'} with it`
    const shownOf = holder === undefined ? members.slice(0, 2) : [holder.account]
    return {
      signal,
      aspect,
      values: values.length,
      nats: rounded(nats),
      inside: members.length,
      outside,
      statement: `${article(aspect)} that ${have}${together}.`,
      records: shownOf.flatMap((account) => shown(value, account)),
    }
  })
  return entries.sort((a, b) => b.nats - a.nats || b.inside - a.inside || (a.statement < b.statement ? -1 : 1))
}

/** The values that stand for a group's features: what records are shown of. */
export function valuesOfFeatures(group: Group, analysis: Analysis, holder?: Holder): number[] {
  return [...heldFeatures(group, analysis, holder).values()].map(({ value }) => value)
}

function heldFeatures(group: Group, { traits }: Analysis, holder: Holder | undefined): Map<number, Held> {
  const own = holder === undefined ? null : new Set(traits.valuesOf(holder.account))
  const held = new Map<number, Held>()
  for (const [value, telling] of group.profile.values) {
    if (own !== null && !own.has(value)) continue
    const nats = telling.nats[holder?.place ?? 'outside']
    const known = held.get(telling.feature)
    if (known === undefined) held.set(telling.feature, { values: [value], nats, value })
    else {
      known.values.push(value)
      held.set(telling.feature, { ...known, nats: Math.max(known.nats, nats) })
    }
  }
  return held
}

/** What every member but a few has and this account lacks, as nouns with their number. */
export function lackingOf(group: Group, { traits }: Analysis, account: number): string[] {
  const own = new Set(traits.valuesOf(account))
  const lacking = new Map<string, number>()
  for (const { common } of group.profile.features) {
    const missing = common.find(({ value }) => !own.has(value))
    if (missing === undefined) continue
    const { aspect } = traits.kind(missing.value)
    lacking.set(aspect, (lacking.get(aspect) ?? 0) + 1)
  }
  return [...lacking].map(([aspect, count]) => `${count} ${count === 1 ? aspect : plural(aspect)}`)
}

function article(aspect: string): string {
  return `${/^[aeiou]/i.test(aspect) ? 'An' : 'A'} ${aspect}`
}
