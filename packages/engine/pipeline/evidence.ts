/** Asks every signal and puts the answers into the shapes that linking works on. */
import { type Sharing, type TraitKind, type TraitRow, Traits } from '@stillhunt/core/link'
import { type SignalContext, signals, type TraitSignal } from '../signal.ts'

/** All evidence in view. */
export interface Evidence {
  readonly sharings: readonly Sharing[]
  readonly traits: Traits
}

type TraitAnswer = { aspect: string; value: string; accounts: string[]; uses: string[] }

/** A value that a larger part of the population has tells nobody apart; there is room for it where accounts are few. */
const holdersShareMax = 0.4
const holdersFewMax = 60

/** Reads all signals, one after the other: they share the engine's threads. */
export async function readEvidence(context: SignalContext): Promise<Evidence> {
  const holdersMax = Math.max(holdersFewMax, Math.floor(context.population.size * holdersShareMax))
  const sharings: Sharing[] = []
  const kinds: TraitKind[] = []
  const rows: TraitRow[] = []
  for (const signal of signals) {
    if (signal.kind === 'event') {
      const events = (await signal.read(context)).filter(({ accounts }) => accounts.length > 1)
      for (const sharing of events.sort(compareSharings)) sharings.push(sharing)
    } else {
      const kindOf = new Map(signal.traits.map((trait) => [trait.aspect, kinds.push(trait) - 1]))
      for (const row of await readTraits(signal, holdersMax, kindOf, context)) rows.push(row)
    }
  }
  rows.sort(compareRows)
  return { sharings, traits: new Traits(kinds, rows, context.population.size) }
}

async function readTraits(
  signal: TraitSignal,
  holdersMax: number,
  kindOf: ReadonlyMap<string, number>,
  context: SignalContext,
): Promise<TraitRow[]> {
  const answers = await context.store.query<TraitAnswer>(signal.sql, { holdersMax })
  return answers.map(({ aspect, value, accounts, uses }) => {
    const held = accounts
      .map((account, i) => ({ account: context.indexOf(account)!, uses: Number(uses[i]) }))
      .sort((a, b) => a.account - b.account)
    return {
      kind: kindOf.get(aspect)!,
      key: value,
      accounts: held.map(({ account }) => account),
      uses: held.map((one) => one.uses),
    }
  })
}

/** By accounts and records, never by item, which is a hash. */
function compareSharings(a: Sharing, b: Sharing): number {
  return (
    compareLists(a.accounts, b.accounts) ||
    (a.delayMs ?? 0) - (b.delayMs ?? 0) ||
    compareLists(a.records, b.records) ||
    a.holders - b.holders
  )
}

function compareLists<T extends number | string>(a: readonly T[], b: readonly T[]): number {
  for (const [i, one] of a.entries()) {
    const other = b[i]
    if (other === undefined) return 1
    if (one !== other) return one < other ? -1 : 1
  }
  return a.length - b.length
}

/** By kind and holders; values with equal holders stand for each other, so between them their hashes may decide. */
function compareRows(a: TraitRow, b: TraitRow): number {
  if (a.kind !== b.kind) return a.kind - b.kind
  if (a.accounts.length !== b.accounts.length) return a.accounts.length - b.accounts.length
  for (const [i, account] of a.accounts.entries()) if (account !== b.accounts[i]) return account - b.accounts[i]!
  for (const [i, uses] of a.uses.entries()) if (uses !== b.uses[i]) return uses - b.uses[i]!
  return a.key < b.key ? -1 : 1
}
