/**
 * Grading: members have the model judge answers, in a large part of their prompts.
 *
 * Catches: reward models bought by the call: candidates, a rubric, a number back.
 * Honest users trip it by: evaluation harnesses, moderation, graders for schools; as products they are one organisation.
 * Evasion: free-form judging without a rubric's words.
 * Weight: none; says what a group is for, not who is in it. Weak alone.
 * Source: Anthropic, "Detecting and preventing distillation attacks", 2026 (rubric grading).
 */
import { firstRow, rowShare, type ShareTest, sharesSaid, testShares } from '../share-test.ts'
import type { TestSignal } from '../signal.ts'

const promptsMin = 5
const gradingShareMin = 0.3

const shares: ShareTest = {
  figure: (activity, account) =>
    rowShare(activity, account, {
      judged: (row) => activity.isPrompt[row] === 1,
      counts: (row) => activity.grading[row]! > 0,
      rowsMin: promptsMin,
    }),
  limit: gradingShareMin,
  record: (activity, account) =>
    firstRow(activity, account, (row) => activity.isPrompt[row] === 1 && activity.grading[row]! > 0),
}

/** See the file's header. */
export const grading: TestSignal = {
  kind: 'test',
  name: 'grading',
  axis: 'extraction',
  needs: { count: 'countIf(prompt_words > 0)', without: 'No request has text: grading was silent.' },
  test: (group, reference) => testShares(group, reference, shares),
  sentence: (outcome) =>
    `At least ${gradingShareMin * 100} % of the prompts have the model grade answers on ${sharesSaid(outcome)}.`,
}
