/** Asks every signal and puts the answers into the shapes that linking works on. */
import { type KnownEvidence, type Sharing, Sharings, TraitList, Traits } from '@stillhunt/core/link'
import { readTraits, type SignalContext, signals } from '../signal.ts'

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
      if (signal.kind === 'event') return signal.read(context)
      const own = signal.traits.filter((trait) => kinds.includes(trait))
      const kindOf = new Map(own.map((trait) => [trait.aspect, kinds.indexOf(trait)]))
      await readTraits(signal, context, holdersMax, kindOf, rows)
      return null
    }),
  )
  const traits = new Traits(kinds, rows, context.population.size)
  rows.end()
  return { population: context.population, sharings: new Sharings(allOf(answers, without)), traits }
}

/** The events of all signals, those of each in their final order; what they are taken from is ended. */
function* allOf(answers: readonly (Sharings | null)[], without: ReadonlySet<string>): Generator<Sharing> {
  for (const sharings of answers) {
    if (sharings === null) continue
    const order = Uint32Array.from({ length: sharings.length }, (_, index) => index)
    for (const index of order.sort((x, y) => compareSharings(sharings, x, y)))
      if (sharings.accountsOf(index).length > 1 && !without.has(sharings.family(index))) yield sharings.at(index)
    sharings.end()
  }
}

/** By accounts and records, never by item, which is a hash. */
function compareSharings(sharings: Sharings, x: number, y: number): number {
  return (
    compareLists(sharings.accountsOf(x), sharings.accountsOf(y)) ||
    sharings.delayMsOf(x) - sharings.delayMsOf(y) ||
    compareLists(sharings.recordsOf(x), sharings.recordsOf(y)) ||
    sharings.holders(x) - sharings.holders(y)
  )
}

function compareLists<T extends number | string>(a: ArrayLike<T>, b: ArrayLike<T>): number {
  for (let i = 0; i < a.length; i += 1) {
    const [one, other] = [a[i]!, b[i]]
    if (other === undefined) return 1
    if (one !== other) return one < other ? -1 : 1
  }
  return a.length - b.length
}
