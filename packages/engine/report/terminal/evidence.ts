import { formatCount, formatNats } from '../quantity.ts'
import type { EvidenceEntry } from '../report.ts'
import { faint, type Sheet } from './sheet.ts'

const ENTRIES_MAX = 6
const RECORDS_MAX = 2
const WEIGHT_COLUMNS = 12

/** Evidence as paragraphs hanging from their weights, each with its signal and the first records to look at. */
export function evidence(sheet: Sheet, entries: readonly EvidenceEntry[]): readonly string[] {
  const rest = entries.length - ENTRIES_MAX
  return [
    ...entries.slice(0, ENTRIES_MAX).flatMap((entry) => evidenceEntry(sheet, entry)),
    ...(rest > 0 ? [sheet.line(faint(`  ${sheet.glyphs.ellipsis} and ${formatCount(rest)} weaker`))] : []),
  ]
}

function evidenceEntry(sheet: Sheet, entry: EvidenceEntry): readonly string[] {
  const weight = formatNats(entry.nats).padStart(WEIGHT_COLUMNS - 2)
  return [
    ...sheet.paragraph({
      lead: { text: weight, ink: 'strong' },
      leadColumns: WEIGHT_COLUMNS,
      indent: 2,
      text: entry.statement,
    }),
    ...sheet.paragraph({ text: source(sheet, entry), ink: 'faint', indent: WEIGHT_COLUMNS + 2 }),
  ]
}

function source(sheet: Sheet, { signal, records }: EvidenceEntry): string {
  if (records.length === 0) return signal
  const rest = records.length - RECORDS_MAX
  const more = rest > 0 ? ` and ${formatCount(rest)} more` : ''
  return `${signal}${sheet.glyphs.separator}${records.slice(0, RECORDS_MAX).join(', ')}${more}`
}
