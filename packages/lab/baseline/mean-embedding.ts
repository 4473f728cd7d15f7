/**
 * Kernel mean embeddings of accounts by random Fourier features (Rahimi and Recht, "Random Features for Large-Scale
 * Kernel Machines", 2007), for the maximum mean discrepancy (Gretton et al., "A Kernel Two-Sample Test", 2012): the
 * features of a pool of accounts are the sum of theirs, so that any number of pools costs one pass over the calls.
 */
import { Random } from '../world.ts'
import { embeddingDimensions } from './embedding.ts'
import type { Traffic } from './traffic.ts'

const frequencies = 256
/** Numbers per account. */
export const meanDimensions: number = 2 * frequencies

/** Sums of features, and how many calls are in them. */
export interface FeatureSum {
  readonly sum: Float64Array
  readonly count: number
}

/** Nothing summed yet. */
export function noFeatures(): FeatureSum {
  return { sum: new Float64Array(meanDimensions), count: 0 }
}

/** The one with the other added, or with `factor` −1 taken away. */
export function plus(one: FeatureSum, other: FeatureSum, factor: 1 | -1 = 1): FeatureSum {
  return {
    sum: one.sum.map((value, index) => value + factor * other.sum[index]!),
    count: one.count + factor * other.count,
  }
}

/** Sums that were asked for, for as long as their traffic is held: every way of pooling asks for the same. */
const known = new WeakMap<Traffic, Map<number, readonly FeatureSum[]>>()

/** The features of every account's calls under a Gaussian kernel of this width. O(calls × frequencies), once. */
export function featureSums(traffic: Traffic, width: number): readonly FeatureSum[] {
  const ofTraffic = known.get(traffic) ?? new Map<number, readonly FeatureSum[]>()
  known.set(traffic, ofTraffic)
  const sums = ofTraffic.get(width) ?? sumFeatures(traffic, width, new Random(`features ${width}`))
  ofTraffic.set(width, sums)
  return sums
}

function sumFeatures(traffic: Traffic, width: number, random: Random): FeatureSum[] {
  const { calls, accounts, start } = traffic
  const directions = Float64Array.from({ length: frequencies * embeddingDimensions }, () => normal(random) / width)
  return accounts.map((_, account) => {
    const sum = new Float64Array(meanDimensions)
    for (let call = start[account]!; call < start[account + 1]!; call += 1)
      addFeatures(calls.embedding, call, directions, sum)
    return { sum, count: start[account + 1]! - start[account]! }
  })
}

function addFeatures(embedding: Float32Array, call: number, directions: Float64Array, sum: Float64Array): void {
  const from = call * embeddingDimensions
  for (let frequency = 0; frequency < frequencies; frequency += 1) {
    let angle = 0
    const row = frequency * embeddingDimensions
    for (let i = 0; i < embeddingDimensions; i += 1) angle += directions[row + i]! * embedding[from + i]!
    // Cosine and sine together make every feature vector as long as the next.
    sum[2 * frequency]! += Math.cos(angle)
    sum[2 * frequency + 1]! += Math.sin(angle)
  }
}

/** Box and Muller 1958. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit())
}

/** The unbiased estimate of MMD² between two sets of calls; 0 where one has fewer than two. */
export function discrepancy(one: FeatureSum, other: FeatureSum): number {
  if (one.count < 2 || other.count < 2) return 0
  const within = ({ sum, count }: FeatureSum): number => (dot(sum, sum) / frequencies - count) / (count * (count - 1))
  return within(one) + within(other) - (2 * dot(one.sum, other.sum)) / frequencies / (one.count * other.count)
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0
  for (let i = 0; i < meanDimensions; i += 1) sum += one[i]! * other[i]!
  return sum
}
