/**
 * Where fingerprints are kept: the only thing the rest of the engine knows of a database.
 *
 * Every backend speaks ClickHouse's SQL dialect, so queries are written once. Values are bound, never spliced:
 * `{name:Type}` in the text, the value in `parameters`.
 */

import type { Block } from './block.ts'

/** A value that can be bound to a query. 64-bit values are bigints. */
export type Bindable = string | number | bigint | boolean | readonly Bindable[]

/** One row of an answer. 64-bit integers arrive as decimal strings. */
export type Row = Record<string, unknown>

/** The tables that take blocks. */
export type Table = 'interaction' | 'arrival' | 'account' | 'registry' | 'member' | 'template' | 'text'

/**
 * A store of fingerprints. All methods throw {@link StoreError}. What is asked for at once may be done at once and in any
 * order: who needs another statement's effect waits for it.
 */
export interface Store {
  /** Rows of one query, in the query's order. The caller names the row's shape. */
  query<T extends Row>(sql: string, parameters?: Readonly<Record<string, Bindable>>): Promise<T[]>
  /**
   * As {@link query}, some rows at a time, so that the answer is never in memory as a whole. Other statements may have to
   * wait until it has been read or left.
   */
  stream<T extends Row>(sql: string, parameters?: Readonly<Record<string, Bindable>>): AsyncIterable<T[]>
  /** As {@link stream}, but columns: for answers of many rows. 64-bit integers are exact. */
  blocks(sql: string, parameters?: Readonly<Record<string, Bindable>>): AsyncIterable<Block>
  /** Runs a statement that answers nothing. */
  run(sql: string, parameters?: Readonly<Record<string, Bindable>>): Promise<void>
  /** Sets the engine's settings, values as SQL text, for all statements from now on. */
  set(values: Readonly<Record<string, number | string>>): Promise<void>
  /** Inserts blocks in ClickHouse's Native format: all of them or, when it throws, none. */
  insert(table: Table, blocks: readonly Uint8Array[]): Promise<void>
  /** Gives memory that the engine no longer needs back to the system, before somebody else needs it. */
  trim(): Promise<void>
  /** Closes the store; a temporary one is removed. Idempotent. */
  close(): Promise<void>
}

/** What can go wrong with a store. */
export type StoreErrorCode = 'busy' | 'damaged' | 'disk' | 'no store' | 'query' | 'newer schema'

/** The store's own failures. `retry`: whether the same call can go through later. */
export class StoreError extends Error {
  readonly code: StoreErrorCode
  readonly retry: boolean
  constructor(code: StoreErrorCode, message: string, options: { retry?: boolean; cause?: unknown } = {}) {
    super(`[${code}] ${message}`, { cause: options.cause })
    this.name = 'StoreError'
    this.code = code
    this.retry = options.retry ?? false
  }
}
