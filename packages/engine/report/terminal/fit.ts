import measure from 'fast-string-truncated-width'

/** Terminal columns that printable text takes: 2 for wide characters, 0 for combining ones. */
export function textWidth(text: string): number {
  return measure(text).width
}

// Making one takes longer than most pages do.
let segmenter: Intl.Segmenter | undefined

/** The longest beginning of the text that fits, in whole characters as a reader counts them. */
export function cut(text: string, columns: number): string {
  if (/^[ -~]*$/.test(text)) return text.slice(0, Math.max(0, columns))
  segmenter ??= new Intl.Segmenter('en')
  let left = columns
  for (const { segment, index } of segmenter.segment(text)) {
    left -= textWidth(segment)
    // Not the library's own truncation (3.0.3), which lets a wide character through after `ー` and the like.
    if (left < 0) return text.slice(0, index)
  }
  return text
}

/** The text, or when it is too wide its beginning and an ellipsis. Never wider than `columns`. */
export function fit(text: string, columns: number, ellipsis: string): string {
  if (textWidth(text) <= columns) return text
  return cut(cut(text, columns - ellipsis.length) + ellipsis, columns)
}

/** As {@link fit}, but leaves the middle out: ids from one source differ at their ends. */
export function fitMiddle(text: string, columns: number, ellipsis: string): string {
  if (textWidth(text) <= columns) return text
  const tailColumns = Math.floor((columns - ellipsis.length) / 2)
  if (tailColumns < 1) return fit(text, columns, ellipsis)
  const characters = [...text]
  let tail = characters.slice(-tailColumns)
  while (textWidth(tail.join('')) > tailColumns) tail = tail.slice(1)
  return cut(text, columns - ellipsis.length - tailColumns) + ellipsis + tail.join('')
}

/** Text padded with spaces to a width; at the left for numbers. Wider text is returned as it is. */
export function pad(text: string, columns: number, side: 'left' | 'right'): string {
  const gap = ' '.repeat(Math.max(0, columns - textWidth(text)))
  return side === 'left' ? gap + text : text + gap
}

/**
 * Printable text broken into lines of at most `columns` at its spaces; a word that is wider than a line is broken
 * anywhere. Always at least one line. `columns` is taken as at least 2, the width of the widest character.
 */
export function wrap(text: string, columns: number): readonly string[] {
  const columnsMax = Math.max(2, columns)
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/ +/)) {
    const longer = line === '' ? word : `${line} ${word}`
    if (textWidth(longer) <= columnsMax) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    line = word
    while (textWidth(line) > columnsMax) {
      const head = cut(line, columnsMax)
      lines.push(head)
      line = line.slice(head.length)
    }
  }
  return [...lines, line]
}
