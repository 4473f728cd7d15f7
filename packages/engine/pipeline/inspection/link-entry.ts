/** Links as the reader gets them: what two accounts share, signal by signal, with records. */
import { commonTraits, type Family, type Link } from '@stillhunt/core/link'
import type { EvidenceEntry, FamilyNats, LinkEntry } from '../../report.ts'
import { counted, signals, type TraitSignal } from '../../signal.ts'
import type { Analysis } from '../analysis.ts'
import { explainEvents, rounded, strongestFirst } from '../explanation.ts'
import type { ShownRecords } from './shown-records.ts'

/** A link with all evidence for it, strongest first. */
export function linkEntry(link: Link, analysis: Analysis, shown: ShownRecords): LinkEntry {
  const { directory } = analysis
  const evidence = signals.flatMap((signal): EvidenceEntry[] => {
    if (signal.kind === 'trait') return traitEvidence(signal, link, analysis, shown)
    const events = link.sharings
      .map((index) => analysis.sharings.at(index))
      .filter(({ signal: name }) => name === signal.name)
    const between = `${directory.name(link.a)} and ${directory.name(link.b)}`
    return events.length === 0 ? [] : [explainEvents(signal, events, between, directory.population)]
  })
  return {
    accounts: [directory.name(link.a), directory.name(link.b)],
    nats: rounded(link.nats),
    by_family: familyNats(link.byFamily),
    evidence: evidence.sort(strongestFirst),
  }
}

/** Weights by family as they are written. */
export function familyNats({ handoff, content, identity, network }: Readonly<Record<Family, number>>): FamilyNats {
  return {
    handoff: rounded(handoff),
    content: rounded(content),
    identity: rounded(identity),
    network: rounded(network),
  }
}

interface Common {
  readonly values: number
  /** The best weight of each item. */
  readonly items: ReadonlyMap<number, number>
  /** The value that weighs most, which the fewest accounts have. */
  readonly rarest: number
  readonly rarestNats: number
}

/** What two accounts have in common of one signal, by aspect. */
function commonByAspect(signal: TraitSignal, link: Link, analysis: Analysis): Map<string, Common> {
  const { directory, traits } = analysis
  const byAspect = new Map<string, Common>()
  for (const { value, item, nats } of commonTraits(link, directory.population, traits)) {
    const { signal: name, aspect } = traits.kind(value)
    if (name !== signal.name) continue
    const {
      values = 0,
      items = new Map<number, number>(),
      rarest = value,
      rarestNats = nats,
    } = byAspect.get(aspect) ?? {}
    const isRarer = nats > rarestNats
    byAspect.set(aspect, {
      values: values + 1,
      items: new Map(items).set(item, Math.max(items.get(item) ?? 0, nats)),
      rarest: isRarer ? value : rarest,
      rarestNats: isRarer ? nats : rarestNats,
    })
  }
  return byAspect
}

/** The rarest value of each aspect that the two ends of a link have in common: what records are shown of. */
export function valuesOfLink(link: Link, analysis: Analysis): number[] {
  return signals.flatMap((signal) =>
    signal.kind === 'event' ? [] : [...commonByAspect(signal, link, analysis).values()].map(({ rarest }) => rarest),
  )
}

function traitEvidence(signal: TraitSignal, link: Link, analysis: Analysis, shown: ShownRecords): EvidenceEntry[] {
  const { traits, directory } = analysis
  return [...commonByAspect(signal, link, analysis)].map(([aspect, { values, items, rarest }]) => {
    const holders = traits.holders(rarest).length
    const counting = items.size < values ? `, counted as ${items.size}` : ''
    const which = values === 1 ? 'which' : 'the rarest of which'
    let nats = 0
    for (const weight of items.values()) nats += weight
    return {
      signal: signal.name,
      nats: rounded(nats),
      statement: `${counted(values, aspect)} in common${counting}, ${which} ${holders} of ${counted(directory.population.size, 'account')} have.`,
      records: [...shown(rarest, link.a), ...shown(rarest, link.b)],
    }
  })
}
