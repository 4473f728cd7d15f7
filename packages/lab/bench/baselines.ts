/** What else is published, on the benchmark world. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Comparison, renderMarkdown } from '../comparison.ts'
import { runNode } from './child.ts'

const cli = fileURLToPath(new URL('../../cli/stillhunt.mjs', import.meta.url))
const world = fileURLToPath(new URL('../../../../shared/range/dev', import.meta.url))

/** Prints the table of the README's section on other methods; says so where the benchmark world is absent. */
export async function benchBaselines(): Promise<void> {
  const logs = join(world, 'interactions.jsonl.zst')
  if (!existsSync(logs)) return console.log('The benchmark world is not here: other methods are not compared.')
  const words = ['--labels', join(world, 'labels.jsonl'), '--accounts', join(world, 'accounts.jsonl')]
  const { output, wallMs, peakBytes } = await runNode([cli, 'bench', logs, ...words, '--json', '-'])
  console.log(renderMarkdown(JSON.parse(output) as Comparison))
  console.log(`${Math.round(wallMs / 1000)} s, ${Math.round(peakBytes / 1e6)} MB`)
}
