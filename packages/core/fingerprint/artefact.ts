/**
 * Obfuscation artefacts: what is put into words so that they look the same and read differently. Invisible characters
 * between letters, and letters of another script that look like Latin ones inside a Latin word.
 *
 * Kept is the keyed hash of what was done to which word: two clients that hide the same word in the same way use the
 * same tool. Typography is left out: soft hyphens and joiners between letters of other scripts, spaces, marks at the
 * ends of words, which copying brings along.
 */
import type { HashList } from './hash-list.ts'
import { Domain, type KeyedHash } from './keyed-hash.ts'

/** Distinct artefacts kept of one text. */
export const artefactsMax = 4
const unitsReadMax = 20_000

/** Greek and Cyrillic letters that pass for Latin ones. */
const lookalike = 'АВЕКМНОРСТУХІЈЅаеорсухіјѕһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧορν'
const suspicious = new RegExp(`[\\u200b-\\u200d\\u2060\\ufeff${lookalike}]`)
const hidden = new RegExp(
  `[A-Za-z]+(?:[\\u200b-\\u200d\\u2060\\ufeff]+[A-Za-z]+)+|` +
    `[A-Za-z]+[${lookalike}]+[A-Za-z]*|(?<![A-Za-z\\u0370-\\u052f])[${lookalike}]{1,3}[A-Za-z]{2,}`,
  'g',
)
/** Words of Cyrillic or Greek that touch Latin letters are endings and compounds, not disguises. */
const foreignNeighbour = /[\u0370-\u052f]/
const wordUnitsMin = 3

/** Appends the hashes of what is hidden in the beginning of `text`. O(length); a text of plain letters costs one scan. */
export function artefacts(hash: KeyedHash, text: string, into: HashList): void {
  if (!suspicious.test(text)) return
  const read = text.slice(0, unitsReadMax)
  for (const match of read.matchAll(hidden)) {
    if (into.length >= artefactsMax) return
    const word = match[0]
    const after = read.charAt(match.index + word.length)
    if (word.length < wordUnitsMin || foreignNeighbour.test(after)) continue
    const fold = hash.begin()
    hash.addText(fold, word.toLowerCase())
    hash.finish(Domain.artefact, fold)
    if (!into.has(hash.low, hash.high)) into.push(hash.low, hash.high)
  }
}
