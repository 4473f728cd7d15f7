/**
 * What some accounts did, as columns in the order of time: what tests on a group look at.
 *
 * A test compares the activity of a group with that of a *reference*: accounts in no group, matched to the members by
 * plan, dialect, model and volume. Both are read over the same words, so that their indices compare.
 */

/** One interaction, as the columns take it. Words and hashes are strings; `''` and `'0'` mean absent. Percentages are 0–100. */
export interface ActivityRow {
  /** Index into the accounts. */
  readonly account: number
  readonly id: string
  /** Milliseconds since the epoch. */
  readonly timeMs: number
  readonly status: number
  readonly model: string
  readonly outputTokens: number
  readonly promptWords: number
  readonly answerWords: number
  /** Begins a conversation with text, and was answered. */
  readonly isPrompt: boolean
  /** A prompt that fills one of the group's own templates; never in a reference. */
  readonly isTemplated: boolean
  /** What the prompt says, near-copies alike; what exactly the request is. */
  readonly slot: string
  readonly digest: string
  /** The conversation. */
  readonly opening: string
  readonly reasoning: number
  readonly code: number
  readonly agentic: number
  readonly grading: number
  readonly elicitation: boolean
  readonly prefix: string
  readonly asType: string
  readonly country: string
  /** Whose home directory the client works in, and whom the customer says it serves. */
  readonly home: string
  readonly endUser: string
  /** Indices in `languages` and `systems` of core/fingerprint; 0 is absent. */
  readonly language: number
  readonly claimedLanguage: number
  readonly claimedSystem: number
  readonly describedSystem: number
  /** The sketch of the prompt's words, {@link sketchBins} values. */
  readonly sketch: readonly number[]
}

/** Values of a prompt's sketch. */
export const sketchBins = 8

/** What is known of an account beside its calls. Times in milliseconds since the epoch, NaN when absent; `''` is absent. */
export interface AccountFacts {
  readonly name: string
  readonly createdMs: number
  readonly plan: string
  readonly country: string
  readonly payment: string
  readonly signupPrefix: string
  readonly emailDomain: string
  readonly referral: string
  /** All its interactions in view, also those that an {@link Activity} has no room for. */
  readonly interactions: number
  /** The conversations that they belong to. */
  readonly conversations: number
  readonly firstMs: number
  readonly lastMs: number
}

/** Words by index, shared by activities that are compared; 0 is the absent word. */
export class Lexicon {
  private readonly indices = new Map<string, number>([
    ['', 0],
    ['0', 0],
  ])
  private readonly words: string[] = ['']

  indexOf(word: string): number {
    let index = this.indices.get(word)
    if (index === undefined) {
      index = this.words.push(word) - 1
      this.indices.set(word, index)
    }
    return index
  }

  /** The word at an index; empty for one that was never given out. */
  wordAt(index: number): string {
    return this.words[index] ?? ''
  }
}

/** Rows of some accounts in the order of time, column by column. */
export class Activity {
  readonly accounts: readonly AccountFacts[]
  /** All accounts in no group that have the plans and dialects of the group's, whatever their volume; empty for a group. */
  readonly peers: readonly AccountFacts[]
  readonly lexicon: Lexicon
  readonly rows: number
  readonly ids: readonly string[]
  readonly account: Uint32Array
  readonly timeMs: Float64Array
  readonly status: Uint16Array
  readonly model: Uint32Array
  readonly outputTokens: Uint32Array
  readonly promptWords: Uint32Array
  readonly answerWords: Uint32Array
  readonly isPrompt: Uint8Array
  readonly isTemplated: Uint8Array
  readonly slot: Uint32Array
  readonly digest: Uint32Array
  readonly opening: Uint32Array
  readonly reasoning: Uint8Array
  readonly code: Uint8Array
  readonly agentic: Uint8Array
  readonly grading: Uint8Array
  readonly elicitation: Uint8Array
  readonly prefix: Uint32Array
  readonly asType: Uint32Array
  readonly country: Uint32Array
  readonly home: Uint32Array
  readonly endUser: Uint32Array
  readonly language: Uint8Array
  readonly claimedLanguage: Uint8Array
  readonly claimedSystem: Uint8Array
  readonly describedSystem: Uint8Array
  /** {@link sketchBins} values a row. */
  readonly sketch: Uint32Array
  private readonly rowsByAccount: readonly Uint32Array[]

  /** `rows` in the order of time; their accounts are indices into `accounts`. */
  constructor(
    rows: readonly ActivityRow[],
    accounts: readonly AccountFacts[],
    lexicon: Lexicon = new Lexicon(),
    peers: readonly AccountFacts[] = [],
  ) {
    const word = (of: (row: ActivityRow) => string): Uint32Array =>
      filled(new Uint32Array(rows.length), (at) => lexicon.indexOf(of(rows[at]!)))
    const flag = (of: (row: ActivityRow) => boolean): Uint8Array => byte((row) => (of(row) ? 1 : 0))
    const byte = (of: (row: ActivityRow) => number): Uint8Array =>
      filled(new Uint8Array(rows.length), (at) => of(rows[at]!))
    const whole = (of: (row: ActivityRow) => number): Uint32Array =>
      filled(new Uint32Array(rows.length), (at) => of(rows[at]!))
    this.accounts = accounts
    this.peers = peers
    this.lexicon = lexicon
    this.rows = rows.length
    this.ids = rows.map(({ id }) => id)
    this.account = whole((row) => row.account)
    this.timeMs = filled(new Float64Array(rows.length), (at) => rows[at]!.timeMs)
    this.status = filled(new Uint16Array(rows.length), (at) => rows[at]!.status)
    this.model = word((row) => row.model)
    this.outputTokens = whole((row) => row.outputTokens)
    this.promptWords = whole((row) => row.promptWords)
    this.answerWords = whole((row) => row.answerWords)
    this.isPrompt = flag((row) => row.isPrompt)
    this.isTemplated = flag((row) => row.isTemplated)
    this.slot = word((row) => row.slot)
    this.digest = word((row) => row.digest)
    this.opening = word((row) => row.opening)
    this.reasoning = byte((row) => row.reasoning)
    this.code = byte((row) => row.code)
    this.agentic = byte((row) => row.agentic)
    this.grading = byte((row) => row.grading)
    this.elicitation = flag((row) => row.elicitation)
    this.prefix = word((row) => row.prefix)
    this.asType = word((row) => row.asType)
    this.country = word((row) => row.country)
    this.home = word((row) => row.home)
    this.endUser = word((row) => row.endUser)
    this.language = byte((row) => row.language)
    this.claimedLanguage = byte((row) => row.claimedLanguage)
    this.claimedSystem = byte((row) => row.claimedSystem)
    this.describedSystem = byte((row) => row.describedSystem)
    this.sketch = filled(
      new Uint32Array(rows.length * sketchBins),
      (at) => rows[Math.floor(at / sketchBins)]!.sketch[at % sketchBins]!,
    )
    this.rowsByAccount = rowsByAccount(this.account, accounts.length)
  }

  /** The rows of one account, in the order of time. */
  rowsOf(account: number): Uint32Array {
    return this.rowsByAccount[account]!
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

function rowsByAccount(account: Uint32Array, accounts: number): Uint32Array[] {
  const counts = new Uint32Array(accounts)
  for (const one of account) counts[one]! += 1
  const rows = Array.from(counts, (count) => new Uint32Array(count))
  counts.fill(0)
  for (const [row, one] of account.entries()) {
    rows[one]![counts[one]!] = row
    counts[one]! += 1
  }
  return rows
}
