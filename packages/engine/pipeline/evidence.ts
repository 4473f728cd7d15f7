/** Asks every signal and puts the answers into the shapes that linking works on. */
import { type KnownEvidence, type Sharing, Sharings, TraitList, Traits } from '@stillhunt/core/link'
import { type EventSignal, readTraits, type SignalContext, signals } from '../signal.ts'

/** A value that a larger part of the population has tells nobody apart; there is room for it where accounts are few. */
const holdersShareMax = 0.4
const holdersFewMax = 60

/** How many of so many accounts may have a value that is read. */
export function holdersMaxAmong(accounts: number): number {
  return Math.max(holdersFewMax, Math.floor(accounts * holdersShareMax))
}

/** Reads all signals but those named in `without`, by their own name or their family's, as many at once as the store does. */
export async function readEvidence(
  context: SignalContext,
  without: ReadonlySet<string> = new Set(),
): Promise<KnownEvidence> {
  const asked = signals.filter(({ name }) => !without.has(name))
  const kinds = asked
    .flatMap((signal) => (signal.kind === 'trait' ? signal.traits : []))
    .filter(({ family }) => !without.has(family))
  const holdersMax = holdersMaxAmong(context.population.size)
  const rows = new TraitList()
  const answers = await Promise.all(
    asked.map(async (signal): Promise<Sharings | null> => {
      if (signal.kind === 'event') return readSharings(signal, context, isMeant)
      const own = signal.traits.filter((trait) => kinds.includes(trait))
      const kindOf = new Map(own.map((trait) => [trait.aspect, kinds.indexOf(trait)]))
      await readTraits(signal, context, holdersMax, kindOf, rows)
      return null
    }),
  )
  const traits = new Traits(kinds, rows, context.population.size)
  rows.end()
  return { population: context.population, sharings: new Sharings(allOf(answers)), traits }

  function isMeant({ family }: Sharing): boolean {
    return !without.has(family)
  }
}

/** The events of a signal in their final order, in columns at once: they wait for those of all others. */
async function readSharings(
  signal: EventSignal,
  context: SignalContext,
  isMeant: (sharing: Sharing) => boolean,
): Promise<Sharings> {
  const sharings = await signal.read(context)
  return new Sharings(sharings.filter((one) => one.accounts.length > 1 && isMeant(one)).sort(compareSharings))
}

function* allOf(answers: readonly (Sharings | null)[]): Generator<Sharing> {
  for (const sharings of answers) yield* sharings ?? []
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
