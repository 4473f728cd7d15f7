/**
 * A signal: one kind of evidence. Its folder holds its query, its weight and its sentence, and its tests show what it
 * catches, whom it must spare and how it is evaded.
 */
import { readFileSync } from 'node:fs'
import {
  type Family,
  type Population,
  type Sharing,
  Sharings,
  type TraitKind,
  type TraitList,
} from '@stillhunt/core/link'
import type { Bindable, Block, Numbers, Row, Store } from '../store.ts'
import type { Activity } from './activity.ts'

/** What a signal may ask. */
export interface SignalContext {
  readonly store: Store
  readonly population: Population
  /** The index of an account by its hash as the store prints it; undefined for accounts not in view. */
  indexOf(account: string): number | undefined
  /** The indices of many accounts by their hashes; −1 for those not in view. */
  indicesOf(accounts: BigUint64Array): Int32Array
}

/** Evidence of one event signal, for its sentence: about a group, or about one account and the members it was with. */
export interface EventEvidence {
  readonly sharings: readonly Sharing[]
  /** Whom the events are between: "28 of 44 accounts", "this account and acct_x". */
  readonly between: string
}

/** Evidence of one aspect of a trait signal, for its sentence: about a group, or about one account. */
export interface TraitEvidence {
  readonly aspect: string
  /** Telling values of the aspect that are had. */
  readonly values: number
  /** Who has them: "57 of 60 accounts", "this account". */
  readonly who: string
  /** Members and other accounts that have the most common of these values. */
  readonly inside: number
  readonly outside: number
}

/** What a signal cannot speak without. */
export interface Need {
  /** SQL over `interaction` that counts it: 0 when there is none. */
  readonly count: string
  /** The sentence that says so, and what follows. */
  readonly without: string
}

/** A signal whose evidence are events between accounts. */
export interface EventSignal {
  readonly kind: 'event'
  readonly name: string
  readonly needs: Need
  /** Who has part in what, for those whom no more is to be told; absent where no query says it all. */
  readonly query?: SharingSql
  read(context: SignalContext): Promise<Sharings>
  /** One plain sentence with its numbers. */
  sentence(evidence: EventEvidence): string
}

/** A signal whose evidence are traits that accounts have in common. */
export interface TraitSignal {
  readonly kind: 'trait'
  readonly name: string
  readonly needs: Need
  readonly traits: readonly TraitKind[]
  /**
   * Answers values that at least two accounts have, as columns: `aspect`, `value`, `origin`, the record that showed it first,
   * empty for what no record shows, and parallel lists in any order, `accounts`, `uses`, and `sinces`, when each account
   * first showed it in milliseconds. `{holdersMax:UInt32}` is bound.
   */
  readonly sql: string
  /** Since when a row's value is evidence for each of its accounts, NaN where it is none; since `sinces`, where it is absent. */
  readonly sift?: (block: Block, row: number) => Float64Array
  sentence(evidence: TraitEvidence): string
}

/** What a test found of a group. */
export interface TestOutcome {
  /** Under the null that the signal states, at most u with probability at most u. */
  readonly pValue: number
  /** Where the test bets: an e-value, as its logarithm in nats. */
  readonly logEValue?: number
  /** Accounts that could be judged. */
  readonly accounts: number
  /** The numbers of its sentence. */
  readonly figures: Readonly<Record<string, number>>
  /** Ids of records with which to check it, at most a few. */
  readonly records: readonly string[]
}

/** What a group is scored on: whether one hand directs it, whether it harvests, whether it hides that. */
export type Axis = 'control' | 'extraction' | 'deception'

/**
 * A signal that looks at a group as a whole, against accounts that are in no group and otherwise like its members. It
 * supports a claim or not; it never makes a group.
 */
export interface TestSignal {
  readonly kind: 'test'
  readonly name: string
  readonly axis: Axis
  readonly needs: Need
  /** Null where there is too little to say anything. Same activities, same answer. */
  test(group: Activity, reference: Activity): TestOutcome | null
  /** One plain sentence with its numbers. */
  sentence(outcome: TestOutcome): string
}

/** The list that a row of a block has in a column. */
export function listAt(block: Block, name: string, row: number): Numbers {
  const { from, values } = block.lists(name)
  return values.subarray(from[row], from[row + 1])
}

