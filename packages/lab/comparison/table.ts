/** The comparison as a table, for a terminal and for a document. */
import type { Comparison, MethodScore } from './compare.ts'
import { flattery, hintMarks, markOf } from './hint.ts'
import { area, count, counted, percent } from './share.ts'

/** How wide a terminal is, and whether it shows more than ASCII. */
export interface TableOptions {
  /** Paragraphs are wrapped at it; the table itself always has 80 columns. */
  readonly columns: number
  readonly unicode: boolean
}

interface Column {
  readonly title: string
  readonly width: number
  readonly textOf: (method: MethodScore, comparison: Comparison) => string
}

const orDash = (value: number | null): string => (value === null ? '–' : count(value))

const columns: readonly Column[] = [
  { title: 'recall', width: 9, textOf: ({ at99 }) => percent(at99.recall) },
  { title: 'found', width: 7, textOf: ({ at99 }) => orDash(at99.campaigns) },
  { title: 'recall', width: 10, textOf: ({ at90 }) => percent(at90.recall) },
  { title: 'benign', width: 8, textOf: ({ at90 }) => count(at90.benign) },
  { title: 'hard', width: 6, textOf: ({ at90 }) => count(at90.hard) },
  { title: 'null', width: 6, textOf: ({ at90 }) => count(at90.nullGroups) },
  { title: 'area', width: 6, textOf: (method) => area(method.area) },
  { title: 'benign', width: 8, textOf: ({ benignAtDetectorRecall }) => count(benignAtDetectorRecall) },
]
const nameWidth = 20

/** The table and what must be known to read it, for a terminal of at least 80 columns. */
export function renderTable(comparison: Comparison, options: TableOptions): string {
  const rows = comparison.methods.map((method) => rowOf(method, comparison))
  const rule = '─'.repeat(80)
  const text = [
    ...wrap(worldLine(comparison), options.columns),
    '',
    ...heads(comparison),
    rule,
    ...rows.slice(0, 1),
    rule,
    ...rows.slice(1),
    '',
    ...notes(comparison).flatMap((note) => wrap(note, options.columns)),
  ].join('\n')
  return `${options.unicode ? text : plain(text)}\n`
}

function heads({ detector }: Comparison): string[] {
  const groups = `${'at precision 0.99'.padStart(17)}${'at precision 0.9'.padStart(29)}`
  const price = `at ${percent(detector.recall)}`
  return [
    `${' '.repeat(nameWidth)}${groups}${price.padStart(14)}`,
    `${'method'.padEnd(nameWidth)}${columns.map(({ title, width }) => title.padStart(width)).join('')}`,
  ]
}

function rowOf(method: MethodScore, comparison: Comparison): string {
  const name = `${method.name.padEnd(18)}${markOf(method.hint).padStart(2)}`
  return `${name}${columns.map(({ width, textOf }) => textOf(method, comparison).padStart(width)).join('')}`
}

function worldLine({ world }: Comparison): string {
  const { interactions, accounts, extraction, campaigns, benign, hard, nullGroups, resale } = world
  const unlabelled = world.unlabelled === 0 ? '' : ` ${counted(world.unlabelled, 'account')} without a label left out.`
  return `${count(interactions)} interactions of ${count(accounts)} accounts: ${count(extraction)} of ${counted(campaigns, 'extraction campaign')}, ${count(resale)} of resale, ${count(benign)} benign, ${count(hard)} of them hard negatives, with ${counted(nullGroups, 'null group')}.${unlabelled}`
}

function notes({ detector, methods, world }: Comparison): string[] {
  const told = new Set(methods.map(({ hint }) => hint))
  return [
    `Stillhunt as it runs, at a threshold chosen without labels: precision ${percent(detector.precision)}, recall ${percent(detector.recall)}, ${detector.campaigns ?? 0} of ${counted(world.campaigns, 'campaign')}, ${counted(detector.benign, 'benign account')} named.`,
    `${flattery} In the field nobody has them.`,
    '',
    'recall: share of the extraction accounts that are named. found: campaigns of which one group has half.',
    'benign, hard, null: benign accounts named, hard negatives among them, null groups (linked and legitimate) hit.',
    `area: under the precision-recall curve. Last column: benign accounts named on the way to the recall of Stillhunt.`,
    ...Object.entries(hintMarks).flatMap(([hint, { mark, meaning }]) =>
      told.has(hint as MethodScore['hint']) ? [`${mark}: ${meaning}.`] : [],
    ),
    '–: judges accounts one by one and has no groups.',
  ]
}

/** Words to lines; the no-break spaces hold. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines
}

function plain(text: string): string {
  return text.replaceAll('–', '-').replaceAll('─', '-').replaceAll('\u00a0', ' ')
}

/** The same methods under another condition, of which a document shows one column. */
export interface Aside {
  readonly title: string
  readonly comparison: Comparison
}

/** The table for a document, in Markdown, with the recall at a precision of 0.99 under other conditions beside it. */
export function renderMarkdown({ methods, detector }: Comparison, asides: readonly Aside[] = []): string {
  const head = [
    'method',
    'recall at precision 0.99',
    'campaigns',
    'recall at 0.9',
    'benign',
    'null groups',
    'area',
    `benign named at ${percent(detector.recall)} recall`,
    ...asides.map(({ title }) => title),
  ]
  const rows = methods.map(({ name, hint, at99, at90, area: under, benignAtDetectorRecall }, index) => [
    `${name}${hint === 'none' ? '' : ` (${markOf(hint)})`}`,
    percent(at99.recall),
    orDash(at99.campaigns),
    percent(at90.recall),
    count(at90.benign),
    count(at90.nullGroups),
    area(under),
    count(benignAtDetectorRecall),
    ...asides.map(({ comparison }) => percent(comparison.methods[index]!.at99.recall)),
  ])
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ').replaceAll('\u00a0', ' ')} |`
  return `${[line(head), `|---|${'--:|'.repeat(head.length - 1)}`, ...rows.map(line)].join('\n')}\n`
}
