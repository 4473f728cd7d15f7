/** What a baseline is: a published idea, adapted to the traffic of a language-model API, with a small grid of settings. */
import type { LabelLine } from '../world.ts'
import type { Traffic } from './traffic.ts'

/** What a method was told beside the logs and the registry, weakest first. */
export type Hint =
  /** Nothing. */
  | 'none'
  /** Whose traffic is benign, for comparison. */
  | 'reference'
  /** The labels of half of the operators and organisations, to judge the other half. */
  | 'half'
  /** Which accounts belong together: an upper bound, not a method. */
  | 'pools'

/** The truth by account number; undefined for accounts that the labels do not know. */
export type Truth = readonly (LabelLine | undefined)[]

/** One setting of a method, and what it says. */
export interface Trial {
  readonly setting: string
  /** By account number: how suspicious, in the method's own unit. */
  readonly suspicion: Float64Array
  /** Accounts that the method takes for one party; null when it judges every account alone. */
  readonly groups: readonly (readonly number[])[] | null
}

/** One baseline. */
export interface Baseline {
  /** At most 24 columns. */
  readonly name: string
  /** Authors, title, year. */
  readonly source: string
  /** What its authors, or others who ran it again, reported, and on what. */
  readonly published: string
  /** How ours differs from what was published. */
  readonly deviation: string
  readonly hint: Hint
  /** Its settings one after another; `truth` is for those whose {@link Hint} says so. Same arguments, same answers. */
  trials(traffic: Traffic, truth: Truth): Iterable<Trial>
}
