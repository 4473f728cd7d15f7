/** Activities written row by row, for tests of signals on groups. */
import { type AccountFacts, Activity, type ActivityColumns, Lexicon, sketchBins } from './activity.ts'
import type { TestOutcome } from './signal.ts'

const startMs = Date.UTC(2026, 5, 1)
/** Milliseconds of an hour and of a day. */
export const hourMs = 3_600_000
export const dayMs = 86_400_000

/** One interaction, as tests write it: see {@link ActivityColumns}; words and hashes are strings, `''` is absent. */
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

/** A row by what matters of it: `day` and `hour` count from the first midnight. */
export type SomeRow = Partial<ActivityRow> & { readonly day?: number; readonly hour?: number }

/** The rows of account `account`. */
export type RowsOf = (account: number) => readonly SomeRow[]

/** Facts by what matters of them. */
export type FactsOf = (account: number) => Partial<AccountFacts>

const plain: Omit<ActivityRow, 'account' | 'id' | 'timeMs'> = {
  status: 200,
  model: 'model-1',
  outputTokens: 100,
  promptWords: 20,
  answerWords: 80,
  isPrompt: true,
  isTemplated: false,
  slot: '',
  digest: '',
  opening: '',
  reasoning: 0,
  code: 0,
  agentic: 0,
  grading: 0,
  elicitation: false,
  prefix: '',
  asType: '',
  country: '',
  home: '',
  endUser: '',
  language: 0,
  claimedLanguage: 0,
  claimedSystem: 0,
  describedSystem: 0,
  sketch: Array.from({ length: sketchBins }, () => 0),
}

/** `count` accounts, their rows put into the order of time; without `hour` rows follow each other by the hour. */
export function activityOf(
  count: number,
  rowsOf: RowsOf,
  { factsOf = () => ({}), lexicon = new Lexicon(), peers = [] }: ActivityMore = {},
): Activity {
  const rows: ActivityRow[] = []
  for (let account = 0; account < count; account += 1)
    for (const [at, { day = 0, hour = at, ...row }] of rowsOf(account).entries()) {
      const id = `r${account}-${at}`
      rows.push({ ...plain, account, id, timeMs: startMs + day * dayMs + hour * hourMs, opening: id, ...row })
    }
  rows.sort((a, b) => a.timeMs - b.timeMs || a.account - b.account)
  const accounts = Array.from({ length: count }, (_, account) => {
    const own = rows.filter((row) => row.account === account).map(({ timeMs }) => timeMs)
    return { ...factsFor(own, `a${account}`), ...factsOf(account) }
  })
  return new Activity(columnsOf(rows, lexicon), accounts, lexicon, peers)
}

/** Accounts of which no rows were read. */
export function activityWithoutRows(accounts: readonly AccountFacts[]): Activity {
  return new Activity(columnsOf([], new Lexicon()), accounts, new Lexicon())
}

function columnsOf(rows: readonly ActivityRow[], lexicon: Lexicon): ActivityColumns {
  const word = (of: (row: ActivityRow) => string): Uint32Array =>
    Uint32Array.from(rows, (row) => lexicon.indexOf(of(row)))
  const flag = (of: (row: ActivityRow) => boolean): Uint8Array => Uint8Array.from(rows, (row) => (of(row) ? 1 : 0))
  return {
    ids: rows.map(({ id }) => id),
    account: Uint32Array.from(rows, (row) => row.account),
    timeMs: Float64Array.from(rows, (row) => row.timeMs),
    status: Uint16Array.from(rows, (row) => row.status),
    model: word((row) => row.model),
    outputTokens: Uint32Array.from(rows, (row) => row.outputTokens),
    promptWords: Uint32Array.from(rows, (row) => row.promptWords),
    answerWords: Uint32Array.from(rows, (row) => row.answerWords),
    isPrompt: flag((row) => row.isPrompt),
    isTemplated: flag((row) => row.isTemplated),
    slot: word((row) => row.slot),
    digest: word((row) => row.digest),
    opening: word((row) => row.opening),
    reasoning: Uint8Array.from(rows, (row) => row.reasoning),
    code: Uint8Array.from(rows, (row) => row.code),
    agentic: Uint8Array.from(rows, (row) => row.agentic),
    grading: Uint8Array.from(rows, (row) => row.grading),
    elicitation: flag((row) => row.elicitation),
    prefix: word((row) => row.prefix),
    asType: word((row) => row.asType),
    country: word((row) => row.country),
    home: word((row) => row.home),
    endUser: word((row) => row.endUser),
    language: Uint8Array.from(rows, (row) => row.language),
    claimedLanguage: Uint8Array.from(rows, (row) => row.claimedLanguage),
    claimedSystem: Uint8Array.from(rows, (row) => row.claimedSystem),
    describedSystem: Uint8Array.from(rows, (row) => row.describedSystem),
    sketch: Uint32Array.from(rows.flatMap(({ sketch }) => sketch)),
  }
}

/** What an activity has beside its rows. */
export interface ActivityMore {
  readonly factsOf?: FactsOf
  readonly lexicon?: Lexicon
  readonly peers?: readonly AccountFacts[]
}

/** Facts of an account that had calls at these times. */
export function factsFor(timesMs: readonly number[], name: string): AccountFacts {
  return {
    name,
    createdMs: Number.NaN,
    plan: 'payg',
    country: '',
    payment: '',
    signupPrefix: '',
    emailDomain: '',
    referral: '',
    interactions: timesMs.length,
    conversations: timesMs.length,
    firstMs: timesMs[0] ?? Number.NaN,
    lastMs: timesMs.at(-1) ?? Number.NaN,
  }
}

/** The p-value of an outcome; NaN for none. */
export function pOf(outcome: TestOutcome | null): number {
  return outcome?.pValue ?? Number.NaN
}

/** `count` copies of a row, by the hour. */
export function repeated(count: number, row: SomeRow): SomeRow[] {
  return Array.from({ length: count }, () => row)
}

/** A lexicon that both sides of a comparison share, and facts that all accounts have. */
export class Lexiconed {
  readonly lexicon: Lexicon = new Lexicon()
  readonly factsOf: FactsOf
  constructor(facts: Partial<AccountFacts>) {
    this.factsOf = () => facts
  }
}
