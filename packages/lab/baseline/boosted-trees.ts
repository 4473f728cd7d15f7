/** Gradient-boosted trees on per-account features: the classifier that one trains once one has labels. */
import { Random } from '../world.ts'
import { accountFeatures } from './account-feature.ts'
import type { Baseline, Trial, Truth } from './method.ts'
import { binFeatures, growTree, type Tree, valueOf } from './regression-tree.ts'
import type { Traffic } from './traffic.ts'

const depths = [1, 2, 4] as const
const treeCounts = [40, 120, 300] as const
/** One way of halving a few operators is luck: an account's logit is the mean over so many ways. */
const halvings = 3
const learningRate = 0.1
const growth = { examplesOfLeafMin: 8, shrinkage: 1 }

/** A model and the accounts that it is asked about, none of which it has seen anything of. */
interface Model extends Boosted {
  readonly asked: readonly number[]
}

function* trials(traffic: Traffic, truth: Truth): Generator<Trial> {
  const features = accountFeatures(traffic)
  for (const depthMax of depths) {
    const models: Model[] = []
    for (let halving = 0; halving < halvings; halving += 1) {
      const half = deal(traffic, truth, halving)
      for (const own of [0, 1]) {
        const asked = [...half.keys()].filter((account) => half[account] === own)
        models.push({ asked, ...boost(features, truth, trainingRows(truth, half, 1 - own), depthMax) })
      }
    }
    for (const trees of treeCounts) {
      const suspicion = new Float64Array(traffic.accounts.length)
      for (const { asked, start, forest } of models)
        for (const account of asked)
          suspicion[account]! += logitOf(start, forest.slice(0, trees), features[account]!) / halvings
      yield { setting: `${trees} trees of depth ${depthMax}`, suspicion, groups: null }
    }
  }
}

function logitOf(start: number, forest: readonly Tree[], row: Float64Array): number {
  return forest.reduce((sum, tree) => sum + learningRate * valueOf(tree, row), start)
}

/**
 * Which half an account is in. Whole operators, null groups and organisations go to one half, so that no classifier has
 * seen anything of whom it judges; operators alternate, so that both halves have some.
 */
function deal(traffic: Traffic, truth: Truth, halving: number): Int32Array {
  const names = traffic.accounts.map((_, account) => {
    const label = truth[account]
    return label?.campaign != null ? `0 ${label.campaign}` : `1 ${label?.group ?? traffic.party[account]}`
  })
  const order = new Random(`halves ${halving}`).shuffle([...new Set(names)].sort())
  // Sorting is stable: within operators and within the others the order stays that of chance.
  const dealt = order.toSorted((a, b) => Number(a[0]) - Number(b[0]))
  const half = new Map(dealt.map((name, index) => [name, index % 2]))
  return Int32Array.from(names, (name) => half.get(name)!)
}

/** The labelled accounts of one half; resellers are in neither class. */
function trainingRows(truth: Truth, half: Int32Array, wanted: number): number[] {
  return [...half.keys()].filter(
    (account) => half[account] === wanted && truth[account] !== undefined && truth[account].kind !== 'resale',
  )
}

interface Boosted {
  readonly start: number
  readonly forest: readonly Tree[]
}

/** Logistic loss, Newton steps (Friedman, "Greedy Function Approximation: A Gradient Boosting Machine", 2001). */
function boost(features: readonly Float64Array[], truth: Truth, rows: readonly number[], depthMax: number): Boosted {
  const isBad = (row: number): number => (truth[row]?.kind === 'extraction' ? 1 : 0)
  const bad = rows.filter(isBad).length
  const start = Math.log((bad + 1) / (rows.length - bad + 1))
  const logit = new Float64Array(features.length).fill(start)
  const gradient = new Float64Array(features.length)
  const curvature = new Float64Array(features.length)
  const bins = binFeatures(features)
  const treesMax = Math.max(...treeCounts)
  const forest: Tree[] = []
  while (forest.length < treesMax && rows.length > 0) {
    for (const row of rows) {
      const probability = 1 / (1 + Math.exp(-logit[row]!))
      gradient[row] = isBad(row) - probability
      curvature[row] = probability * (1 - probability)
    }
    const tree = growTree({ bins, gradient, curvature }, rows, { ...growth, depthMax })
    for (const row of rows) logit[row]! += learningRate * valueOf(tree, features[row]!)
    forest.push(tree)
  }
  return { start, forest }
}

/** See the header. Suspicion is the logit. */
export const boostedTrees: Baseline = {
  name: 'Boosted trees',
  source: 'per-account features as in Parallax; Friedman, Greedy Function Approximation, 2001',
  published: 'Parallax: perfect on its own synthetic data, area under the ROC curve 0.45 to 0.68 on real logs (LANL)',
  deviation:
    'trained on half of the operators and organisations and asked about the other half, both ways, three times',
  hint: 'half',
  trials,
}
