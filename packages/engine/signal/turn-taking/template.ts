/** Templates and the calls that fill them, out of the rows of the query. */
import { Buffer } from 'node:buffer'
import type { Bindable, Block, Store } from '../../store.ts'
import { readRefusals, type RefusedMs } from '../refusal.ts'
import type { Calls } from './turn-pool.ts'

/** See the file's header. */
export interface Template {
  /** The template's hash. */
  readonly item: string
  /** Accounts are indices of {@link Templates.accounts}. */
  readonly calls: Calls
  /** The id of the first of each account's calls. */
  readonly firstRecords: ReadonlyMap<number, string>
}

/** What the query answers. */
export interface Templates {
  /** In the order of their first calls; nothing depends on their hashes but between two with the same calls. */
  readonly templates: readonly Template[]
  /** The hashes of the accounts. */
  readonly accounts: readonly string[]
}

/** Reads templates and when their accounts were refused, both at once: whoever waits in between is last in the engine's queue. */
export async function readTemplates(
  store: Store,
  sql: string,
  bindings: Readonly<Record<string, Bindable>>,
): Promise<Templates> {
  const indices = new Map<bigint, number>()
  // All templates share it; it is filled once their accounts have numbers.
  const refusedMs = new Map<number, readonly number[]>()
  const [refusals, templates] = await Promise.all([
    readRefusals(store, (account) => account),
    gather(store.blocks(sql, bindings), indices, refusedMs),
  ])
  for (const [account, moments] of refusals) {
    const index = indices.get(account)
    if (index !== undefined) refusedMs.set(index, moments)
  }
  const accounts = [...indices.keys()].map(String)
  return { templates: templates.sort((a, b) => compare(a, b, accounts)), accounts }
}

/**
 * Gathers rows that are sorted by template and time, and numbers their accounts. Ids are kept of first calls only: they
 * are most of a row.
 */
async function gather(
  blocks: AsyncIterable<Block>,
  indices: Map<bigint, number>,
  refusedMs: RefusedMs,
): Promise<Template[]> {
  const templates: Template[] = []
  const indexOf = (account: bigint): number => {
    const known = indices.get(account)
    if (known === undefined) indices.set(account, indices.size)
    return known ?? indices.size - 1
  }
  let gathered = new Gatherer(0n)
  const finish = (): void => {
    if (gathered.timeMs.length > 0) templates.push(gathered.template(refusedMs))
  }
  for await (const block of blocks) {
    const [timeMs, account, id] = [block.numbers('timeMs'), block.wides('account'), block.texts('id')]
    for (const [row, value] of block.wides('value').entries()) {
      if (value !== gathered.value) {
        finish()
        gathered = new Gatherer(value)
      }
      gathered.add(timeMs[row]!, indexOf(account[row]!), id[row]!)
    }
  }
  finish()
  return templates
}

class Gatherer {
  readonly value: bigint
  readonly timeMs: number[] = []
  private readonly account: number[] = []
  private readonly firstRecords = new Map<number, string>()

  constructor(value: bigint) {
    this.value = value
  }

  add(timeMs: number, account: number, record: string): void {
    this.timeMs.push(timeMs)
    this.account.push(account)
    if (!this.firstRecords.has(account)) this.firstRecords.set(account, record)
  }

  template(refusedMs: RefusedMs): Template {
    return {
      item: String(this.value),
      calls: { timeMs: Float64Array.from(this.timeMs), account: Int32Array.from(this.account), refusedMs },
      firstRecords: this.firstRecords,
    }
  }
}

function compare(a: Template, b: Template, accounts: readonly string[]): number {
  const [one, other] = [a.calls, b.calls]
  const [first, second] = [one.account[0]!, other.account[0]!]
  return (
    one.timeMs[0]! - other.timeMs[0]! ||
    compareBytes(accounts[first]!, accounts[second]!) ||
    compareBytes(a.firstRecords.get(first)!, b.firstRecords.get(second)!) ||
    one.timeMs.length - other.timeMs.length ||
    compareBytes(a.item, b.item)
  )
}

/** As the engine compares strings. */
function compareBytes(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b))
}
