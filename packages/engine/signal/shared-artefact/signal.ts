/**
 * Shared artefact: accounts hide the same word in the same way.
 *
 * Catches: relays that put zero-width characters into words which a provider might look for, or swap letters for
 * look-alikes, for all of their customers.
 * Honest users trip it by: copying a text that somebody else disguised (it opens no pair by itself, and popular ones have
 * many holders). Typography of other scripts is not kept at all.
 * Evasion: do not hide anything; hide at random places.
 * Weight: log(population / holders), somewhat less.
 * Source: word disguises as found in public relays; own.
 */
import { counted, outsiders, readSql, type TraitSignal } from '../signal.ts'

/** See the file's header. */
export const sharedArtefact: TraitSignal = {
  kind: 'trait',
  name: 'shared-artefact',
  needs: { count: 'countIf(prompt_words > 0)', without: 'No request has text: shared-artefact was silent.' },
  traits: [
    { signal: 'shared-artefact', family: 'content', opensPairs: false, aspect: 'hidden character', weight: 0.7 },
  ],
  sql: readSql(import.meta.url),
  sentence: ({ aspect, values, who, inside, outside }) =>
    `${counted(values, `telling ${aspect}`)} inside words of ${who}; the most common with ${counted(inside, 'member')} and ${outsiders(outside)}.`,
}
