/** Damaged lines, set aside so that they block nothing and are not lost. */
import { appendFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeeperCounters } from './counter.ts'
import type { FileLine } from './file-line.ts'

/** The most bytes of the quarantine; what comes after is only counted. */
const quarantineBytesMax = 64 * 1024 * 1024

/**
 * Sets lines of a segment aside, as base64 with their place. May set a line aside twice when the process is killed: its
 * place tells. Rejects when the disk does not take them.
 */
export async function setAside(
  folder: string,
  segment: string,
  lines: readonly FileLine[],
  counters: KeeperCounters,
): Promise<void> {
  const path = join(folder, 'quarantine.log')
  let room = quarantineBytesMax - ((await stat(path).catch(() => null))?.size ?? 0)
  for (const { bytes, from, isWhole } of lines) {
    const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')
    const entry = `${JSON.stringify({ segment, from, bytes: bytes.length, isWhole, base64 })}\n`
    room -= entry.length
    if (room < 0) counters.quarantineOverflows += 1
    else await appendFile(path, entry, { mode: 0o600 })
    counters.quarantinedLines += 1
  }
}
