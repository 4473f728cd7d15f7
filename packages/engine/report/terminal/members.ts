import { membersInOrder } from '../campaign-order.ts'
import { formatConfidence, formatCount } from '../quantity.ts'
import type { AccountEntry, CampaignEntry } from '../report.ts'
import { fitMiddle, pad, textWidth } from './fit.ts'
import { faint, plain, type Piece, type Sheet } from './sheet.ts'

const MEMBERS_MAX = 10
// Saying "and 2 more" takes as much room as the two.
const MEMBERS_SPARED = 2
const ACCOUNT_COLUMNS_MIN = 12
const ACCOUNT_COLUMNS_MAX = 48
const COLUMN_GAP = '  '

interface Column {
  readonly title: string
  readonly side: 'left' | 'right'
  cell(member: AccountEntry): string
}

const PROBABILITY: Column = {
  title: 'member',
  side: 'left',
  cell: (member) => formatConfidence(member.probability),
}
const INTERACTIONS: Column = {
  title: 'interactions',
  side: 'left',
  cell: (member) => formatCount(member.interactions),
}
const DENIED: Column = { title: 'denied', side: 'left', cell: (member) => formatCount(member.interactions_after) }
const STRONGEST: Column = {
  title: 'strongest evidence',
  side: 'right',
  cell: ({ evidence: [first] }) => (first ? `${first.signal} ${first.nats.toFixed(1)}` : ''),
}

/** The most probable members as a table, the others counted. */
export function members(sheet: Sheet, campaign: CampaignEntry): readonly string[] {
  const ordered = membersInOrder(campaign)
  const shown = ordered.length <= MEMBERS_MAX + MEMBERS_SPARED ? ordered : ordered.slice(0, MEMBERS_MAX)
  const rest = ordered.length - shown.length
  const more = `${sheet.glyphs.ellipsis} and ${formatCount(rest)} more; \`stillhunt explain ${campaign.id}\` shows all`
  return [...table(sheet, shown), ...(rest > 0 ? sheet.paragraph({ text: more, ink: 'faint', indent: 2 }) : [])]
}

function table(sheet: Sheet, shown: readonly AccountEntry[]): readonly string[] {
  const numbers = [
    PROBABILITY,
    INTERACTIONS,
    ...(shown.some((member) => member.interactions_after > 0) ? [DENIED] : []),
  ]
  const widths = numbers.map((column) => columnWidth(column, shown))
  while (numbers.length > 1 && roomFor(sheet, widths) < ACCOUNT_COLUMNS_MIN) {
    numbers.pop()
    widths.pop()
  }
  const accounts = shown.map((member) => sheet.clean(member.account))
  const longest = Math.max(7, ...accounts.map(textWidth))
  const room = Math.min(longest, ACCOUNT_COLUMNS_MAX, roomFor(sheet, widths))
  const strongestColumns = roomFor(sheet, widths) - room - COLUMN_GAP.length
  const hasStrongest = strongestColumns >= Math.min(columnWidth(STRONGEST, shown), 24)

  const set = (cells: readonly string[], account: string, strongest: string): Piece[] => [
    plain('  '),
    plain(cells.map((cell, index) => pad(cell, widths[index] ?? 0, 'left') + COLUMN_GAP).join('')),
    plain(pad(account, room, 'right')),
    faint(hasStrongest ? COLUMN_GAP + strongest : ''),
  ]
  const head = set(
    numbers.map(({ title }) => title),
    'account',
    STRONGEST.title,
  )
  return [
    sheet.line(...head.map(({ text }) => faint(text))),
    ...shown.map((member, index) => {
      const account = fitMiddle(accounts[index] ?? '', room, sheet.glyphs.ellipsis)
      return sheet.line(
        ...set(
          numbers.map((column) => column.cell(member)),
          account,
          STRONGEST.cell(member),
        ),
      )
    }),
  ]
}

function columnWidth(column: Column, shown: readonly AccountEntry[]): number {
  return Math.max(column.title.length, ...shown.map((member) => textWidth(column.cell(member))))
}

function roomFor(sheet: Sheet, widths: readonly number[]): number {
  return sheet.columns - 2 - widths.reduce((sum, width) => sum + width + COLUMN_GAP.length, 0)
}
