/**
 * The embedded store: ClickHouse inside this process (chdb), on a folder of its own.
 *
 * The engine allows one folder per process and one process per folder; a file in the data directory names the
 * process that has it, so that a second one is told rather than left to the engine's lock.
 */
import { rmSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Block } from './block.ts'
import { claimFolder, firstLine, makeFolder } from './folder.ts'
import { type Lane, Lanes } from './lane.ts'
import { migrate } from './migration.ts'
import { type Bindable, type Row, type Store, StoreError, type Table } from './store.ts'

/** A part of an answer. */
interface Piece {
  text(): string
  raw(): Uint8Array
}

/** The part of chdb's session that is used. */
export interface Session {
  queryAsync(sql: string, options: { format: string }): Promise<unknown>
  queryBindAsync(sql: string, values: object, options: { format: string }): Promise<unknown>
  queryStream(sql: string, options: { format: string }): AsyncIterable<Piece>
  queryStreamBind(sql: string, values: object, options: { format: string }): AsyncIterable<Piece>
  close(): void
}

/** Bounds that keep the engine's share of memory small whatever the amount of data; spilling goes to disk. */
const settings: Readonly<Record<string, number | string>> = {
  // Two statements run at once: a second thread for each takes twice the memory and, on two cores, a sixth more of the time.
  max_threads: 1,
  max_insert_threads: 1,
  max_memory_usage: 400_000_000,
  max_bytes_before_external_group_by: 50_000_000,
  max_bytes_before_external_sort: 50_000_000,
  join_algorithm: "'hash'",
  max_bytes_before_external_join: 50_000_000,
  // A spilled statement reads all of its files at once, each through a buffer.
  temporary_files_buffer_size: 65_536,
  // No index knows what queries ask `IN` for; asked all the same, it has the set made at once, and that never spills.
  use_index_for_in_with_subqueries: 0,
  max_block_size: 16_384,
  min_insert_block_size_rows: 65_536,
  min_insert_block_size_bytes: 67_108_864,
  optimize_aggregation_in_order: 1,
  optimize_on_insert: 0,
  // Compiling what was asked three times costs half a second in a process that asks hardly anything so often.
  compile_expressions: 0,
  compile_aggregate_expressions: 0,
  compile_sort_description: 0,
  output_format_json_quote_64bit_integers: 1,
  // One part per insert is plenty: the engine merges in the background only what a large import leaves behind.
  parts_to_throw_insert: 10_000,
  parts_to_delay_insert: 5_000,
}

/** Blocks bring every column but the ones that the engine computes. */
const insertedColumns: Readonly<Record<Table, string>> = {
  interaction: '(* EXCEPT (version))',
  registry: '(* EXCEPT (version))',
  arrival: '',
  account: '',
  member: '',
  template: '',
  text: '',
}

const connectionArgs = [
  '--mark_cache_size=16777216',
  '--uncompressed_cache_size=0',
  '--max_server_memory_usage=800000000',
]

/**
 * A store in `folder`, made when absent unless `existing` asks for one that is there; without a folder a temporary one
 * that is removed on close. Throws StoreError: `no store`, `busy`, `disk`, `damaged`, `newer schema`.
 */
export async function openEmbeddedStore(folder?: string, existing = false): Promise<EmbeddedStore> {
  const temporary = folder === undefined
  const root = folder ?? (await mkdtemp(join(tmpdir(), 'stillhunt-')))
  await makeFolder(root, existing)
  const release = temporary ? forgetOnExit(root) : await claimFolder(root)
  let store: EmbeddedStore | undefined
  try {
    const { Session } = (await import('chdb')) as unknown as { Session: new (path: string, options: object) => Session }
    const sessions = Array.from({ length: lanesCount }, () => new Session(join(root, 'store'), { connectionArgs }))
    store = new EmbeddedStore(sessions, root, temporary, release)
    await store.configure()
    await migrate(store)
    return store
  } catch (cause) {
    await (store === undefined ? release() : store.close())
    if (cause instanceof StoreError) throw cause
    throw new StoreError(
      'damaged',
      `cannot open the store in ${root}: ${firstLine(cause)}; end what else uses it, restore it, or choose another --data`,
      { cause },
    )
  }
}

/** Statements that run at once: most of what a statement does falls to one thread, and there are two cores or more. */
const lanesCount = 2

/** {@link Store} on chdb. Made by {@link openEmbeddedStore}. */
export class EmbeddedStore implements Store {
  private readonly lanes: Lanes
  private readonly root: string
  private readonly temporary: boolean
  private readonly release: () => Promise<void>
  private sequence = 0
  private closed = false

