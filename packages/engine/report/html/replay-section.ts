import type { BacktestFinding } from '../backtest.ts'
import { laddersOf } from '../replaying.ts'
import { part } from './campaign-section.ts'
import { ladderChart } from './ladder-chart.ts'
import { ladderTable } from './ladder-table.ts'
import { leakageChart } from './leakage-chart.ts'
import { markup, type Markup } from './markup.ts'
import { nearMissTable, releaseTable } from './outsider-table.ts'
import type { ContentsEntry } from './overview.ts'

/** What the replay came to: how soon, how much leaked, who was released and who came close. */
export function replaySection(finding: BacktestFinding, entries: readonly ContentsEntry[]): Markup {
  const { replay } = finding
  return markup`<section class="replay" aria-label="Replay">
${part('How soon each was named', ladderTable(entries), 2)}
${part('What leaked', leakageChart(replay), 2)}
${part('Accounts named over time', ladderChart(laddersOf(finding), replay), 2)}
${part('Named and later released', releaseTable(finding), 2)}
${part('Closest without being named', nearMissTable(replay), 2)}
</section>`
}

/** What the words of a replay mean, for the end of the page. */
export const REPLAY_TERMS: Markup = markup`<dt>Named, leaked, denied</dt><dd>An account is named at the first step at which the evidence up to then was enough. What it sent before has leaked; what it sent after would have been denied, had it been suspended then and not come back under another name.</dd>
`
