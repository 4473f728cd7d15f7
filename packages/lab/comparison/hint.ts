/** What the methods were told beside the logs, as a reader sees it. */
import type { Hint } from '../baseline.ts'

/** The mark beside a method's name, and what it stands for; methods that were told nothing have none. */
export const hintMarks: Readonly<Record<Exclude<Hint, 'none'>, { readonly mark: string; readonly meaning: string }>> = {
  half: { mark: 'a', meaning: 'trained on the labels of half of the operators, asked about the other half' },
  reference: { mark: 'b', meaning: 'was told which accounts are benign, for comparison' },
  pools: { mark: 'c', meaning: 'was told which accounts belong together: an upper bound, not a method' },
}

/** The mark of a hint; empty for none. */
export function markOf(hint: Hint): string {
  return hint === 'none' ? '' : hintMarks[hint].mark
}

/** Said of every comparison. */
export const flattery: string =
  'Every figure of the other methods has the setting and the threshold that are best for it on these very labels.'