/** Asks a trait signal. `kindOf`: the numbers of aspects' kinds. Accounts not in view and aspects of no kind are dropped. */
export async function readTraits(
  signal: TraitSignal,
  { store, indicesOf }: Pick<SignalContext, 'store' | 'indicesOf'>,
  holdersMax: number,
  kindOf: ReadonlyMap<string, number>,
  into: TraitList,
): Promise<void> {
  for await (const block of store.blocks(signal.sql, { holdersMax })) {
    const [aspects, values, origins] = [block.texts('aspect'), block.wides('value'), block.texts('origin')]
    const { from, values: hashes } = block.lists<BigUint64Array>('accounts')
    const indices = indicesOf(hashes)
    for (let row = 0; row < block.rows; row += 1) {
      const kind = kindOf.get(aspects[row]!)
      if (kind === undefined) continue
      const held = indices.subarray(from[row], from[row + 1])
      const uses = listAt(block, 'uses', row)
      const sinceMs = signal.sift?.(block, row) ?? listAt(block, 'sinces', row)
      const holders = [...held.keys()].filter((at) => held[at]! >= 0 && !Number.isNaN(sinceMs[at]!))
      if (holders.length < 2) continue
      holders.sort((a, b) => held[a]! - held[b]!)
      into.push({
        kind,
        key: String(values[row]),
        accounts: holders.map((at) => held[at]!),
        uses: holders.map((at) => uses[at]!),
        sinceMs: holders.map((at) => sinceMs[at]!),
        origin: origins[row]!,
      })
    }
  }
}

/** A signal that links accounts; tests on groups are {@link TestSignal}. */
export type Signal = EventSignal | TraitSignal

/** Reads a query that stands beside a signal. */
export function readSql(module: string, name = 'query.sql'): string {
  return readFileSync(new URL(name, module), 'utf8')
}

/** Counted noun: `1 account`, `12 accounts`, with thousands separated. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? noun : plural(noun)}`
}

/** `and 12 accounts outside` or that nobody else does. */
export function outsiders(count: number): string {
  return count === 0 ? 'nobody outside' : `${counted(count, 'account')} outside`
}

/** Plural of an aspect: `address` → `addresses`. */
export function plural(aspect: string): string {
  return /(s|x|ch)$/.test(aspect) ? `${aspect}es` : `${aspect}s`
}

/** What the query of an event signal answers: one row per item. Without `joined` the accounts are all who have part in it. */
export interface SharingRow extends Row {
  item: string
  accounts: string[]
  /** When each of them had part in it, in milliseconds. */
  sinces: number[]
  records: string[]
  /** When everybody who has part in it came to it, ascending. */
  joined?: number[]
}

/** A query that answers rows of at least a {@link SharingRow}. */
export interface SharingSql {
  readonly sql: string
  readonly parameters?: Readonly<Record<string, Bindable>>
}

/** How the rows of an event signal become sharings; `more` adds what the signal has beside rarity. */
export interface SharingQuery<T extends SharingRow> extends SharingSql {
  readonly signal: string
  readonly family: Family
  readonly more?: (row: T) => Partial<Pick<Sharing, 'bonusNats' | 'delayMs'>>
}

/** Events of one signal that there is room for. */
const sharingsMax = 100_000

/** Asks an event signal's query. Accounts that are not in view are dropped, and events beyond those for which there is room. */
export async function readSharings<T extends SharingRow>(
  context: SignalContext,
  { signal, family, sql, parameters, more }: SharingQuery<T>,
): Promise<Sharings> {
  const sharings = new Sharings()
  for await (const rows of context.store.stream<T>(sql, parameters))
    for (const row of rows) {
      const sharing = sharingOf(row, signal, family, context)
      // Between accounts of whom one is in view there is nothing to see.
      if (sharing.accounts.length > 1) sharings.push({ ...sharing, ...more?.(row) })
      if (sharings.length === sharingsMax) return sharings
    }
  return sharings
}

function sharingOf(row: SharingRow, signal: string, family: Family, context: SignalContext): Sharing {
  const parts = row.accounts
    .flatMap((hash, i) => {
      const account = context.indexOf(hash)
      return account === undefined ? [] : [{ account, sinceMs: row.sinces[i]! }]
    })
    .sort((a, b) => a.account - b.account)
  const holders = row.joined?.length ?? row.accounts.length
  return {
    signal,
    family,
    item: row.item,
    accounts: parts.map(({ account }) => account),
    sinceMs: parts.map(({ sinceMs }) => sinceMs),
    holders,
    ...(row.joined === undefined ? {} : { joinedMs: row.joined }),
    bonusNats: 0,
    records: row.records,
  }
}
