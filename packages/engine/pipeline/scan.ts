/** The scan: import what is given, look at all that is known, tell what was found. */
import { secretBytes } from '@stillhunt/core/fingerprint'
import type { Finding, RejectedEntry, SourceNote } from '../report.ts'
import { LateStore, openEmbeddedStore, readSecret, type Store } from '../store.ts'
import type { LookOptions } from './watch.ts'
import { detect, type Detection } from './detect.ts'
import type { Directory } from './directory.ts'
import { type Imported, ingest, type Progress, startPool } from './ingest.ts'
import { readLacks } from './lack.ts'
import { ingestRegistry, type RegistryFlaws } from './registry.ts'
import { findSource, findSources } from './source.ts'

/** What to scan. */
export interface ScanOptions extends LookOptions {
  /** Files, globs, directories, `-` for standard input. */
  readonly logs: readonly string[]
  /** The account registry. */
  readonly accounts?: string
  /** Where fingerprints are kept; without it they are gone when the scan ends. */
  readonly data?: string
  /** Keep the records themselves beside their fingerprints. */
  readonly keepText?: boolean
  readonly onProgress?: (progress: Progress) => void
  /** Milliseconds that only grow, for the wall time in the finding. */
  readonly clock: () => number
}

/** Scans. Throws SourceError or StoreError; never leaves a store half-written. */
export async function scan(options: ScanOptions): Promise<Finding> {
  return withImported(options, (store, imported) => conclude(detect(store, options), store, imported))
}

/** What was imported, for the finding. */
export interface ImportSummary {
  readonly startedMs: number
  readonly clock: () => number
  readonly duplicates: number
  readonly rejected: readonly RejectedEntry[]
  readonly notes: readonly SourceNote[]
  /** See the finding's. */
  readonly unusable: string | null
  readonly bytes: number
  readonly added: number
  readonly folder: string | null
}

/** Imports what is given and hands the store over, which is closed in any case. Throws SourceError or StoreError. */
export async function withImported<T>(
  options: ScanOptions,
  look: (store: Store, imported: ImportSummary) => Promise<T>,
): Promise<T> {
  const { logs, accounts, data, keepText = false, onProgress, clock } = options
  const startedMs = clock()
  const sources = await findSources(logs)
  const registry = accounts === undefined ? undefined : await findSource(accounts)
  // Without a folder nothing outlives the scan, so a fixed secret gives nothing away and the same report every time.
  const secret = data === undefined ? new Uint8Array(secretBytes) : await readSecret(data, secretBytes)
  const pool = startPool({ secret, keepText })
  let known = 0
  const store = new LateStore(async () => {
    const opened = await openEmbeddedStore(data)
    known = await countInteractions(opened)
    await opened.run('TRUNCATE TABLE arrival')
    return opened
  })
  try {
    const imported = await ingest(sources, store, { secret, keepText }, onProgress, pool)
    onProgress?.({ bytes: imported.bytes, bytesTotal: null, records: imported.records, isReading: false })
    await store.trim()
    const flaws =
      registry === undefined ? noFlaws : await ingestRegistry(registry, store, secret, await nextScan(store))
    const [arrived, records] = await Promise.all([countArrivals(store), dropDuplicates(store)])
    return await look(store, {
      startedMs,
      clock,
      duplicates: imported.records - arrived,
      rejected: [...imported.rejected, ...flaws.rejected],
      notes: [...imported.notes, ...flaws.notes],
      unusable: unusableIn(imported),
      bytes: imported.bytes,
      added: records - known,
      folder: data ?? null,
    })
  } finally {
    await store.close()
  }
}

/** An input that holds nothing is no failure; one that holds something, none of it a record, is hardly what was meant. */
function unusableIn({ records, rejected, notes }: Imported): string | null {
  if (records > 0 || (rejected.length === 0 && notes.length === 0)) return null
  const most = rejected[0]
  if (most === undefined) return 'not one record could be read; see what is wrong with the inputs and scan again'
  const lines = rejected.reduce((sum, { count }) => sum + count, 0).toLocaleString('en-US')
  return `not one line is a record (refused: ${lines}, mostly as "${most.reason}"); name logs of API calls, one JSON object per line`
}

const noFlaws: RegistryFlaws = { rejected: [], notes: [] }

/** Looks again, at another rate maybe, at what a data folder holds, without reading logs. */
export async function review(data: string, clock: () => number, look?: LookOptions): Promise<Finding> {
  const startedMs = clock()
  const store = await openEmbeddedStore(data, true)
  try {
    const nothing = { duplicates: 0, rejected: [], notes: [], unusable: null, bytes: 0, added: 0 }
    return await conclude(detect(store, look), store, { ...nothing, startedMs, clock, folder: data })
  } finally {
    await store.close()
  }
}

type Told = Pick<Detection, 'directory' | 'campaigns' | 'pictures'>

/** The finding of a detection, be it still under way. */
export async function conclude(
  detecting: Told | Promise<Told>,
  store: Store,
  { startedMs, clock, duplicates, rejected, notes, unusable, bytes, added, folder }: ImportSummary,
): Promise<Finding> {
  const [{ directory, campaigns, pictures }, lacked] = await Promise.all([detecting, readLacks(store)])
  const { span, accounts, interactions } = directory.whole
  const time = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString())
  const data = {
    from: time(span?.fromMs),
    to: time(span?.toMs),
    interactions,
    accounts,
    duplicates,
    rejected,
  }
  const wallMs = clock() - startedMs
  const told = { notes: [...notes, ...outOfView(directory)], lacked, ...(unusable === null ? {} : { unusable }) }
  return { report: { version: 1, data, campaigns }, pictures, ...told, bytes, wallMs, added, folder }
}

/** Says that accounts were left out, if some were. */
function outOfView({ size, whole: { accounts } }: Directory): SourceNote[] {
  if (size === accounts) return []
  const [left, all, room] = [accounts - size, accounts, size].map((count) => count.toLocaleString('en-US'))
  const note = `${left} of ${all}, those that have least in common with others, were not looked at: there is room for ${room}`
  return [{ source: 'accounts', note }]
}

async function countInteractions(store: Store): Promise<number> {
  const [row] = await store.query<{ n: string }>(
    'SELECT count() AS n FROM (SELECT record FROM interaction GROUP BY record)',
  )
  return Number(row?.n ?? 0)
}

/** Distinct records that this scan brought. */
async function countArrivals(store: Store): Promise<number> {
  const [row] = await store.query<{ n: string }>(
    'SELECT count() AS n FROM (SELECT record FROM arrival GROUP BY record)',
  )
  return Number(row?.n ?? 0)
}

/**
 * The table keeps one row per record once it is merged; merging is only asked for when there is something to drop. Answers
 * how many records there are.
 */
async function dropDuplicates(store: Store): Promise<number> {
  const [row] = await store.query<{ records: string; rows: string }>(
    'SELECT count() AS records, sum(n) AS rows FROM (SELECT count() AS n FROM interaction GROUP BY record)',
  )
  const { records = '0', rows = '0' } = row ?? {}
  if (rows !== records) await store.run('OPTIMIZE TABLE interaction FINAL')
  return Number(records)
}

async function nextScan(store: Store): Promise<number> {
  const [row] = await store.query<{ scan: number }>('SELECT toUInt32(max(scan) + 1) AS scan FROM registry')
  return row?.scan ?? 1
}
