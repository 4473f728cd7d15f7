/**
 * Language multiplicity: out of one account come prompts in many languages.
 *
 * Catches: resale: many people behind one account.
 * Honest users trip it by: translators and language learners, teams, call centres: rare among matched accounts, though
 * a group of translators is one. English is nobody's language in particular and counts as one.
 * Evasion: give each account customers of one language.
 * Weight: none; measured against matched accounts. Tells resale, not extraction.
 * Source: own; persona multiplicity is known from studies of shared accounts.
 */
import { firstRow, type ShareTest, sharesSaid, testShares, wordCounts } from '../share-test.ts'
import type { TestSignal } from '../signal.ts'

const promptsMin = 8
const languagesMin = 3
/** A single prompt may be misjudged, or a quotation. */
const promptsPerLanguageMin = 2

const shares: ShareTest = {
  figure: (activity, account) => {
    const counts = [...wordCounts(activity, account, activity.language).values()]
    if (counts.reduce((sum, count) => sum + count, 0) < promptsMin) return Number.NaN
    return counts.filter((count) => count >= promptsPerLanguageMin).length
  },
  limit: languagesMin,
  record: (activity, account) => firstRow(activity, account, (row) => activity.language[row]! > 1),
}

/** See the file's header. */
export const languageMultiplicity: TestSignal = {
  kind: 'test',
  name: 'language-multiplicity',
  axis: 'deception',
  needs: {
    count: 'countIf(language != 0)',
    without: 'No prompt is in a known language: language-multiplicity was silent.',
  },
  test: (group, reference) => testShares(group, reference, shares),
  sentence: (outcome) => `Prompts are in at least ${languagesMin} languages on ${sharesSaid(outcome)}.`,
}
