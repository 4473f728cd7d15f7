/** The accounts in view, by dense index in the order of their names, so that no result depends on a hash. */
import { type Population, TextList, withRoom } from '@stillhunt/core/link'
import { HashNumbers } from '../signal.ts'
import type { Block, Store } from '../store.ts'

/** One account with what its traffic and the registry say. Times in milliseconds since the epoch. */
export interface DirectoryEntry {
  readonly name: string
  readonly interactions: number
  readonly outputTokens: number
  readonly firstMs: number
  readonly lastMs: number
  readonly plan: string
  readonly tier: string
  readonly country: string
  readonly registered: boolean
}

const numberColumns = ['interactions', 'outputTokens', 'firstMs', 'lastMs'] as const
const wordColumns = ['plan', 'tier', 'country'] as const

/** All that there is, whether it is in view or not. */
export interface Whole {
  readonly accounts: number
  readonly interactions: number
  /** When the first and the last of their records came, in milliseconds; null where there is none. */
  readonly span: { readonly fromMs: number; readonly toMs: number } | null
}

/** Accounts that have interactions, in columns, about 120 bytes each: all of them, or those that are in view. */
export class Directory {
  readonly population: Population
  readonly whole: Whole
  private readonly columns: DirectoryColumns
  /** One more than the index. */
  private readonly numbers = new HashNumbers()

  constructor(columns: DirectoryColumns, whole: Whole) {
    const { length, org, reseller } = columns
    this.columns = columns
    const halves = new Uint32Array(columns.hash.buffer)
    for (let account = 0; account < length; account += 1)
      this.numbers.numberOf(halves[2 * account]!, halves[2 * account + 1]!, account + 1)
    this.whole = whole
    this.population = { size: length, org: org.slice(0, length), reseller: reseller.slice(0, length) }
  }

  /** How many accounts are in view. */
  get size(): number {
    return this.columns.length
  }
  get span(): Whole['span'] {
    return this.whole.span
  }
  /** When each of the accounts was first seen. */
  get firstMs(): Float64Array {
    return this.columns.firstMs.subarray(0, this.size)
  }
  /** An account, made anew at each call. */
  entry(account: number): DirectoryEntry {
    return this.columns.entry(account)
  }
  name(account: number): string {
    return this.columns.name.at(account)
  }
  /** The names of all. */
  names(): string[] {
    return Array.from({ length: this.size }, (_, account) => this.name(account))
  }
  hash(account: number): bigint {
    return this.columns.hash[account]!
  }
  /** The index of an account by its name; undefined for accounts not in view. O(log accounts). */
  indexOfName(name: string): number | undefined {
    let low = 0
    let high = this.size
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.name(middle) < name) low = middle + 1
      else high = middle
    }
    return low < this.size && this.name(low) === name ? low : undefined
  }

  /** The index of an account by its hash; undefined for accounts not in view. */
  indexOf(hash: bigint): number | undefined {
    const [index] = this.indicesOf(BigUint64Array.of(hash))
    return index === -1 ? undefined : index
  }

  /** The indices of accounts by their hashes; −1 for those not in view. */
  indicesOf(hashes: BigUint64Array): Int32Array {
    const halves = new Uint32Array(hashes.buffer, hashes.byteOffset, 2 * hashes.length)
    return Int32Array.from(hashes.keys(), (at) => this.numbers.find(halves[2 * at]!, halves[2 * at + 1]!) - 1)
  }
}

/** What a {@link Directory} has of its accounts, in their order; the first `length` of each column. */
class DirectoryColumns {
  length = 0
  readonly name: TextList = new TextList()
  hash: BigUint64Array = new BigUint64Array(0)
  org: Int32Array = new Int32Array(0)
  reseller: Uint8Array = new Uint8Array(0)
  registered: Uint8Array = new Uint8Array(0)
  interactions: Float64Array = new Float64Array(0)
  outputTokens: Float64Array = new Float64Array(0)
  firstMs: Float64Array = new Float64Array(0)
  lastMs: Float64Array = new Float64Array(0)
  /** Indices of words. */
  plan: Int32Array = new Int32Array(0)
  tier: Int32Array = new Int32Array(0)
  country: Int32Array = new Int32Array(0)
  private readonly words = new Numbering<string>()
  private readonly orgs = new Numbering<bigint>()

