/** What a piece of text means; the colour follows from it. */
export type Ink = 'plain' | 'strong' | 'faint' | 'caution' | 'good' | 'extraction' | 'resale' | 'coordinated'

// Select Graphic Rendition codes. Only the 16 colours that every terminal theme sets legibly.
const CODES: Readonly<Record<Ink, readonly number[]>> = {
  plain: [],
  strong: [1],
  faint: [2],
  caution: [33],
  good: [1, 32],
  extraction: [1, 31],
  resale: [1, 35],
  coordinated: [1, 36],
}

/** Text in an ink, reset at its end. */
export function inked(ink: Ink, text: string): string {
  const codes = CODES[ink]
  return codes.length === 0 || text === '' ? text : `\u001b[${codes.join(';')}m${text}\u001b[0m`
}
