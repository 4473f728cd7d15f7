import type { StandingEntry } from '../inspection.ts'
import { formatConfidence, formatCount } from '../quantity.ts'
import { fitMiddle, pad, textWidth } from './fit.ts'
import { faint, plain, type Piece, type Sheet } from './sheet.ts'

const MARGIN = '  '
const ACCOUNT_TITLE = 'account'
const ACCOUNT_COLUMNS_MIN = 14

interface Column {
  readonly title: string
  readonly cell: (standing: StandingEntry) => string
}

const nats = (title: string, of: (standing: StandingEntry) => number): Column => ({
  title,
  cell: (standing) => of(standing).toFixed(1),
})

// Most important first: what a narrow sheet has no room for goes from the right.
const COLUMNS: readonly Column[] = [
  { title: 'probable', cell: ({ probability }) => formatConfidence(probability) },
  nats('nats', (standing) => standing.nats),
  nats('handoff', ({ by_family }) => by_family.handoff),
  nats('content', ({ by_family }) => by_family.content),
  nats('identity', ({ by_family }) => by_family.identity),
  nats('network', ({ by_family }) => by_family.network),
  nats('lacking', ({ lack_nats }) => lack_nats),
  { title: 'interactions', cell: ({ interactions }) => formatCount(interactions) },
]

/** Members with what speaks for each of them, by family. A column in which nothing stands is left out. */
export function standingTable(sheet: Sheet, standings: readonly StandingEntry[]): readonly string[] {
  const columns = COLUMNS.filter(({ cell }, index) => index < 2 || standings.some((one) => !/^-?0\.0$/.test(cell(one))))
  const widthOf = ({ title, cell }: Column): number =>
    Math.max(title.length, ...standings.map((one) => textWidth(cell(one))))
  const room = (): number =>
    columns.reduce((left, column) => left - widthOf(column) - 1, sheet.columns - MARGIN.length - 1)
  while (columns.length > 1 && room() < ACCOUNT_COLUMNS_MIN) columns.pop()
  const widths = columns.map(widthOf)
  const row = (cells: readonly string[], account: string): readonly Piece[] => [
    plain(MARGIN + cells.map((cell, index) => `${pad(cell, widths[index] ?? 0, 'left')} `).join('')),
    plain(` ${account}`),
  ]
  const head = row(
    columns.map(({ title }) => title),
    ACCOUNT_TITLE,
  ).map(({ text }) => faint(text))
  const accountColumns = Math.max(ACCOUNT_TITLE.length, room())
  const rows = standings.map((one) =>
    row(
      columns.map(({ cell }) => cell(one)),
      fitMiddle(sheet.clean(one.account), accountColumns, sheet.glyphs.ellipsis),
    ),
  )
  return [head, ...rows].map((pieces) => sheet.line(...pieces))
}