  constructor(sessions: readonly Session[], root: string, temporary: boolean, release: () => Promise<void>) {
    this.lanes = new Lanes(sessions)
    this.root = root
    this.temporary = temporary
    this.release = release
  }

  /** Applies the bounds and empties what a killed run left in `incoming`. */
  async configure(): Promise<void> {
    const incoming = join(this.root, 'incoming')
    await mkdir(incoming, { recursive: true, mode: 0o700 })
    for (const name of await readdir(incoming)) if (name.endsWith('.native')) await rm(join(incoming, name))
    await this.set(settings)
    await this.run('CREATE DATABASE IF NOT EXISTS stillhunt')
    await this.onAll('USE stillhunt')
  }

  async query<T extends Row>(sql: string, parameters?: Readonly<Record<string, Bindable>>): Promise<T[]> {
    const rows: T[] = []
    for await (const some of this.stream<T>(sql, parameters)) for (const row of some) rows.push(row)
    return rows
  }

  async *stream<T extends Row>(sql: string, parameters?: Readonly<Record<string, Bindable>>): AsyncGenerator<T[]> {
    for await (const piece of this.pieces(sql, 'JSONEachRow', parameters)) yield rowsOf<T>(piece.text())
  }

  async *blocks(sql: string, parameters?: Readonly<Record<string, Bindable>>): AsyncGenerator<Block> {
    for await (const piece of this.pieces(sql, 'Native', parameters)) yield* Block.read(piece.raw())
  }

  async run(sql: string, parameters?: Readonly<Record<string, Bindable>>): Promise<void> {
    const lane = await this.lanes.enter()
    try {
      await this.execute(lane, sql, parameters)
    } finally {
      lane.leave()
    }
  }

  set(values: Readonly<Record<string, number | string>>): Promise<void> {
    const assignments = Object.entries(values).map(([name, value]) => `${name} = ${value}`)
    return this.onAll(`SET ${assignments.join(', ')}`)
  }

  async insert(table: Table, blocks: readonly Uint8Array[]): Promise<void> {
    if (blocks.length === 0) return
    this.sequence += 1
    const path = join(this.root, 'incoming', `${table}-${this.sequence}.native`)
    try {
      await writeFile(path, blocks)
    } catch (cause) {
      throw new StoreError('disk', `cannot write to ${this.root}: ${firstLine(cause)}; free space and scan again`, {
        retry: true,
        cause,
      })
    }
    await this.run(`INSERT INTO ${table} ${insertedColumns[table]} SELECT * FROM file({path:String}, 'Native')`, {
      path,
    })
    await rm(path, { force: true })
  }

  trim(): Promise<void> {
    return this.run('SYSTEM JEMALLOC PURGE')
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    for (const { session } of await this.lanes.enterAll()) session.close()
    await this.release()
    if (this.temporary) await rm(this.root, { recursive: true, force: true })
  }

  private async *pieces(
    sql: string,
    format: string,
    parameters?: Readonly<Record<string, Bindable>>,
  ): AsyncGenerator<Piece> {
    const lane = await this.lanes.enter()
    try {
      yield* parameters === undefined
        ? lane.session.queryStream(sql, { format })
        : lane.session.queryStreamBind(sql, parameters, { format })
    } catch (cause) {
      throw this.failure(cause)
    } finally {
      lane.leave()
    }
  }

  /** Settings and the database in use are the session's own. */
  private async onAll(sql: string): Promise<void> {
    const lanes = await this.lanes.enterAll()
    try {
      for (const lane of lanes) await this.execute(lane, sql)
    } finally {
      for (const lane of lanes) lane.leave()
    }
  }

  private async execute(lane: Lane, sql: string, parameters?: Readonly<Record<string, Bindable>>): Promise<void> {
    try {
      const format = { format: 'Null' }
      await (parameters === undefined
        ? lane.session.queryAsync(sql, format)
        : lane.session.queryBindAsync(sql, parameters, format))
    } catch (cause) {
      throw this.failure(cause)
    }
  }

  private failure(cause: unknown): StoreError {
    const full = /NOT_ENOUGH_SPACE|No space left/.test(String(cause))
    return full
      ? new StoreError('disk', `no space left under ${this.root}; free some and scan again`, { retry: true, cause })
      : new StoreError('query', `the engine refused a statement: ${firstLine(cause)}`, { cause })
  }
}

function rowsOf<T>(text: string): T[] {
  const rows: T[] = []
  for (const line of text.split('\n')) if (line !== '') rows.push(JSON.parse(line) as T)
  return rows
}

function forgetOnExit(root: string): () => Promise<void> {
  const drop = (): void => rmSync(root, { recursive: true, force: true })
  process.once('exit', drop)
  return async () => {
    process.removeListener('exit', drop)
  }
}
