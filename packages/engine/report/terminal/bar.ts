import { faint, type Piece, type Sheet } from './sheet.ts'
import type { Ink } from './ink.ts'

/** A share of 1 as a bar of `cells` columns. What is there shows, and only the whole fills it. */
export function bar(sheet: Sheet, share: number, cells: number, ink: Ink): readonly Piece[] {
  const bounded = Math.max(0, Math.min(1, share))
  const rounded = Math.round(bounded * cells)
  const filled = bounded === 0 ? 0 : bounded === 1 ? cells : Math.max(1, Math.min(cells - 1, rounded))
  const { barFilled, barEmpty } = sheet.glyphs
  return [{ text: barFilled.repeat(filled), ink }, faint(barEmpty.repeat(cells - filled))]
}

/** Counts over time as one line of at most `cells` columns; neighbouring bins are added up to fit. */
export function sparkline(sheet: Sheet, counts: readonly number[], cells: number): string {
  const binsPerCell = Math.max(1, Math.ceil(counts.length / cells))
  const sums = Array.from({ length: Math.ceil(counts.length / binsPerCell) }, (_, cell) =>
    counts.slice(cell * binsPerCell, (cell + 1) * binsPerCell).reduce((sum, count) => sum + count, 0),
  )
  const highest = sums.reduce((high, sum) => Math.max(high, sum), 1)
  const { heights } = sheet.glyphs
  return sums.map((sum) => (sum > 0 ? heights[Math.ceil((sum / highest) * heights.length) - 1] : ' ')).join('')
}
