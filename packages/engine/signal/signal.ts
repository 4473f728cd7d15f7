/**
 * A signal: one kind of evidence. Its folder holds its query, its weight and its sentence, and its tests show what it
 * catches, whom it must spare and how it is evaded.
 */
import { readFileSync } from 'node:fs'
import type { Family, Population, Sharing, TraitKind, TraitRow } from '@stillhunt/core/link'
import type { Bindable, Row, Store } from '../store.ts'
import type { Activity } from './activity.ts'

/** What a signal may ask. */
export interface SignalContext {
  readonly store: Store
  readonly population: Population
  /** The index of an account by its hash as the store prints it; undefined for accounts not in view. */
  indexOf(account: string): number | undefined
  /** True where all is looked at as of the end: since when it was there is not kept then. */
  readonly isTimeless?: boolean
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
  read(context: SignalContext): Promise<Sharing[]>
  /** One plain sentence with its numbers. */
  sentence(evidence: EventEvidence): string
}

/** A signal whose evidence are traits that accounts have in common. */
export interface TraitSignal {
  readonly kind: 'trait'
  readonly name: string
  readonly needs: Need
  readonly traits: readonly TraitKind[]
  /** Answers {@link TraitAnswer}s: values that at least two accounts have. `{holdersMax:UInt32}` is bound. */
  readonly sql: string
  /** Leaves out what is no evidence, and says since when the rest is; null: nothing is. All is, where it is absent. */
  readonly sift?: (answer: TraitAnswer) => TraitAnswer | null
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

/** One value as a trait signal's query answers it; the lists are parallel, in any order. */
export interface TraitAnswer extends Row {
  readonly aspect: string
  readonly value: string
  readonly accounts: readonly string[]
  readonly uses: readonly (string | number)[]
  /** When each account first showed it, in milliseconds. */
  readonly sinces: readonly number[]
  /** The record that showed it first; empty for what no record shows. */
  readonly origin: string
}

/** Asks a trait signal. `kindOf`: the number of an aspect's kind. Accounts that are not in view are dropped. */
export async function readTraits(
  signal: TraitSignal,
  { store, indexOf, isTimeless = false }: SignalContext,
  holdersMax: number,
  kindOf: (aspect: string) => number,
): Promise<TraitRow[]> {
  const rows: TraitRow[] = []
  for await (const answers of store.stream<TraitAnswer>(signal.sql, { holdersMax }))
    for (const answer of answers) {
      const sifted = signal.sift === undefined ? answer : signal.sift(answer)
      const row = sifted === null ? null : traitRowOf(sifted, kindOf(sifted.aspect), indexOf, isTimeless)
      if (row !== null) rows.push(row)
    }
  return rows
}

function traitRowOf(
  answer: TraitAnswer,
  kind: number,
  indexOf: SignalContext['indexOf'],
  isTimeless: boolean,
): TraitRow | null {
  const { value, accounts, uses, sinces, origin } = answer
  const held: { readonly account: number; readonly at: number }[] = []
  for (const [at, hash] of accounts.entries()) {
    const account = indexOf(hash)
    if (account !== undefined) held.push({ account, at })
  }
  if (held.length < 2) return null
  held.sort((a, b) => a.account - b.account)
  return {
    kind,
    key: value,
    accounts: held.map(({ account }) => account),
    uses: held.map(({ at }) => Number(uses[at])),
    ...(isTimeless ? {} : { sinceMs: held.map(({ at }) => sinces[at]!) }),
    ...(origin === '' ? {} : { origin }),
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

/** How the rows of an event signal become sharings; `more` adds what the signal has beside rarity. */
export interface SharingQuery<T extends SharingRow> {
  readonly signal: string
  readonly family: Family
  readonly sql: string
  readonly parameters?: Readonly<Record<string, Bindable>>
  readonly more?: (row: T) => Partial<Pick<Sharing, 'bonusNats' | 'delayMs'>>
}

/** Asks an event signal's query. Accounts that are not in view are dropped. */
export async function readSharings<T extends SharingRow>(
  context: SignalContext,
  { signal, family, sql, parameters, more }: SharingQuery<T>,
): Promise<Sharing[]> {
  const sharings: Sharing[] = []
  for await (const rows of context.store.stream<T>(sql, parameters))
    for (const row of rows) sharings.push({ ...sharingOf(row, signal, family, context), ...more?.(row) })
  return sharings
}

function sharingOf(row: SharingRow, signal: string, family: Family, context: SignalContext): Sharing {
  const { isTimeless = false } = context
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
    ...(isTimeless ? {} : { sinceMs: parts.map(({ sinceMs }) => sinceMs) }),
    holders,
    ...(row.joined === undefined || isTimeless ? {} : { joinedMs: row.joined }),
    bonusNats: 0,
    records: row.records,
  }
}
