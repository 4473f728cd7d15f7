/** A store that is opened by its first use: whoever has work to do meanwhile need not wait for the engine to load. */
import type { Block } from './block.ts'
import type { Bindable, Row, Store, Table } from './store.ts'

/** Wraps `open`, which is called once at most. Every method rejects when opening did. */
export class LateStore implements Store {
  private readonly open: () => Promise<Store>
  private opened: Promise<Store> | null = null

  constructor(open: () => Promise<Store>) {
    this.open = open
  }

  private get(): Promise<Store> {
    return (this.opened ??= this.open())
  }

  async query<T extends Row>(sql: string, parameters?: Readonly<Record<string, Bindable>>): Promise<T[]> {
    return (await this.get()).query<T>(sql, parameters)
  }

  async *stream<T extends Row>(sql: string, parameters?: Readonly<Record<string, Bindable>>): AsyncGenerator<T[]> {
    yield* (await this.get()).stream<T>(sql, parameters)
  }

  async *blocks(sql: string, parameters?: Readonly<Record<string, Bindable>>): AsyncGenerator<Block> {
    yield* (await this.get()).blocks(sql, parameters)
  }

  async run(sql: string, parameters?: Readonly<Record<string, Bindable>>): Promise<void> {
    await (await this.get()).run(sql, parameters)
  }

  async set(values: Readonly<Record<string, number | string>>): Promise<void> {
    await (await this.get()).set(values)
  }

  async insert(table: Table, blocks: readonly Uint8Array[]): Promise<void> {
    await (await this.get()).insert(table, blocks)
  }

  async trim(): Promise<void> {
    await (await this.get()).trim()
  }

  /** Closes what was opened; a store that could not be opened has nothing to close. */
  async close(): Promise<void> {
    const store = await this.opened?.catch(() => null)
    await store?.close()
  }
}
