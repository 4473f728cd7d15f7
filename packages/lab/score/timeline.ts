/** When the accounts of a world did what: leakage and delays are measured against it. */
import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { createZstdDecompress } from 'node:zlib'

/** One record of an account. */
export interface TimedRecord {
  readonly id: string
  readonly timeMs: number
}

/** By account: its records. */
export type Timeline = ReadonlyMap<string, readonly TimedRecord[]>

/** What a timeline needs of a record. */
export interface TimelineLine {
  readonly id: string
  readonly ts: string
  readonly account: string
}

/** The timeline of records at hand. */
export function timelineOf(records: Iterable<TimelineLine>): Timeline {
  const timeline = new Map<string, TimedRecord[]>()
  for (const record of records) addTo(timeline, record)
  return timeline
}

/** The timeline of the folder's interactions.jsonl, or of its .zst; undefined when there is neither. Reads all of it. */
export async function readTimeline(folder: string): Promise<Timeline | undefined> {
  const plain = join(folder, 'interactions.jsonl')
  const packed = `${plain}.zst`
  if (!existsSync(plain) && !existsSync(packed)) return undefined
  const input = existsSync(plain) ? createReadStream(plain) : createReadStream(packed).pipe(createZstdDecompress())
  const timeline = new Map<string, TimedRecord[]>()
  for await (const line of linesOf(input.setEncoding('utf8'))) {
    if (line.trim() !== '') addTo(timeline, JSON.parse(line) as TimelineLine)
  }
  return timeline
}

/** Lines end at line feeds only: readline would also cut at U+2028 and U+2029, which JSON strings may hold. */
async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  yield rest
}

function addTo(timeline: Map<string, TimedRecord[]>, { id, ts, account }: TimelineLine): void {
  const known = timeline.get(account)
  const timed = { id, timeMs: Date.parse(ts) }
  if (known === undefined) timeline.set(account, [timed])
  else known.push(timed)
}