  add(block: Block): void {
    const { length } = this
    this.length += block.rows
    this.makeRoom()
    for (const name of block.texts('name')) this.name.push(name)
    this.hash.set(block.wides('hash'), length)
    for (const name of numberColumns) this[name].set(block.numbers(name), length)
    for (const name of wordColumns)
      this[name].set(
        block.texts(name).map((word) => this.words.numberOf(word)),
        length,
      )
    this.reseller.set(block.numbers('reseller'), length)
    this.registered.set(block.numbers('registered'), length)
    for (const [row, org] of block.wides('org').entries())
      this.org[length + row] = org === 0n ? -1 : this.orgs.numberOf(org)
  }

  entry(account: number): DirectoryEntry {
    return {
      name: this.name.at(account),
      interactions: this.interactions[account]!,
      outputTokens: this.outputTokens[account]!,
      firstMs: this.firstMs[account]!,
      lastMs: this.lastMs[account]!,
      plan: this.words.all[this.plan[account]!]!,
      tier: this.words.all[this.tier[account]!]!,
      country: this.words.all[this.country[account]!]!,
      registered: this.registered[account] === 1,
    }
  }

  private makeRoom(): void {
    this.hash = withRoom(this.hash, this.length)
    this.org = withRoom(this.org, this.length)
    this.reseller = withRoom(this.reseller, this.length)
    this.registered = withRoom(this.registered, this.length)
    for (const name of numberColumns) this[name] = withRoom(this[name], this.length)
    for (const name of wordColumns) this[name] = withRoom(this[name], this.length)
  }
}

/** Numbers of what comes again and again, in the order in which it came first. */
class Numbering<T> {
  readonly all: T[] = []
  private readonly numbers = new Map<T, number>()

  numberOf(one: T): number {
    let number = this.numbers.get(one)
    if (number === undefined) this.numbers.set(one, (number = this.all.push(one) - 1))
    return number
  }
}

const wholeSql = `
SELECT toFloat64(count()) AS accounts, toFloat64(sum(interactions)) AS interactions,
       toFloat64(min(first_ms)) AS fromMs, toFloat64(max(last_ms)) AS toMs
FROM
(
    SELECT account, count() AS interactions, min(toUnixTimestamp64Milli(ts)) AS first_ms, max(toUnixTimestamp64Milli(ts)) AS last_ms
    FROM interaction
    GROUP BY account
)`

type WholeRow = { accounts: number; interactions: number; fromMs: number; toMs: number }

/** Counts what there is. O(interactions) in the engine. */
export async function readWhole(store: Store): Promise<Whole> {
  const [row] = await store.query<WholeRow>(wholeSql)
  const { accounts, interactions, fromMs, toMs } = row!
  return { accounts, interactions, span: accounts === 0 ? null : { fromMs, toMs } }
}

const sql = `
SELECT seen.account AS hash, any(name.name) AS name, if(any(registry.org) != 0, any(registry.org), any(seen.org)) AS org,
       toFloat64(any(seen.interactions)) AS interactions, toFloat64(any(seen.output_tokens)) AS outputTokens,
       toFloat64(any(seen.first_ms)) AS firstMs, toFloat64(any(seen.last_ms)) AS lastMs, any(registry.reseller) = 1 AS reseller,
       CAST(any(registry.plan) AS String) AS plan, CAST(any(registry.tier) AS String) AS tier,
       CAST(any(registry.country) AS String) AS country, any(registry.name) != '' AS registered
FROM
(
    SELECT account, argMaxIf(org, (ts, org), org != 0) AS org, count() AS interactions, sum(output_tokens) AS output_tokens,
           min(toUnixTimestamp64Milli(ts)) AS first_ms, max(toUnixTimestamp64Milli(ts)) AS last_ms
    FROM interaction
    WHERE {isAll:Bool} OR account IN (SELECT account FROM in_view)
    GROUP BY account
) AS seen
LEFT JOIN account AS name ON name.account = seen.account
LEFT JOIN (SELECT * FROM registry FINAL) AS registry ON registry.account = seen.account
GROUP BY seen.account
ORDER BY name`

/**
 * Reads the directory: all accounts, or those that the store's table `in_view` names. O(interactions) in the engine,
 * O(accounts) here.
 */
export async function readDirectory(store: Store, whole: Whole, isAll: boolean): Promise<Directory> {
  const columns = new DirectoryColumns()
  for await (const block of store.blocks(sql, { isAll })) columns.add(block)
  return new Directory(columns, whole)
}
