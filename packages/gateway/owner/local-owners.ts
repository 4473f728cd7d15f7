/** Who made what, as one process knows it: in memory, and on the disk for the next one. */
import { OwnerJournal, type JournalRule } from './owner-journal.ts'
import { OwnerTable, type TableRule } from './owner-table.ts'
import type { Found, ListedBatch, Owned, Owners, Thing } from './owner.ts'

/** How {@link LocalOwners} are set up. */
export interface LocalOwnersOptions extends Omit<TableRule, 'nowMs'> {
  /** A folder of which nobody else writes `owners-…`. */
  readonly folder: string
  readonly onChange?: JournalRule['onChange']
  readonly nowMs?: () => number
}

/** What {@link LocalOwners} hold and gave up. */
export interface LocalOwnersCounters {
  readonly ids: number
  /** Forgotten before their time, since there were too many. */
  readonly idsCrowdedOut: number
  /** Known in memory only: the disk did not take them. */
  readonly linesUnwritten: number
  /** Lines at the start that could not be read. */
  readonly linesDamaged: number
}

/** See the file's header. */
export class LocalOwners implements Owners {
  readonly #table: OwnerTable
  readonly #journal: OwnerJournal

  private constructor(table: OwnerTable, journal: OwnerJournal) {
    this.#table = table
    this.#journal = journal
  }

  /** Takes in what an earlier process left. Throws what the system says of the folder. */
  static async open(options: LocalOwnersOptions): Promise<LocalOwners> {
    const { folder, idsMax, retentionMs, onChange = () => {}, nowMs = Date.now } = options
    const table = new OwnerTable({ idsMax, retentionMs, nowMs })
    const rule = { folder, retentionMs, linesMax: 2 * idsMax, nowMs, onChange }
    const journal = await OwnerJournal.open(rule, (entry) => {
      if ('forgotten' in entry) table.forget(entry.forgotten)
      else if (nowMs() - entry.madeMs <= retentionMs) table.note(entry.owned, entry.madeMs)
    })
    return new LocalOwners(table, journal)
  }

  note(owned: Owned): Promise<boolean> {
    return Promise.resolve(this.noteNow(owned))
  }

  /** As {@link note}, on the spot. */
  noteNow(owned: Owned): boolean {
    const outcome = this.#table.note(owned)
    if (outcome === 'new') this.#journal.note(owned)
    return outcome !== 'taken'
  }

  find(thing: Thing, account: string): Promise<Found> {
    return Promise.resolve(this.findNow(thing, account) ?? 'absent')
  }

  /** Whether somebody else made it, or it is with another server. */
  isTaken(owned: Owned): boolean {
    const known = this.#table.find(owned)
    return known !== undefined && (known.account !== owned.account || known.server !== owned.server)
  }

  /** The thing where it is theirs. */
  findNow(thing: Thing, account: string): Owned | undefined {
    const owned = this.#table.find(thing)
    return owned?.account === account ? owned : undefined
  }

  batchesOf(account: string): Promise<readonly ListedBatch[]> {
    return Promise.resolve(this.#table.batchesOf(account))
  }

  forget(owned: Owned): Promise<void> {
    if (this.findNow(owned, owned.account) !== undefined) {
      this.#table.forget(owned)
      this.#journal.forget(owned)
    }
    return Promise.resolve()
  }

  close(): Promise<void> {
    this.#journal.close()
    return Promise.resolve()
  }

  /** For metrics. */
  counters(): LocalOwnersCounters {
    return {
      ids: this.#table.size,
      idsCrowdedOut: this.#table.crowdedOut,
      linesUnwritten: this.#journal.unwritten,
      linesDamaged: this.#journal.damaged,
    }
  }
}
