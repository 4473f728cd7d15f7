/** The marks a terminal page is drawn with. */
export interface Glyphs {
  readonly ellipsis: string
  readonly rule: string
  readonly barFilled: string
  readonly barEmpty: string
  readonly bullet: string
  readonly separator: string
  /** Heights of a sparkline, lowest first; nothing at all is a space. */
  readonly heights: readonly string[]
  /** In place of a height where there is something to wait for and nothing yet. */
  readonly waiting: string
  readonly claims: string
  readonly noClaim: string
  readonly flaw: string
  /** A test that holds, and one that fails; both as wide. */
  readonly holds: string
  readonly fails: string
}

/** For terminals that show Unicode; every mark is one column wide. */
export const UNICODE_GLYPHS: Glyphs = {
  ellipsis: '…',
  rule: '─',
  barFilled: '━',
  barEmpty: '─',
  bullet: '•',
  separator: ' · ',
  heights: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  waiting: '·',
  claims: '▲',
  noClaim: '✓',
  flaw: '!',
  holds: '✓',
  fails: '✗',
}

/** For everything else. */
export const ASCII_GLYPHS: Glyphs = {
  ellipsis: '...',
  rule: '-',
  barFilled: '#',
  barEmpty: '.',
  bullet: '-',
  separator: ' | ',
  heights: ['.', ':', '-', '=', '+', '*', '#', '@'],
  waiting: '_',
  claims: '>>',
  noClaim: 'ok',
  flaw: '!',
  holds: 'ok',
  fails: 'no',
}
