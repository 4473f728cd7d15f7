import { formatDuration, formatSpan } from './moment.ts'
import { formatBytes, formatCount, formatCounted } from './quantity.ts'
import type { Finding, Report } from './report.ts'

/** One fact about the input. `isFlaw` marks what was not read as it should have been. */
export interface ReadingFact {
  readonly label: string
  readonly lines: readonly string[]
  readonly isFlaw: boolean
}

/** Reasons for refusal and source notes shown; what is beyond is counted. */
const FLAW_LINES_MAX = 20

/** What was read, from the amount to the flaws; facts with nothing to tell are left out. */
export function readingFacts(finding: Finding): readonly ReadingFact[] {
  const { data } = finding.report
  const facts: readonly ReadingFact[] = [
    { label: 'Read', lines: [amount(data)], isFlaw: false },
    { label: 'Span', lines: data.from && data.to ? [formatSpan(data.from, data.to)] : [], isFlaw: false },
    { label: 'Size', lines: finding.bytes > 0 ? [speed(finding)] : [], isFlaw: false },
    { label: 'New', lines: novelty(finding), isFlaw: false },
    { label: 'Duplicates', lines: duplicates(data.duplicates), isFlaw: false },
    { label: 'Refused', lines: refusals(data), isFlaw: true },
    { label: 'Sources', lines: capped(finding.notes.map(({ source, note }) => `${source}: ${note}`)), isFlaw: true },
  ]
  return facts.filter(({ lines }) => lines.length > 0)
}

function amount(data: Report['data']): string {
  return `${formatCounted(data.interactions, 'interaction')} of ${formatCounted(data.accounts, 'account')}`
}

function speed({ report, bytes, wallMs }: Finding): string {
  if (wallMs <= 0) return formatBytes(bytes)
  const perSecond = 1000 / wallMs
  const rates = `${formatBytes(bytes * perSecond)}/s, ${formatCount(linesRead(report.data) * perSecond)} records/s`
  return `${formatBytes(bytes)} in ${formatDuration(wallMs)} (${rates})`
}

function linesRead(data: Report['data']): number {
  return data.interactions + data.duplicates + refusedCount(data)
}

function refusedCount(data: Report['data']): number {
  return data.rejected.reduce((sum, entry) => sum + entry.count, 0)
}

// On a first scan every record is new, and saying so would say nothing.
function novelty({ report, added }: Finding): readonly string[] {
  if (added >= report.data.interactions) return []
  return [`${formatCounted(added, 'record')} that the store did not hold yet`]
}

function duplicates(count: number): readonly string[] {
  return count === 0 ? [] : [`${formatCounted(count, 'record')} with an id seen before, counted once`]
}

function refusals(data: Report['data']): readonly string[] {
  const total = refusedCount(data)
  if (total === 0) return []
  const reasons = data.rejected.map(
    ({ reason, count, first_line }) => `${formatCount(count)} ${reason}, first at line ${formatCount(first_line)}`,
  )
  return reasons.length === 1
    ? [`${formatCounted(total, 'line')}: ${reasons[0]}`]
    : [formatCounted(total, 'line'), ...capped(reasons)]
}

function capped(lines: readonly string[]): readonly string[] {
  const rest = lines.length - FLAW_LINES_MAX
  return rest > 0 ? [...lines.slice(0, FLAW_LINES_MAX), `and ${formatCount(rest)} more`] : lines
}
