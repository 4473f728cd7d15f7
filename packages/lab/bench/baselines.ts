/** What else is published, on the benchmark world, whole and with a gap that many logs have. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Comparison, renderMarkdown } from '../comparison.ts'
import { runNode } from './child.ts'
import { rewriteLog } from './rewrite.ts'

const cli = fileURLToPath(new URL('../../cli/stillhunt.mjs', import.meta.url))
const world = fileURLToPath(new URL('../../../../shared/range/dev', import.meta.url))
const folder = '.stillhunt/bench'

/** Prints the table of the README's section on other methods; says so where the benchmark world is absent. */
export async function benchBaselines(): Promise<void> {
  const logs = join(world, 'interactions.jsonl.zst')
  if (!existsSync(logs)) return console.log('The benchmark world is not here: other methods are not compared.')
  mkdirSync(folder, { recursive: true })
  const answered = join(folder, 'dev-answered.jsonl.zst')
  await rewriteLog(logs, answered, (record) => (Number(record['status']) < 400 ? record : null))
  const whole = await compared(logs)
  const aside = { title: 'recall at 0.99, failed calls not logged', comparison: await compared(answered) }
  console.log(renderMarkdown(whole, [aside]))
}

async function compared(logs: string): Promise<Comparison> {
  const words = ['--labels', join(world, 'labels.jsonl'), '--accounts', join(world, 'accounts.jsonl')]
  const { output, wallMs, peakBytes } = await runNode([cli, 'bench', logs, ...words, '--json', '-'])
  console.error(`compared in ${Math.round(wallMs / 1000)} s, with ${Math.round(peakBytes / 1e6)} MB`)
  return JSON.parse(output) as Comparison
}
