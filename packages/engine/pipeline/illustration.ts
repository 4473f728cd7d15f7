/** What pictures and record lists need: hours of activity, and records that show a trait. */
import type { Group } from '@stillhunt/core/campaign'
import type { Traits } from '@stillhunt/core/link'
import type { CampaignPicture } from '../report.ts'
import type { Store } from '../store.ts'
import type { Directory } from './directory.ts'

const hourMs = 3_600_000
const binsMax = 240
const recordsPerValue = 4

type Span = { readonly group: Group; readonly fromMs: number; readonly toMs: number }

/** Interactions per bin for each group, in order: hours, or longer where a campaign lasts long. */
export async function readActivity(
  store: Store,
  directory: Directory,
  spans: readonly Span[],
): Promise<CampaignPicture['activity'][]> {
  const hours = await readHours(store, directory, spans)
  return spans.map(({ fromMs, toMs }, index) => {
    const binMs = hourMs * Math.max(1, Math.ceil((toMs - fromMs + 1) / (hourMs * binsMax)))
    const startMs = Math.floor(fromMs / binMs) * binMs
    const counts = Array.from({ length: Math.floor((toMs - startMs) / binMs) + 1 }, () => 0)
    for (const [hour, count] of hours[index]!) {
      const bin = Math.floor((hour * hourMs - startMs) / binMs)
      counts[bin] = counts[bin]! + count
    }
    return { fromMs: startMs, binMs, counts }
  })
}

type HourCount = readonly [hour: number, count: number]

async function readHours(store: Store, directory: Directory, spans: readonly Span[]): Promise<HourCount[][]> {
  const hours: HourCount[][] = spans.map(() => [])
  const accounts = spans.flatMap(({ group }) => hashesOf(group, directory))
  const groups = spans.flatMap(({ group }, index) => group.members.map(() => index))
  if (accounts.length === 0) return hours
  const rows = await store.query<{ group: number; hour: number; count: number }>(
    `SELECT transform(account, {accounts:Array(UInt64)}, {groups:Array(UInt32)}, toUInt32(0)) AS group,
            toUInt32(intDiv(toUnixTimestamp64Milli(ts), 3600000)) AS hour, toUInt32(count()) AS count
     FROM interaction WHERE account IN {accounts:Array(UInt64)} GROUP BY group, hour ORDER BY group, hour`,
    { accounts, groups },
  )
  for (const { group, hour, count } of rows) hours[group]!.push([hour, count])
  return hours
}

/** Trait values to be shown of one group. */
interface Shown {
  readonly group: Group
  readonly values: readonly number[]
}

/**
 * Ids of records of each group's members that show each of its values, a few per value, by value. Values that the same
 * accounts show equally often have their records in common: nothing but their hashes tells them apart.
 */
export async function readRecords(
  store: Store,
  directory: Directory,
  shown: readonly Shown[],
  traits: Traits,
): Promise<Map<number, readonly string[]>[]> {
  const keys = new Set(shown.flatMap(({ values }) => values.flatMap((value) => twinsOf(value, traits))))
  if (keys.size === 0) return shown.map(() => new Map())
  const rows = await store.query<{ group: number; key: string; records: string[] }>(
    `SELECT transform(account, {accounts:Array(UInt64)}, {groups:Array(UInt32)}, toUInt32(0)) AS group,
            toString(shown) AS key, groupArraySorted(${recordsPerValue})(id) AS records
     FROM (SELECT account, id, arrayJoin(arrayIntersect(arrayConcat(segments, environments,
             [system, toolset, parameters, address, prefix, ja4, headers]), {keys:Array(UInt64)})) AS shown
           FROM interaction WHERE account IN {accounts:Array(UInt64)})
     GROUP BY group, shown`,
    {
      keys: [...keys].map((value) => BigInt(traits.key(value))),
      accounts: shown.flatMap(({ group }) => hashesOf(group, directory)),
      groups: shown.flatMap(({ group }, index) => group.members.map(() => index)),
    },
  )
  const recordsOf = new Map(rows.map(({ group, key, records }) => [`${group} ${key}`, records]))
  return shown.map(({ values }, index) => {
    const recordsWith = (value: number): string[] => recordsOf.get(`${index} ${traits.key(value)}`) ?? []
    return new Map(
      values.map((value) => {
        const records = new Set(twinsOf(value, traits).flatMap(recordsWith))
        return [value, [...records].sort().slice(0, recordsPerValue)]
      }),
    )
  })
}

/** The value and those that the same accounts show equally often; such values stand side by side. */
function twinsOf(value: number, traits: Traits): number[] {
  const isTwin = (other: number): boolean =>
    other >= 0 &&
    other < traits.size &&
    traits.kind(other) === traits.kind(value) &&
    isEqual(traits.holders(other), traits.holders(value)) &&
    isEqual(traits.uses(other), traits.uses(value))
  let first = value
  while (isTwin(first - 1)) first -= 1
  let last = value
  while (isTwin(last + 1)) last += 1
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

function isEqual(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index])
}

function hashesOf(group: Group, directory: Directory): bigint[] {
  return group.members.map(({ account }) => directory.hash(account))
}
