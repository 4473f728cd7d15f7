import type { Inspection } from '../inspection.ts'
import type { TerminalOptions } from '../terminal.ts'
import { accountInspection } from './account-inspection.ts'
import { campaignInspection } from './campaign-inspection.ts'
import type { EvidenceOptions } from './evidence.ts'
import { createSheet } from './sheet.ts'

/**
 * An inspection as text for a terminal, ending in a line feed: all of it, however long. Text from logs is made printable;
 * no line is wider than the terminal.
 */
export function renderInspection(inspection: Inspection, options: TerminalOptions): string {
  const sheet = createSheet({ unicode: true, ...options })
  const excerpts = new Map(inspection.excerpts.map(({ record, text }) => [record, text]))
  const everything: EvidenceOptions = {
    entriesMax: Infinity,
    recordsMax: Infinity,
    indent: 2,
    excerptOf: (record) => excerpts.get(record),
  }
  const lines =
    inspection.subject === 'campaign'
      ? campaignInspection(sheet, inspection, everything)
      : accountInspection(sheet, inspection, everything)
  return `${lines.join('\n')}\n`
}
