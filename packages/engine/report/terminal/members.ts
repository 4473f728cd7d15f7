import { membersInOrder } from '../campaign-order.ts'
import { explainCommand } from '../next-step.ts'
import { formatConfidence, formatCount } from '../quantity.ts'
import type { AccountEntry, CampaignEntry } from '../report.ts'
import { fitMiddle, pad, textWidth } from './fit.ts'
import { faint, plain, type Piece, type Sheet } from './sheet.ts'

const MEMBERS_MAX = 10
// Saying "and 2 more" takes as much room as the two.
const MEMBERS_SPARED = 2
const ACCOUNT_COLUMNS_MIN = 12
// As long as its evidence stands beside it.
const ACCOUNT_COLUMNS_MAX = 40
const COLUMN_GAP = '  '
const MARGIN = '  '
const ACCOUNT_TITLE = 'account'

interface Column {
  readonly title: string
  readonly cell: (member: AccountEntry) => string
}

const PROBABILITY: Column = {
  title: 'probable',
  cell: (member) => formatConfidence(member.probability),
}
const INTERACTIONS: Column = {
  title: 'interactions',
  cell: (member) => formatCount(member.interactions),
}
const DENIED: Column = { title: 'denied', cell: (member) => formatCount(member.interactions_after) }
const STRONGEST: Column = {
  title: 'strongest evidence',
  cell: ({ evidence: [first] }) => (first ? `${first.signal} ${first.nats.toFixed(1)}` : ''),
}

/** The most probable members as a table, the others counted; `folder` is where they are kept, null for nowhere. */
export function members(sheet: Sheet, campaign: CampaignEntry, folder: string | null): readonly string[] {
  const ordered = membersInOrder(campaign)
  const shown = ordered.length <= MEMBERS_MAX + MEMBERS_SPARED ? ordered : ordered.slice(0, MEMBERS_MAX)
  const rest = ordered.length - shown.length
  const where = folder === null ? '--json FILE writes all' : `\`${explainCommand(campaign.id, folder)}\` shows all`
  const more = `${sheet.glyphs.ellipsis} and ${formatCount(rest)} more; ${where}`
  return [...table(sheet, shown), ...(rest > 0 ? sheet.paragraph({ text: more, ink: 'faint', indent: 2 }) : [])]
}

function table(sheet: Sheet, shown: readonly AccountEntry[]): readonly string[] {
  const { numbers, accountColumns, hasStrongest } = planOf(sheet, shown)
  const row = (numberCells: readonly string[], account: string, strongest: string): readonly Piece[] => [
    plain(MARGIN),
    ...numberCells.map((cell, index) => plain(pad(cell, numbers[index]?.columns ?? 0, 'left') + COLUMN_GAP)),
    plain(pad(account, accountColumns, 'right')),
    faint(hasStrongest ? COLUMN_GAP + strongest : ''),
  ]
  const titles = numbers.map(({ column }) => column.title)
  const head = row(titles, ACCOUNT_TITLE, STRONGEST.title).map(({ text }) => faint(text))
  const rows = shown.map((member) => {
    const account = fitMiddle(sheet.clean(member.account), accountColumns, sheet.glyphs.ellipsis)
    const cells = numbers.map(({ column }) => column.cell(member))
    return row(cells, account, STRONGEST.cell(member))
  })
  return [head, ...rows].map((pieces) => sheet.line(...pieces))
}

interface TablePlan {
  readonly numbers: readonly { readonly column: Column; readonly columns: number }[]
  readonly accountColumns: number
  readonly hasStrongest: boolean
}

// What a narrow sheet has no room for goes, from the right; the account gets what is left.
function planOf(sheet: Sheet, shown: readonly AccountEntry[]): TablePlan {
  const widthOf = (column: Column): number => columnsOf(column.title, shown.map(column.cell))
  const numbers = [
    PROBABILITY,
    INTERACTIONS,
    ...(shown.some((member) => member.interactions_after > 0) ? [DENIED] : []),
  ].map((column) => ({ column, columns: widthOf(column) }))
  const room = (): number =>
    numbers.reduce((left, { columns }) => left - columns - COLUMN_GAP.length, sheet.columns - MARGIN.length)
  while (numbers.length > 1 && room() < ACCOUNT_COLUMNS_MIN) numbers.pop()

  const longest = columnsOf(
    ACCOUNT_TITLE,
    shown.map(({ account }) => sheet.clean(account)),
  )
  const besideStrongest = Math.min(longest, ACCOUNT_COLUMNS_MAX)
  const hasStrongest = room() - besideStrongest - COLUMN_GAP.length >= widthOf(STRONGEST)
  return { numbers, hasStrongest, accountColumns: hasStrongest ? besideStrongest : Math.min(longest, room()) }
}

function columnsOf(title: string, cells: readonly string[]): number {
  return Math.max(title.length, ...cells.map(textWidth))
}
