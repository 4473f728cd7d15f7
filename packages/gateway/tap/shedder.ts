/** Gives the oldest records up when there is no room, and leaves a trace of each loss. */
import { readFile, rename, rm, truncate } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { KeeperCounters } from './counter.ts'
import type { Cursor } from './cursor.ts'
import { countLines } from './file-line.ts'
import { Ledger, ledgerFile, type Loss } from './ledger.ts'
import type { Segment, WriterFolder } from './spool-folder.ts'
import type { SpoolSettings } from './spool-option.ts'

/** What a segment is called while it is given up: what the ledger will say is in its name. */
const shedName = /^(\d{8}\.jsonl)(?:\.zst)?\.shed-(\d+)-(\d+)$/

/** Removes a segment's file, and the compressed one beside it where compressing was broken off. */
export async function removeSegment(segment: Segment): Promise<void> {
  if (!segment.isCompressed) await rm(`${segment.path}.zst`, { force: true })
  await rm(segment.path, { force: true })
}

/** Sheds the segments of one spool. */
export class Shedder {
  readonly #settings: SpoolSettings
  readonly #cursor: Cursor
  readonly #counters: KeeperCounters
  readonly #ledger: Ledger

  constructor(settings: SpoolSettings, cursor: Cursor, counters: KeeperCounters) {
    this.#settings = settings
    this.#cursor = cursor
    this.#counters = counters
    this.#ledger = new Ledger(settings.folder, settings.now)
  }

  /**
   * Gives a sealed segment up. Reads it to count what the sink does not have. Killed at any moment, {@link finish}
   * completes it: the loss is in the ledger once.
   */
  async shed(segment: Segment, because: Loss['because']): Promise<true> {
    const records = await countLines(segment.path, this.#cursor.acknowledgedOf(segment.key))
    if (!segment.isCompressed) await rm(`${segment.path}.zst`, { force: true })
    // From here on it is no segment: neither read nor shipped.
    const path = `${segment.path}.shed-${records}-${segment.bytes}`
    await rename(segment.path, path)
    await this.#enter({ segment: segment.key, records, bytes: segment.bytes, because }, path)
    return true
  }

  /** Completes what a killed keeper, or one on a full disk, began. */
  async finish(writers: readonly WriterFolder[]): Promise<void> {
    const paths = writers.flatMap(({ shed }) => shed)
    if (paths.length === 0) return
    await this.#ledger.flush()
    if (!this.#ledger.isWritten) return
    const ledger = await readFile(join(this.#settings.folder, ledgerFile), 'utf8').catch(() => '')
    for (const path of paths) {
      const [, name, records, bytes] = shedName.exec(basename(path)) ?? []
      const segment = `${basename(dirname(path))}/${name}`
      if (ledger.includes(JSON.stringify(segment))) await rm(path, { force: true })
      else
        await this.#enter(
          { segment, records: Number(records), bytes: Number(bytes), because: 'the bound of the spool' },
          path,
        )
    }
  }

  async #enter(loss: Loss, path: string): Promise<void> {
    // On a full disk the ledger has room only once the segment gave its own back.
    await truncate(path, 0)
    await this.#ledger.enter(loss)
    this.#cursor.forget(loss.segment!)
    this.#counters.shedSegments += 1
    this.#counters.shedRecords += loss.records
    if (this.#ledger.isWritten) await rm(path, { force: true })
  }
}
