/**
 * Elicitation: members ask for the model's reasoning, in a large part of their prompts.
 *
 * Catches: harvesting of reasoning traces ("think aloud, leave nothing out").
 * Honest users trip it by: tutors and learners who want every step, auditors, courses on prompting. One person may well
 * do nothing else; a group of matched accounts of which most do is rare, and a class with one assignment is one.
 * Evasion: ask for answers only and reconstruct the reasoning elsewhere.
 * Weight: none; says what a group is for, not who is in it. Weak alone.
 * Source: Anthropic, "Detecting and preventing distillation attacks", 2026; Google GTIG on coerced reasoning, 2026.
 */
import { firstRow, rowShare, type ShareTest, sharesSaid, testShares } from '../share-test.ts'
import type { TestSignal } from '../signal.ts'

const promptsMin = 5
const elicitingShareMin = 0.3

const shares: ShareTest = {
  figure: (activity, account) =>
    rowShare(activity, account, {
      judged: (row) => activity.isPrompt[row] === 1,
      counts: (row) => activity.elicitation[row] === 1,
      rowsMin: promptsMin,
    }),
  limit: elicitingShareMin,
  record: (activity, account) =>
    firstRow(activity, account, (row) => activity.isPrompt[row] === 1 && activity.elicitation[row] === 1),
}

/** See the file's header. */
export const elicitation: TestSignal = {
  kind: 'test',
  name: 'elicitation',
  axis: 'extraction',
  needs: { count: 'countIf(prompt_words > 0)', without: 'No request has text: elicitation was silent.' },
  test: (group, reference) => testShares(group, reference, shares),
  sentence: (outcome) =>
    `At least ${elicitingShareMin * 100} % of the prompts ask for the model's reasoning on ${sharesSaid(outcome)}.`,
}
