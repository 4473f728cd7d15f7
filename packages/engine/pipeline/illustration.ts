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
  const activities: CampaignPicture['activity'][] = []
  for (const { group, fromMs, toMs } of spans) {
    const binMs = hourMs * Math.max(1, Math.ceil((toMs - fromMs + 1) / (hourMs * binsMax)))
    const startMs = Math.floor(fromMs / binMs) * binMs
    const rows = await store.query<{ bin: number; n: number }>(
      `SELECT toUInt32(intDiv(toUnixTimestamp64Milli(ts) - {startMs:Int64}, {binMs:Int64})) AS bin, toUInt32(count()) AS n
       FROM interaction WHERE account IN {accounts:Array(UInt64)} GROUP BY bin ORDER BY bin`,
      { startMs, binMs, accounts: hashesOf(group, directory) },
    )
    const counts = Array.from({ length: Math.floor((toMs - startMs) / binMs) + 1 }, () => 0)
    for (const { bin, n } of rows) counts[bin] = n
    activities.push({ fromMs: startMs, binMs, counts })
  }
  return activities
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
