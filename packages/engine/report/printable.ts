/** Most characters of one string from outside that are shown; the rest is cut off with an ellipsis. */
export const PRINTABLE_LENGTH_MAX = 2000

// Control and format characters move cursors and reverse reading order; the invisible make two ids look like one;
// what is unassigned or private looks different everywhere.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]/gu

// A column of hundreds of accents paints over the lines around it. No script stacks more than four.
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu

/**
 * Text from outside made safe to show: every control character, escape, bidirectional override and invisible
 * character becomes a visible code such as `\x1b` or `\u202e`. Doing it twice changes nothing more. Ordinary
 * text of any script is unchanged. At most `lengthMax` characters are looked at.
 */
export function printable(text: string, lengthMax: number = PRINTABLE_LENGTH_MAX): string {
  const kept = text.length > lengthMax ? `${text.slice(0, lengthMax)}…` : text
  return kept.replace(UNPRINTABLE, codeOf).replace(STACKED_MARKS, '$1…')
}

const TRANSLITERATED: Readonly<Record<string, string>> = {
  '\u00a0': '\u00a0',
  '…': '...',
  '–': '-',
  '—': '-',
  '×': 'x',
  '·': '.',
  '≥': '>=',
  '≤': '<=',
  '≈': '~',
  '→': '->',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
}

/** Printable text reduced to ASCII (and the no-break space): typography by its plain form, the rest by its code. */
export function ascii(text: string): string {
  return text.replace(/[^ -~]/gu, (character) => TRANSLITERATED[character] ?? codeOf(character))
}

function codeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code === 0x09) return '\\t'
  if (code === 0x0a) return '\\n'
  if (code === 0x0d) return '\\r'
  const digits = code.toString(16)
  if (code < 0x100) return `\\x${digits.padStart(2, '0')}`
  return code < 0x10000 ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`
}
