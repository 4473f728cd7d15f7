import { formatMomentMs } from '../moment.ts'
import { formatShare } from '../quantity.ts'
import type { CampaignEntry, CampaignPicture, CapabilityMix } from '../report.ts'
import { bar, sparkline } from './bar.ts'
import { pad, textWidth } from './fit.ts'
import type { Ink } from './ink.ts'
import { plain, type Piece, type Sheet } from './sheet.ts'

const INDENT = 2
const LABEL_COLUMNS = 12
const VALUE_COLUMNS = 7
const BAR_COLUMNS_MIN = 8
const BAR_COLUMNS_MAX = 24
const GUTTER_COLUMNS = 4
const SPARKLINE_COLUMNS_MAX = 60

/** Axes and capability mix as bars, side by side where there is room, and the campaign's life below. */
export function profile(sheet: Sheet, campaign: CampaignEntry, picture: CampaignPicture | undefined): string[] {
  const besideColumns = Math.floor((sheet.columns - INDENT - GUTTER_COLUMNS) / 2)
  const isBeside = besideColumns >= LABEL_COLUMNS + VALUE_COLUMNS + BAR_COLUMNS_MIN
  const blockColumns = isBeside ? besideColumns : sheet.columns - INDENT
  const cells = Math.min(BAR_COLUMNS_MAX, Math.max(4, blockColumns - LABEL_COLUMNS - VALUE_COLUMNS))

  const axes = (['control', 'extraction', 'deception'] as const).map((axis) =>
    barRow(sheet, axis, campaign[axis], campaign[axis].toFixed(2), cells, campaign.kind),
  )
  const mix = mixOf(campaign.capabilities).map(([name, share]) =>
    barRow(sheet, name, share, formatShare(share), cells, 'plain'),
  )
  return [...(isBeside ? beside(sheet, axes, mix) : stacked(sheet, axes, mix)), ...activity(sheet, picture)]
}

function barRow(sheet: Sheet, label: string, share: number, value: string, cells: number, ink: Ink): readonly Piece[] {
  return [plain(pad(label, LABEL_COLUMNS, 'right')), ...bar(sheet, share, cells, ink), plain(pad(value, 7, 'left'))]
}

function mixOf(mix: CapabilityMix): readonly (readonly [string, number])[] {
  return Object.entries(mix)
    .filter(([, share]) => share > 0)
    .toSorted(([, left], [, right]) => right - left)
}

type Rows = readonly (readonly Piece[])[]

function beside(sheet: Sheet, left: Rows, right: Rows): string[] {
  const rows = Math.max(left.length, right.length)
  const leftColumns = Math.max(...left.map(rowWidth))
  return Array.from({ length: rows }, (_, row) => {
    const pieces = left[row] ?? []
    const gap = ' '.repeat(leftColumns - rowWidth(pieces) + GUTTER_COLUMNS)
    return sheet.line(plain(' '.repeat(INDENT)), ...pieces, plain(gap), ...(right[row] ?? []))
  })
}

function stacked(sheet: Sheet, upper: Rows, lower: Rows): string[] {
  const set = (rows: Rows): string[] => rows.map((row) => sheet.line(plain(' '.repeat(INDENT)), ...row))
  return lower.length > 0 ? [...set(upper), '', ...set(lower)] : set(upper)
}

function rowWidth(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { text }) => sum + textWidth(text), 0)
}

function activity(sheet: Sheet, picture: CampaignPicture | undefined): string[] {
  if (!picture || picture.activity.counts.length < 2) return []
  const { fromMs, binMs, counts } = picture.activity
  const cells = Math.min(SPARKLINE_COLUMNS_MAX, sheet.columns - INDENT - LABEL_COLUMNS)
  const line = sparkline(sheet, counts, cells)
  const margin = ' '.repeat(INDENT)
  const when = `${formatMomentMs(fromMs)} to ${formatMomentMs(fromMs + binMs * counts.length)}`
  return [
    '',
    sheet.line(plain(`${margin}${pad('activity', LABEL_COLUMNS, 'right')}${line}`)),
    ...sheet.paragraph({ text: `${when} UTC`, ink: 'faint', indent: INDENT + LABEL_COLUMNS }),
  ]
}
