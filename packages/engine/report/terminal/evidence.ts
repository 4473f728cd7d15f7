import { formatCount, formatNats } from '../quantity.ts'
import type { EvidenceEntry } from '../report.ts'
import { faint, type Sheet } from './sheet.ts'

const WEIGHT_COLUMNS = 12

/** How much evidence is shown. */
export interface EvidenceOptions {
  readonly entriesMax: number
  /** Record ids behind each entry. */
  readonly recordsMax: number
  /** Columns left free before everything. */
  readonly indent: number
  /** The beginning of a record's text, where it is known. */
  excerptOf(record: string): string | undefined
}

/** As a report shows it: the strongest, with the first records to look at. */
const IN_BRIEF: EvidenceOptions = { entriesMax: 6, recordsMax: 2, indent: 2, excerptOf: () => undefined }

/** Evidence as paragraphs hanging from their weights, each with its signal and records to look at. */
export function evidence(
  sheet: Sheet,
  entries: readonly EvidenceEntry[],
  options: EvidenceOptions = IN_BRIEF,
): readonly string[] {
  const rest = entries.length - options.entriesMax
  return [
    ...entries.slice(0, options.entriesMax).flatMap((entry) => evidenceEntry(sheet, entry, options)),
    ...(rest > 0 ? [sheet.line(faint(`  ${sheet.glyphs.ellipsis} and ${formatCount(rest)} weaker`))] : []),
  ]
}

function evidenceEntry(sheet: Sheet, entry: EvidenceEntry, options: EvidenceOptions): readonly string[] {
  const weight = formatNats(entry.nats).padStart(WEIGHT_COLUMNS - 2)
  const indent = options.indent + WEIGHT_COLUMNS
  const excerpts = entry.records.slice(0, options.recordsMax).flatMap((record) => {
    const text = options.excerptOf(record)
    return text === undefined ? [] : [{ record, text }]
  })
  const bare = entry.records.filter((record) => !excerpts.some((excerpt) => excerpt.record === record))
  return [
    ...sheet.paragraph({
      lead: { text: weight, ink: 'strong' },
      leadColumns: WEIGHT_COLUMNS,
      indent: options.indent,
      text: entry.statement,
    }),
    ...sheet.paragraph({ text: source(sheet, entry.signal, bare, options.recordsMax), ink: 'faint', indent }),
    ...excerpts.map(({ record, text }) => sheet.line(faint(`${' '.repeat(indent)}${record}: ${text}`))),
  ]
}

function source(sheet: Sheet, signal: string, records: readonly string[], recordsMax: number): string {
  if (records.length === 0) return signal
  const rest = records.length - recordsMax
  const more = rest > 0 ? ` and ${formatCount(rest)} more` : ''
  return `${signal}${sheet.glyphs.separator}${records.slice(0, recordsMax).join(', ')}${more}`
}
