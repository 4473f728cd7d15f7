/**
 * The backtest: what a scan would have said step by step, each step seeing only what came before it. When each account
 * was named and what came after stands in the report itself, as `detected_at` and `interactions_after`; here is what the
 * report has no field for. Times are milliseconds since the epoch, in event time.
 */
import type { CampaignKind, Finding } from './report.ts'

/** How much the accounts that a claim names by the end had sent by one moment. `coordinated` groups do not count. */
export interface LeakagePoint {
  readonly atMs: number
  /** Interactions of these accounts so far. */
  readonly seen: number
  /** Those among them that came after their account was named: what acting at once would have denied. At most `seen`. */
  readonly contained: number
}

/** An account that was named at some step and is not named at the end. */
export interface Release {
  readonly account: string
  /** The campaign it was last named in, whether or not that is still claimed. */
  readonly campaign: string
  readonly kind: CampaignKind
  /** The first step at which it was named, and the first after which it never was again. */
  readonly namedMs: number
  readonly releasedMs: number
  /** Its interactions between the two. */
  readonly interactionsBetween: number
}

/** An account that was never named, at the moment when it came closest. */
export interface NearMiss {
  readonly account: string
  /** The campaign it came close to; null when the group was not claimed. */
  readonly campaign: string | null
  readonly atMs: number
  /** What spoke for membership then, and what it would have had to reach. */
  readonly nats: number
  readonly thresholdNats: number
  /** Why it came close, or what was lacking, in one plain sentence. */
  readonly statement: string
}

/** How history was replayed and what came of it besides the report. */
export interface Replay {
  /** The first and the last moment replayed, both 0 when nothing was read, and how much event time a step is. */
  readonly fromMs: number
  readonly toMs: number
  readonly stepMs: number
  readonly steps: number
  /** One per step at which something was added, ascending in time; both counts only grow. */
  readonly leakage: readonly LeakagePoint[]
  /** Most interactions between first. */
  readonly released: readonly Release[]
  /** Closest first. */
  readonly nearMisses: readonly NearMiss[]
}

/** What a backtest found: as a scan of all of it at the end, with the times at which each account was first named. */
export interface BacktestFinding extends Finding {
  readonly replay: Replay
}
