/** What each kind of evidence is worth: the scan of the benchmark world with one left out at a time. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { scan } from '@stillhunt/engine/pipeline'
import { type ScoredReport, scoreReport } from '../score.ts'
import type { LabelLine } from '../world.ts'

const world = fileURLToPath(new URL('../../../../shared/range/dev', import.meta.url))

/** Rows of the table: what is left out, by signals and families. */
const rows: readonly (readonly [name: string, without: readonly string[], hasRegistry: boolean])[] = [
  ['everything', [], true],
  ['without token-crossing', ['token-crossing'], true],
  ['without prefix-hopping', ['prefix-hopping'], true],
  ['without failover-hop', ['failover-hop'], true],
  ['without rollout', ['rollout'], true],
  ['without turn-taking', ['turn-taking'], true],
  ['without all of these (hand-over)', ['handoff'], true],
  ['without templates (skeleton-sharing)', ['skeleton-sharing'], true],
  ['without identity', ['identity'], true],
  ['without network and client', ['network'], true],
  ['without identity, network and registry', ['identity', 'network'], false],
  ['content only', ['handoff', 'identity', 'network'], false],
  ['metadata only', ['handoff', 'content'], true],
]

/** Prints one table; says so where the benchmark world is absent. Takes about a minute and a half. */
export async function benchAblation(): Promise<void> {
  const log = join(world, 'interactions.jsonl.zst')
  if (!existsSync(log)) return console.log('The benchmark world is not here: nothing is left out of it.')
  const labels = readFileSync(join(world, 'labels.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LabelLine)
  console.log('| benchmark world dev | precision | recall | campaigns found | benign accounts claimed | resale found |')
  console.log('|---|--:|--:|--:|--:|--:|')
  for (const [name, without, hasRegistry] of rows) {
    const accounts = hasRegistry ? { accounts: join(world, 'accounts.jsonl') } : {}
    const { report } = await scan({
      logs: [log],
      ...accounts,
      without: new Set(without),
      clock: () => performance.now(),
    })
    const score = scoreReport(report as ScoredReport, labels)
    const percent = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(1)} %`)
    const { hard, easy } = score.wronglyClaimed
    const found = `${score.campaignsFound} of ${score.campaignsTotal}`
    const columns = [
      name,
      percent(score.precision),
      percent(score.recall),
      found,
      hard.claimed + easy.claimed,
      percent(score.resale.recall),
    ]
    console.log(`| ${columns.join(' | ')} |`)
  }
}
