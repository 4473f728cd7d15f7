/** Lists of tasks that anybody can download: whoever evaluates a model runs all of one. */
import { Random } from './random.ts'
import { knowledgeHarvest } from './task/knowledge.ts'
import { reasoningHarvest } from './task/reasoning.ts'
import { lexicons } from './text/prose.ts'

/** The invented benchmarks. */
export type BenchmarkName = 'plainmath' | 'widequiz'

/** `count` tasks of the benchmark, in the order in which its file has them; the same ones whoever asks. */
export function benchmarkTasks(name: BenchmarkName, count: number): readonly string[] {
  const random = new Random(`public benchmark ${name}`)
  const harvest = name === 'plainmath' ? reasoningHarvest() : knowledgeHarvest()
  return Array.from({ length: count }, () => {
    const { slots } = harvest.job(random, lexicons.en, [])
    return String(slots['problem'] ?? slots['question'])
  })
}
