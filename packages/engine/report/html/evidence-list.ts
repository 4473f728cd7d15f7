import { formatCount, formatNats } from '../quantity.ts'
import type { EvidenceEntry } from '../report.ts'
import { markup, NOTHING, short, type Markup } from './markup.ts'

const ENTRIES_MAX = 12
const RECORDS_MAX = 6

/** Evidence as sentences with their weights, signals and records, as far as twelve entries go. */
export function evidenceList(entries: readonly EvidenceEntry[]): Markup {
  const rest = entries.length - ENTRIES_MAX
  return markup`<ol class="evidence">${entries.slice(0, ENTRIES_MAX).map(entryItem)}</ol>
${rest > 0 ? markup`<p class="small quiet">and ${formatCount(rest)} weaker</p>` : NOTHING}`
}

function entryItem({ signal, nats, statement, records }: EvidenceEntry): Markup {
  return markup`
<li><p class="weight">${formatNats(nats)}</p><div><p class="statement">${statement}</p>
<p class="source">${short(signal)}${recordList(records)}</p></div></li>`
}

function recordList(records: readonly string[]): Markup {
  if (records.length === 0) return NOTHING
  const rest = records.length - RECORDS_MAX
  const ids = records
    .slice(0, RECORDS_MAX)
    .map((record, index) => markup`${index > 0 ? ', ' : ''}<code>${short(record)}</code>`)
  return markup`; ${records.length === 1 ? 'record' : 'records'} ${ids}${rest > 0 ? ` and ${formatCount(rest)} more` : ''}`
}
