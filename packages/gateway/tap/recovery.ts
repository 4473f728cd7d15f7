/**
 * What is done with the remains of a writer whose process is gone: calls that were under way become records of
 * interrupted calls, once. Killed in the middle, it is done again and comes to the same end: the recovered segment
 * appears whole or not at all, and what is in a segment is not recovered again.
 */
import { open, rename, rm, rmdir, truncate } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { KeeperCounters } from './counter.ts'
import { linesOf } from './file-line.ts'
import type { JournalMark, SegmentPlace } from './journal.ts'
import { idOf, isIntact } from './record-line.ts'
import { readWriter, segmentFile, type WriterFolder } from './spool-folder.ts'

/** Where an intent lies. */
interface IntentPlace {
  readonly path: string
  readonly from: number
  readonly bytes: number
}

interface JournalRemains {
  readonly intents: Map<string, IntentPlace>
  readonly ended: Set<string>
  /** Every record before this place is named by a mark, or is of a call that no journal knows any longer. */
  readonly covered: SegmentPlace
}

/**
 * Recovers a writer that is dead: the caller has made sure, and that nobody else recovers it. Afterwards its segments
 * are sealed, and a folder without any is gone. Reads the journals and the records that they do not cover.
 */
export async function recoverWriter(
  { path, name }: Pick<WriterFolder, 'path' | 'name'>,
  counters: KeeperCounters,
): Promise<void> {
  // Read only now: whoever saw the folder before he saw that the writer is dead may not have seen what it wrote last.
  const writer = await readWriter(dirname(path), name)
  const remains = await readJournals(writer, counters)
  const missing = new Map(remains.intents)
  for (const id of remains.ended) missing.delete(id)
  for (const id of await idsAfter(writer, remains.covered, counters)) missing.delete(id)
  if (missing.size > 0) await writeRecovered(writer, [...missing.values()])
  counters.interruptedRecords += missing.size
  for (const journal of writer.journals) await rm(journal, { force: true })
  await rm(join(writer.path, 'owner'), { force: true })
  if (writer.segments.length === 0 && missing.size === 0) await rmdir(writer.path)
  counters.recoveries += 1
}

async function readJournals(writer: WriterFolder, counters: KeeperCounters): Promise<JournalRemains> {
  const intents = new Map<string, IntentPlace>()
  const ended = new Set<string>()
  let covered: SegmentPlace = { segment: 0, bytes: 0 }
  for (const [index, path] of writer.journals.entries()) {
    for await (const lines of linesOf(path)) {
      for (const { bytes, from, isWhole } of lines) {
        if (!isWhole || !isIntact(bytes)) {
          counters.tornLines += 1
          continue
        }
        const id = idOf(bytes)
        if (id !== undefined) {
          intents.set(id, { path, from, bytes: bytes.length + 1 })
          continue
        }
        const mark = JSON.parse(Buffer.from(bytes).toString('utf8')) as JournalMark
        for (const ending of mark.ended) ended.add(ending)
        // A second journal is one that was begun when the process died: its marks may lack what the first one's lack.
        if (index === 0) covered = { segment: mark.segment, bytes: mark.bytes }
      }
    }
  }
  return { intents, ended, covered }
}

/** Ids of the records after `covered`. Cuts off the end of the last segment where it is torn. */
async function idsAfter(writer: WriterFolder, covered: SegmentPlace, counters: KeeperCounters): Promise<Set<string>> {
  const ids = new Set<string>()
  const last = writer.segments.at(-1)
  for (const segment of writer.segments) {
    if (segment.number < covered.segment) continue
    const from = segment.number === covered.segment ? covered.bytes : 0
    for await (const lines of linesOf(segment.path, from)) {
      for (const line of lines) {
        const id = line.isWhole && isIntact(line.bytes) ? idOf(line.bytes) : undefined
        if (id !== undefined) ids.add(id)
        else if (!line.isWhole && segment === last && !segment.isCompressed) {
          counters.tornLines += 1
          await truncate(segment.path, line.from)
        }
      }
    }
  }
  return ids
}

async function writeRecovered(writer: WriterFolder, intents: readonly IntentPlace[]): Promise<void> {
  const draft = join(writer.path, 'recovered')
  const number = (writer.segments.at(-1)?.number ?? 0) + 1
  const target = await open(draft, 'w', 0o600)
  try {
    for (const path of writer.journals) {
      const source = await open(path, 'r')
      try {
        for (const intent of intents) {
          if (intent.path !== path) continue
          const line = Buffer.allocUnsafe(intent.bytes)
          await source.read(line, 0, line.length, intent.from)
          await target.write(line)
        }
      } finally {
        await source.close()
      }
    }
    await target.sync()
  } finally {
    await target.close()
  }
  await rename(draft, join(writer.path, segmentFile(number)))
}
