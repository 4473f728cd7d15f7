import { pad, textWidth } from './fit.ts'
import type { Ink } from './ink.ts'
import { faint, type Piece, plain, type Sheet } from './sheet.ts'

const GAP = '  '
const MARGIN = '  '

/** One column of a table. */
export interface TableColumn {
  readonly title: string
  /** One for each row, printable. */
  readonly cells: readonly string[]
  readonly side: 'left' | 'right'
  /** One for each row; plain when absent. */
  readonly inks?: readonly Ink[]
  /** Columns go where there is no room, the highest first; 0 stays and is cut off. */
  readonly spare: number
}

/** Rows under faint titles. All columns have as many cells. */
export function table(sheet: Sheet, columns: readonly TableColumn[]): readonly string[] {
  const kept = fitting(columns, sheet.columns)
  const widths = kept.map(widthOf)
  const row = (pieceOf: (column: TableColumn) => Piece): string =>
    sheet.line(
      ...kept.flatMap((column, index) => {
        const { text, ink } = pieceOf(column)
        return [plain(index === 0 ? MARGIN : GAP), { text: pad(text, widths[index] ?? 0, padSide(column)), ink }]
      }),
    )
  const rows = Array.from({ length: columns[0]?.cells.length ?? 0 }, (_, index) =>
    row(({ cells, inks }) => ({ text: cells[index] ?? '', ink: inks?.[index] ?? 'plain' })),
  )
  return [row(({ title }) => faint(title)), ...rows]
}

function padSide({ side }: TableColumn): 'left' | 'right' {
  return side === 'left' ? 'right' : 'left'
}

function fitting(columns: readonly TableColumn[], room: number): readonly TableColumn[] {
  const kept = [...columns]
  const taken = (): number => kept.reduce((sum, column) => sum + GAP.length + widthOf(column), 0)
  while (taken() > room) {
    const spare = kept.reduce((most, column) => Math.max(most, column.spare), 0)
    if (spare === 0) break
    kept.splice(
      kept.findIndex((column) => column.spare === spare),
      1,
    )
  }
  return kept
}

function widthOf({ title, cells }: TableColumn): number {
  return cells.reduce((most, cell) => Math.max(most, textWidth(cell)), textWidth(title))
}
