/** The accounts in view, by dense index in the order of their names, so that no result depends on a hash. */
import type { Population } from '@stillhunt/core/link'
import type { Store } from '../store.ts'

/** One account with what its traffic and the registry say. Times in milliseconds since the epoch. */
export interface DirectoryEntry {
  /** The account's hash as the store prints it. */
  readonly hash: string
  readonly name: string
  readonly org: string
  readonly interactions: number
  readonly outputTokens: number
  readonly firstMs: number
  readonly lastMs: number
  readonly reseller: boolean
  readonly plan: string
  readonly tier: string
  readonly country: string
  readonly payment: string
  readonly registered: boolean
}

/** All accounts that have interactions. */
export class Directory {
  readonly entries: readonly DirectoryEntry[]
  readonly population: Population
  /** When the first and the last of their records came, in milliseconds; null where there is none. */
  readonly span: { readonly fromMs: number; readonly toMs: number } | null
  private readonly indices: Map<string, number>

  constructor(entries: readonly DirectoryEntry[]) {
    this.entries = entries
    this.span = spanOf(entries)
    this.indices = new Map(entries.map(({ hash }, index) => [hash, index]))
    const orgs = new Map<string, number>()
    const org = Int32Array.from(entries, (entry) => {
      if (entry.org === '0') return -1
      if (!orgs.has(entry.org)) orgs.set(entry.org, orgs.size)
      return orgs.get(entry.org)!
    })
    this.population = {
      size: entries.length,
      org,
      reseller: Uint8Array.from(entries, ({ reseller }) => (reseller ? 1 : 0)),
    }
  }

  /** The index of an account by its name; undefined for accounts not in view. O(log accounts). */
  indexOfName(name: string): number | undefined {
    let low = 0
    let high = this.entries.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.entries[middle]!.name < name) low = middle + 1
      else high = middle
    }
    return this.entries[low]?.name === name ? low : undefined
  }

  indexOf(hash: string): number | undefined {
    return this.indices.get(hash)
  }
}

function spanOf(entries: readonly DirectoryEntry[]): Directory['span'] {
  let [fromMs, toMs] = [Infinity, -Infinity]
  for (const entry of entries) {
    fromMs = Math.min(fromMs, entry.firstMs)
    toMs = Math.max(toMs, entry.lastMs)
  }
  return entries.length === 0 ? null : { fromMs, toMs }
}

const sql = `
SELECT toString(seen.account) AS hash, any(name.name) AS name, toString(if(any(registry.org) != 0, any(registry.org), any(seen.org))) AS org,
       toFloat64(any(seen.interactions)) AS interactions, toFloat64(any(seen.output_tokens)) AS outputTokens,
       toFloat64(any(seen.first_ms)) AS firstMs, toFloat64(any(seen.last_ms)) AS lastMs, any(registry.reseller) = 1 AS reseller,
       any(registry.plan) AS plan, any(registry.tier) AS tier, any(registry.country) AS country,
       toString(any(registry.payment)) AS payment, any(registry.name) != '' AS registered
FROM
(
    SELECT account, argMaxIf(org, (ts, org), org != 0) AS org, count() AS interactions, sum(output_tokens) AS output_tokens,
           min(toUnixTimestamp64Milli(ts)) AS first_ms, max(toUnixTimestamp64Milli(ts)) AS last_ms
    FROM interaction
    GROUP BY account
) AS seen
LEFT JOIN account AS name ON name.account = seen.account
LEFT JOIN (SELECT * FROM registry FINAL) AS registry ON registry.account = seen.account
GROUP BY seen.account
ORDER BY name`

/** Reads the directory. O(interactions) in the engine, O(accounts) here. */
export async function readDirectory(store: Store): Promise<Directory> {
  const rows = await store.query<Record<string, never> & DirectoryEntry>(sql)
  return new Directory(
    rows.map((row) => ({ ...row, reseller: Number(row.reseller) === 1, registered: Number(row.registered) === 1 })),
  )
}
