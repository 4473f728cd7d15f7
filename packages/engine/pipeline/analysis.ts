/** The analysis: what is in the store → signals → links → groups → verdicts. Pure but for reading. */
import type { Detector } from '@stillhunt/core/campaign'
import type { Evidence, Sharings, Traits } from '@stillhunt/core/link'
import type { Store } from '../store.ts'
import type { Directory } from './directory.ts'
import { trimHeap } from './heap.ts'
import type { FoundGroup } from './judgement.ts'
import { type LookOptions, Watch } from './watch.ts'

/** Everything that claims rest on. */
export interface Analysis {
  readonly directory: Directory
  readonly sharings: Sharings
  readonly traits: Traits
  /** It answers what links there are. */
  readonly evidence: Evidence
  /** At rest; it answers how accounts stand to groups. */
  readonly detector: Detector
  /** Largest first; those without a pool have no usage measured. */
  readonly groups: readonly FoundGroup[]
}

/**
 * As many looks are taken at all that is known, through equal parts of its time: a pool is told most easily while there is
 * little else that its accounts have in common with others, and what was seen of it stays.
 */
const looks = 8

/** Analyses all interactions in the store. Same records, same answer. */
export async function analyse(store: Store, options: LookOptions = {}): Promise<Analysis> {
  const watch = await Watch.over(store, options)
  for (const beforeMs of looksOver(watch.directory)) {
    watch.advance(beforeMs)
    trimHeap(watch.directory.size)
  }
  watch.rest()
  const { groups } = watch.judge()
  watch.log.end()
  // What is told asks the engine again, which needs memory of its own.
  trimHeap(watch.directory.size)
  return analysisOf(watch, groups)
}

/** What claims rest on, as a watch has it. */
export function analysisOf({ directory, evidence, detector }: Watch, groups: readonly FoundGroup[]): Analysis {
  const { sharings, traits } = evidence
  return { directory, sharings, traits, evidence, detector, groups }
}

/** The moments before which is looked, ascending; the last is after everything. */
function looksOver({ span }: Directory): number[] {
  if (span === null) return []
  const { fromMs, toMs } = span
  const moments = Array.from({ length: looks }, (_, look) => fromMs + ((look + 1) / looks) * (toMs - fromMs) + 1)
  return fromMs === toMs ? moments.slice(-1) : moments
}
