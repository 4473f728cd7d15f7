import type { Axis, TestEntry } from '../inspection.ts'
import type { Piece, Sheet } from './sheet.ts'

const AXES: readonly Axis[] = ['control', 'extraction', 'deception']
const MARK_COLUMNS = 3

/** Tests as sentences behind their outcome, axis by axis. */
export function testList(sheet: Sheet, tests: readonly TestEntry[]): readonly string[] {
  return AXES.flatMap((axis) => {
    const own = tests.filter((test) => test.axis === axis)
    return own.length === 0
      ? []
      : [sheet.line({ text: `  ${axis}`, ink: 'faint' }), ...own.flatMap((test) => testLines(sheet, test))]
  })
}

/** One test. */
export function testLines(sheet: Sheet, { passed, statement }: TestEntry): readonly string[] {
  const { holds, fails, bullet } = sheet.glyphs
  const lead: Piece =
    passed === null
      ? { text: bullet, ink: 'faint' }
      : passed
        ? { text: holds, ink: 'strong' }
        : { text: fails, ink: 'caution' }
  return sheet.paragraph({ lead, leadColumns: MARK_COLUMNS, indent: 4, text: statement })
}
