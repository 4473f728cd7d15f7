/** Activities row by row, for whoever draws or writes them by hand; a scan reads columns. */
import { type ActivityColumns, type Lexicon, sketchBins } from './activity.ts'

/** One interaction: see {@link ActivityColumns}; words and hashes are strings, `''` is absent. */
export interface ActivityRow {
  readonly account: number
  readonly id: string
  readonly timeMs: number
  readonly status: number
  readonly model: string
  readonly outputTokens: number
  readonly promptWords: number
  readonly answerWords: number
  readonly isPrompt: boolean
  readonly isTemplated: boolean
  readonly slot: string
  readonly digest: string
  readonly opening: string
  readonly reasoning: number
  readonly code: number
  readonly agentic: number
  readonly grading: number
  readonly elicitation: boolean
  readonly prefix: string
  readonly asType: string
  readonly country: string
  readonly home: string
  readonly endUser: string
  readonly language: number
  readonly claimedLanguage: number
  readonly claimedSystem: number
  readonly describedSystem: number
  readonly sketch: readonly number[]
}

/** Rows, in the order of time, as the columns of an activity with this lexicon. */
export function columnsOf(rows: readonly ActivityRow[], lexicon: Lexicon): ActivityColumns {
  const byte = (of: (row: ActivityRow) => number): Uint8Array =>
    filled(new Uint8Array(rows.length), (at) => of(rows[at]!))
  const whole = (of: (row: ActivityRow) => number): Uint32Array =>
    filled(new Uint32Array(rows.length), (at) => of(rows[at]!))
  const flag = (of: (row: ActivityRow) => boolean): Uint8Array => byte((row) => (of(row) ? 1 : 0))
  const word = (of: (row: ActivityRow) => string): Uint32Array => whole((row) => lexicon.indexOf(of(row)))
  return {
    ids: rows.map(({ id }) => id),
    account: whole((row) => row.account),
    timeMs: filled(new Float64Array(rows.length), (at) => rows[at]!.timeMs),
    status: filled(new Uint16Array(rows.length), (at) => rows[at]!.status),
    model: word((row) => row.model),
    outputTokens: whole((row) => row.outputTokens),
    promptWords: whole((row) => row.promptWords),
    answerWords: whole((row) => row.answerWords),
    isPrompt: flag((row) => row.isPrompt),
    isTemplated: flag((row) => row.isTemplated),
    slot: word((row) => row.slot),
    digest: word((row) => row.digest),
    opening: word((row) => row.opening),
    reasoning: byte((row) => row.reasoning),
    code: byte((row) => row.code),
    agentic: byte((row) => row.agentic),
    grading: byte((row) => row.grading),
    elicitation: flag((row) => row.elicitation),
    prefix: word((row) => row.prefix),
    asType: word((row) => row.asType),
    country: word((row) => row.country),
    home: word((row) => row.home),
    endUser: word((row) => row.endUser),
    language: byte((row) => row.language),
    claimedLanguage: byte((row) => row.claimedLanguage),
    claimedSystem: byte((row) => row.claimedSystem),
    describedSystem: byte((row) => row.describedSystem),
    sketch: filled(
      new Uint32Array(rows.length * sketchBins),
      (at) => rows[Math.floor(at / sketchBins)]!.sketch[at % sketchBins]!,
    ),
  }
}

/** A loop, since columns made from iterators take most of the time that tests take. */
function filled<T extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(
  column: T,
  of: (at: number) => number,
): T {
  for (let at = 0; at < column.length; at += 1) column[at] = of(at)
  return column
}
