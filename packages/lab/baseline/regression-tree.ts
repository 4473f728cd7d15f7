/** A small regression tree on dense features, as boosting needs it: least squares on gradients, splits between bins. */

/** What a tree is grown from. */
export interface Examples {
  readonly bins: BinnedFeatures
  /** By example: what it should be moved by, and the second derivative of the loss. */
  readonly gradient: Float64Array
  readonly curvature: Float64Array
}

/** Features cut into bins of about as many examples each: a split is sought between bins only. */
export interface BinnedFeatures {
  /** By feature: the lower edges of its bins but the first, ascending. */
  readonly edges: readonly Float64Array[]
  /** By feature and example: the bin. */
  readonly bin: readonly Uint8Array[]
}

/** How a tree is grown. */
export interface Growth {
  readonly depthMax: number
  readonly examplesOfLeafMin: number
  /** Added to the curvature of a leaf: it keeps the leaves of few examples small. */
  readonly shrinkage: number
}

/** A leaf with its value, or a question whose answer leads on: rows with less than `threshold` go below. */
export type Tree =
  | { readonly value: number }
  | { readonly feature: number; readonly threshold: number; readonly below: Tree; readonly above: Tree }

const binsMax = 64

/** Bins the features of some examples, one row each, all as long. O(features × rows × log rows). */
export function binFeatures(rows: readonly Float64Array[]): BinnedFeatures {
  const count = rows[0]?.length ?? 0
  const edges = Array.from({ length: count }, (_, feature) => edgesOf(rows.map((row) => row[feature]!)))
  const bin = edges.map((cuts, feature) => Uint8Array.from(rows, (row) => binOf(cuts, row[feature]!)))
  return { edges, bin }
}

function edgesOf(values: readonly number[]): Float64Array {
  const sorted = values.toSorted((a, b) => a - b)
  const cuts = Array.from({ length: binsMax - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / binsMax)]!)
  return Float64Array.from(new Set(cuts.filter((cut) => cut > sorted[0]!)))
}

/** How many edges are at or below the value. */
function binOf(edges: Float64Array, value: number): number {
  let low = 0
  let high = edges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (edges[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** The value of the leaf that a row falls into. O(depth). */
export function valueOf(tree: Tree, row: Float64Array): number {
  let at = tree
  while ('feature' in at) at = row[at.feature]! < at.threshold ? at.below : at.above
  return at.value
}

/** Grows a tree on the given examples. O(depth × features × examples). */
export function growTree(examples: Examples, rows: readonly number[], growth: Growth, depth: number = 0): Tree {
  const { gradient, curvature, bins } = examples
  const total = (of: Float64Array): number => rows.reduce((sum, row) => sum + of[row]!, 0)
  const [gradients, curvatures] = [total(gradient), total(curvature)]
  const leaf = { value: gradients / (curvatures + growth.shrinkage) }
  if (depth >= growth.depthMax || rows.length < 2 * growth.examplesOfLeafMin) return leaf
  const split = bestSplit(examples, rows, growth, gradients, curvatures)
  if (split === undefined) return leaf
  const { feature, edge } = split
  const [below, above]: [number[], number[]] = [[], []]
  for (const row of rows) (bins.bin[feature]![row]! <= edge ? below : above).push(row)
  return {
    feature,
    threshold: bins.edges[feature]![edge]!,
    below: growTree(examples, below, growth, depth + 1),
    above: growTree(examples, above, growth, depth + 1),
  }
}

interface Split {
  readonly feature: number
  /** The bins up to this one go below. */
  readonly edge: number
}

function bestSplit(
  { bins, gradient, curvature }: Examples,
  rows: readonly number[],
  { examplesOfLeafMin, shrinkage }: Growth,
  gradients: number,
  curvatures: number,
): Split | undefined {
  const quality = (g: number, h: number): number => (g * g) / (h + shrinkage)
  let best: Split | undefined
  let bestQuality = quality(gradients, curvatures) + 1e-9
  for (const [feature, bin] of bins.bin.entries()) {
    const sums = new Float64Array(3 * binsMax)
    for (const row of rows) {
      const at = 3 * bin[row]!
      sums[at]! += gradient[row]!
      sums[at + 1]! += curvature[row]!
      sums[at + 2]! += 1
    }
    let [g, h, below] = [0, 0, 0]
    for (let edge = 0; edge < bins.edges[feature]!.length; edge += 1) {
      g += sums[3 * edge]!
      h += sums[3 * edge + 1]!
      below += sums[3 * edge + 2]!
      if (below < examplesOfLeafMin || rows.length - below < examplesOfLeafMin) continue
      const reached = quality(g, h) + quality(gradients - g, curvatures - h)
      if (reached <= bestQuality) continue
      bestQuality = reached
      best = { feature, edge }
    }
  }
  return best
}
