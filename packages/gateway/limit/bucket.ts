/**
 * Token buckets and places, as arithmetic. The clock is an argument; nothing here keeps time.
 *
 * A bucket remembers what is used of it rather than what is left, with the capacity that it was counted in: while no
 * time passes and the limit stays, whole units stay whole, so that of a limit of 7 exactly 7 pass. `bucket.lua` is the
 * same arithmetic in the same order, and a test holds one against the other.
 */
import type { Limits } from '@stillhunt/core/policy'

/** How much of a bucket is used. Changed in place. */
export interface Bucket {
  /** Units used: 0 is whole, more than `capacity` is debt. */
  used: number
  /** When `used` was true, in ms since the epoch. */
  atMs: number
  /** The limit that `used` is counted in. Another limit keeps the used share: half used stays half used. */
  capacity: number
}

/** One limit that is a bucket: its name, how long it takes to fill, and whether requests or tokens are counted in it. */
export interface Rate {
  readonly name: keyof Limits
  readonly fillMs: number
  readonly counts: 'requests' | 'tokens'
}

/** The limits that are buckets, in the order of `limitNames`. */
export const rates: readonly Rate[] = [
  { name: 'requestsPerMinute', fillMs: 60_000, counts: 'requests' },
  { name: 'tokensPerMinute', fillMs: 60_000, counts: 'tokens' },
  { name: 'tokensPerDay', fillMs: 86_400_000, counts: 'tokens' },
]

/** What rounding may add up to, in units: whoever comes back after the wait that was told passes. */
export const unitSlack = 1e-6

/** A guess: nobody knows when a place will be free. */
export const placeWaitMs = 1_000

/** A bucket that nothing was taken of. */
export function wholeBucket(capacity: number, nowMs: number): Bucket {
  return { used: 0, atMs: nowMs, capacity }
}

/**
 * Brings a bucket to `nowMs` and to `capacity`. A clock that went back fills nothing and counts from there. A capacity
 * of 0 leaves the bucket as it is: nothing passes meanwhile, and what was used is still known afterwards.
 */
export function refill(bucket: Bucket, capacity: number, fillMs: number, nowMs: number): void {
  if (capacity === 0) return
  if (bucket.capacity !== capacity) {
    if (bucket.capacity > 0) bucket.used = (bucket.used * capacity) / bucket.capacity
    bucket.capacity = capacity
  }
  if (nowMs > bucket.atMs) bucket.used = Math.max(0, bucket.used - ((nowMs - bucket.atMs) * capacity) / fillMs)
  bucket.atMs = nowMs
}

/**
 * How long until `amount` units can be taken of a bucket that was brought to now: 0 at once. Infinity when the whole
 * bucket does not hold them, whatever the time.
 */
export function bucketWaitMs(used: number, amount: number, capacity: number, fillMs: number): number {
  if (capacity === 0 || amount > capacity) return Infinity
  const lacking = used + amount - capacity
  return lacking <= unitSlack ? 0 : Math.ceil((lacking * fillMs) / capacity)
}

/** Whole units left, from 0 on. */
export function unitsLeft(used: number, capacity: number): number {
  return Math.max(0, Math.floor(capacity - used + unitSlack))
}

/** Until a bucket that was brought to now is whole again, in whole ms. */
export function untilWholeMs(used: number, capacity: number, fillMs: number): number {
  return capacity === 0 ? 0 : Math.ceil((used * fillMs) / capacity)
}

/** Until a bucket is whole again at `nowMs`, as it was left; 0 when it is: then nothing is lost by forgetting it. */
export function owedMs(bucket: Bucket, fillMs: number, nowMs: number): number {
  if (bucket.used <= 0 || bucket.capacity === 0) return 0
  return Math.max(0, (bucket.used * fillMs) / bucket.capacity - Math.max(0, nowMs - bucket.atMs))
}

/** How long until a place is free: 0 when one is, Infinity when there are none at all, and else a guess. */
export function placeWait(taken: number, limit: number): number {
  if (limit === 0) return Infinity
  return taken < limit ? 0 : placeWaitMs
}
