/**
 * PRADA: the distances from an honest client's queries to the nearest one that it sent before are about normally
 * distributed; those of an attacker who makes queries from each other are not.
 */
import { distance } from './embedding.ts'
import type { Baseline, Trial } from './method.ts'
import { shapiroWilk } from './shapiro-wilk.ts'
import { callsOf, type Traffic } from './traffic.ts'

/** Distances to all earlier queries cost the square of their number: later calls of an account are not looked at. */
const callsMax = 1000
const windowCalls = 50
/** Fewer distances say nothing of a distribution; the paper waits for a hundred queries. */
const distancesMinima = [8, 30, 100] as const
const outlierDeviations = 3

function* trials(traffic: Traffic): Generator<Trial> {
  const distances = traffic.accounts.map((_, account) => nearestBefore(traffic, account))
  for (const distancesMin of distancesMinima)
    for (const isRepeatKept of [true, false])
      for (const isWindowed of [false, true]) {
        const suspicion = Float64Array.from(distances, (all) => {
          const kept = isRepeatKept ? all : all.filter((value) => value > 0.01)
          const windows = isWindowed ? cut(kept) : [kept]
          return Math.max(0, ...windows.map((window) => 1 - normality(window, distancesMin)))
        })
        const how = `${isWindowed ? `windows of ${windowCalls}` : 'all at once'}, repeats ${isRepeatKept ? 'kept' : 'dropped'}`
        yield { setting: `${how}, from ${distancesMin} distances on`, suspicion, groups: null }
      }
}

/** Of every query of an account but the first: how far the nearest earlier one is. */
export function nearestBefore(traffic: Traffic, account: number): number[] {
  const calls = callsOf(traffic, account, callsMax)
  return calls.slice(1).map((call, index) => {
    let nearest = Infinity
    for (let other = 0; other <= index; other += 1)
      nearest = Math.min(nearest, distance(traffic.calls.embedding, call, calls[other]!))
    return nearest
  })
}

function cut(values: readonly number[]): number[][] {
  const count = Math.max(1, Math.floor(values.length / windowCalls))
  const at = (index: number): number => Math.floor((values.length * index) / count)
  return Array.from({ length: count }, (_, index) => values.slice(at(index), at(index + 1)))
}

/** W of the distances without outliers, as the paper has it; 1 where there are too few. */
function normality(values: readonly number[], distancesMin: number): number {
  if (values.length < distancesMin) return 1
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  const kept = values.filter((value) => Math.abs(value - mean) <= outlierDeviations * deviation)
  return kept.length < distancesMin ? 1 : shapiroWilk(kept)
}

/** See the header. Suspicion is 1 − W. */
export const prada: Baseline = {
  name: 'PRADA',
  source: 'Juuti et al., PRADA: Protecting Against DNN Model Stealing Attacks, 2019',
  published:
    'all attacks on image models and no false positives; on language-model text 49 % at 51.6 % false positives',
  deviation: 'hashed word n-grams instead of images, one class, an oracle threshold on W',
  hint: 'none',
  trials,
}
