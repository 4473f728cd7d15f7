/** What pictures and record lists need: hours of activity, and records that show a trait. */
import type { Group } from '@stillhunt/core/campaign'
import type { Traits } from '@stillhunt/core/link'
import type { CampaignPicture } from '../report/report.ts'
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

/** Ids of records of `groups`' members that show each of `values`, a few per value. */
export async function readRecords(
  store: Store,
  directory: Directory,
  groups: readonly Group[],
  values: readonly number[],
  traits: Traits,
): Promise<Map<number, readonly string[]>> {
  const found = new Map<number, readonly string[]>()
  if (values.length === 0) return found
  const valueOf = new Map(values.map((value) => [traits.key(value), value]))
  const rows = await store.query<{ key: string; records: string[] }>(
    `SELECT toString(shown) AS key, groupArraySorted(${recordsPerValue})(id) AS records
     FROM (SELECT id, arrayJoin(arrayIntersect(arrayConcat(segments, environments,
             [system, toolset, parameters, address, prefix, ja4, headers]), {keys:Array(UInt64)})) AS shown
           FROM interaction WHERE account IN {accounts:Array(UInt64)})
     GROUP BY shown`,
    { keys: [...valueOf.keys()].map(BigInt), accounts: groups.flatMap((group) => hashesOf(group, directory)) },
  )
  for (const { key, records } of rows) found.set(valueOf.get(key)!, records)
  return found
}

function hashesOf(group: Group, directory: Directory): bigint[] {
  return group.members.map(({ account }) => BigInt(directory.entries[account]!.hash))
}
