/** Asks every signal and puts the answers into the shapes that linking works on. */
import { type KnownEvidence, type Sharing, type TraitKind, type TraitRow, Traits } from '@stillhunt/core/link'
import { readTraits, type SignalContext, signals } from '../signal.ts'

/** A value that a larger part of the population has tells nobody apart; there is room for it where accounts are few. */
const holdersShareMax = 0.4
const holdersFewMax = 60

/** Reads all signals, one after the other: they share the engine's threads. */
export async function readEvidence(context: SignalContext): Promise<KnownEvidence> {
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
      for (const row of await readTraits(signal, context, holdersMax, (aspect) => kindOf.get(aspect)!)) rows.push(row)
    }
  }
  rows.sort(compareRows)
  return { population: context.population, sharings, traits: new Traits(kinds, rows, context.population.size) }
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
