import { ascii, printable } from '../printable.ts'
import { fit, pad, textWidth, wrap } from './fit.ts'
import { ASCII_GLYPHS, UNICODE_GLYPHS, type Glyphs } from './glyph.ts'
import { inked, type Ink } from './ink.ts'

/** A piece of a line. Its text may come from outside: a sheet makes it printable. */
export interface Piece {
  readonly text: string
  readonly ink: Ink
}

/** A paragraph to be wrapped. */
export interface Paragraph {
  readonly text: string
  readonly ink?: Ink
  /** Columns left free before everything. */
  readonly indent?: number
  /** Stands before the text, which hangs from its end; padded to `leadColumns`. */
  readonly lead?: Piece
  readonly leadColumns?: number
}

/**
 * Sets text for one terminal. Everything that is printed passes through `line` or `paragraph`, which is what keeps
 * escapes from logs out and every line within `columns`.
 */
export interface Sheet {
  readonly columns: number
  readonly glyphs: Glyphs
  /** Text as it will stand on the sheet, for measuring. */
  clean(text: string): string
  /** One line; what does not fit is cut off with an ellipsis. */
  line(...pieces: readonly Piece[]): string
  /** Lines with hanging indent. */
  paragraph(paragraph: Paragraph): readonly string[]
}

// Fewer leave no room for a label and a word beside it; more are hard to read across.
const COLUMNS_MIN = 24
const COLUMNS_MAX = 120

/** A sheet for a terminal. Widths outside of 24 to 120 columns are taken as the nearer of the two. */
export function createSheet(options: { columns: number; color: boolean; unicode: boolean }): Sheet {
  const columns = Math.max(COLUMNS_MIN, Math.min(COLUMNS_MAX, Math.floor(options.columns) || COLUMNS_MIN))
  const glyphs = options.unicode ? UNICODE_GLYPHS : ASCII_GLYPHS
  const clean = (text: string): string => (options.unicode ? printable(text) : ascii(printable(text)))
  // No-break spaces have done their work once lines are broken; left in, they defeat whoever searches the output.
  const paint = ({ text, ink }: Piece): string => {
    const spaced = text.replaceAll('\u00a0', ' ')
    return options.color ? inked(ink, spaced) : spaced
  }

  const line = (...pieces: readonly Piece[]): string => {
    let left = columns
    const fitted = pieces.map(({ text, ink }) => {
      const part = fit(clean(text), left, glyphs.ellipsis)
      left -= textWidth(part)
      return { text: part, ink }
    })
    return withoutTrailingSpace(fitted).map(paint).join('')
  }

  const paragraph = ({ text, ink = 'plain', indent = 0, lead, leadColumns }: Paragraph): readonly string[] => {
    const margin = ' '.repeat(indent)
    const leadText = lead ? clean(lead.text) : ''
    const hang = Math.max(leadColumns ?? 0, textWidth(leadText))
    const hanging = ' '.repeat(hang)
    return wrap(clean(text), columns - indent - hang).map((part, index) => {
      const first = index === 0 && lead ? paint({ text: leadText, ink: lead.ink }) : ''
      const gap = index === 0 ? pad('', hang - textWidth(leadText), 'left') : hanging
      return `${margin}${first}${gap}${paint({ text: part, ink })}`.trimEnd()
    })
  }

  return { columns, glyphs, clean, line, paragraph }
}

// Before painting, as spaces within an escape sequence can no longer be trimmed.
function withoutTrailingSpace(pieces: readonly Piece[]): readonly Piece[] {
  const last = pieces.findLastIndex(({ text }) => text.trimEnd() !== '')
  return pieces
    .slice(0, last + 1)
    .map((piece, index) => (index === last ? { ...piece, text: piece.text.trimEnd() } : piece))
}

/** Text in the default ink. */
export function plain(text: string): Piece {
  return { text, ink: 'plain' }
}

/** Text of secondary importance. */
export function faint(text: string): Piece {
  return { text, ink: 'faint' }
}
