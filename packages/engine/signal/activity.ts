/**
 * What some accounts did, as columns in the order of time: what tests on a group look at.
 *
 * A test compares the activity of a group with that of a *reference*: accounts in no group, matched to the members by
 * plan, dialect, model and volume. Both are read over the same words, so that their indices compare.
 */
import { HashNumbers } from './hash-numbers.ts'

/** Columns over the same rows, in the order of time. Words are indices into a {@link Lexicon}; percentages are 0–100. */
export interface ActivityColumns {
  readonly ids: readonly string[]
  /** Indices into the accounts. */
  readonly account: Uint32Array
  /** Milliseconds since the epoch. */
  readonly timeMs: Float64Array
  readonly status: Uint16Array
  /** A word, as all that is not said otherwise. */
  readonly model: Uint32Array
  readonly outputTokens: Uint32Array
  readonly promptWords: Uint32Array
  readonly answerWords: Uint32Array
  /** 1: begins a conversation with text, and was answered. */
  readonly isPrompt: Uint8Array
  /** 1: a prompt that fills one of the group's own templates; never in a reference. */
  readonly isTemplated: Uint8Array
  /** What the prompt says, near-copies alike; what exactly the request is. */
  readonly slot: Uint32Array
  readonly digest: Uint32Array
  /** The conversation. */
  readonly opening: Uint32Array
  readonly reasoning: Uint8Array
  readonly code: Uint8Array
  readonly agentic: Uint8Array
  readonly grading: Uint8Array
  /** 1: asks for the reasoning itself. */
  readonly elicitation: Uint8Array
  readonly prefix: Uint32Array
  readonly asType: Uint32Array
  readonly country: Uint32Array
  /** Whose home directory the client works in, and whom the customer says it serves. */
  readonly home: Uint32Array
  readonly endUser: Uint32Array
  /** Indices in `languages` and `systems` of core/fingerprint; 0 is absent. */
  readonly language: Uint8Array
  readonly claimedLanguage: Uint8Array
  readonly claimedSystem: Uint8Array
  readonly describedSystem: Uint8Array
  /** The sketch of the prompt's words, {@link sketchBins} values a row. */
  readonly sketch: Uint32Array
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

/** Words and hashes by index, shared by activities that are compared; 0 is the absent one of either. */
export class Lexicon {
  private readonly indices = new Map<string, number>([['', 0]])
  private readonly hashes = new HashNumbers()
  private readonly words = new Map<number, string>()
  /** The next index. */
  private next = 1

  indexOf(word: string): number {
    let index = this.indices.get(word)
    if (index === undefined) {
      index = this.next
      this.next += 1
      this.indices.set(word, index)
      this.words.set(index, word)
    }
    return index
  }

  indicesOf(hashes: BigUint64Array): Uint32Array {
    const halves = new Uint32Array(hashes.buffer, hashes.byteOffset, 2 * hashes.length)
    const indices = new Uint32Array(hashes.length)
    for (let at = 0; at < indices.length; at += 1) {
      const [low, high] = [halves[2 * at]!, halves[2 * at + 1]!]
      if (low === 0 && high === 0) continue
      indices[at] = this.hashes.numberOf(low, high, this.next)
      if (indices[at] === this.next) this.next += 1
    }
    return indices
  }

  /** The word at an index; empty for a hash, and for one that was never given out. */
  wordAt(index: number): string {
    return this.words.get(index) ?? ''
  }
}

/** Rows of some accounts in the order of time, column by column. */
export class Activity implements ActivityColumns {
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
  readonly sketch: Uint32Array
  private readonly rowsByAccount: readonly Uint32Array[]

  constructor(
    columns: ActivityColumns,
    accounts: readonly AccountFacts[],
    lexicon: Lexicon,
    peers: readonly AccountFacts[] = [],
  ) {
    this.accounts = accounts
    this.peers = peers
    this.lexicon = lexicon
    this.rows = columns.ids.length
    this.ids = columns.ids
    this.account = columns.account
    this.timeMs = columns.timeMs
    this.status = columns.status
    this.model = columns.model
    this.outputTokens = columns.outputTokens
    this.promptWords = columns.promptWords
    this.answerWords = columns.answerWords
    this.isPrompt = columns.isPrompt
    this.isTemplated = columns.isTemplated
    this.slot = columns.slot
    this.digest = columns.digest
    this.opening = columns.opening
    this.reasoning = columns.reasoning
    this.code = columns.code
    this.agentic = columns.agentic
    this.grading = columns.grading
    this.elicitation = columns.elicitation
    this.prefix = columns.prefix
    this.asType = columns.asType
    this.country = columns.country
    this.home = columns.home
    this.endUser = columns.endUser
    this.language = columns.language
    this.claimedLanguage = columns.claimedLanguage
    this.claimedSystem = columns.claimedSystem
    this.describedSystem = columns.describedSystem
    this.sketch = columns.sketch
    this.rowsByAccount = rowsByAccount(this.account, accounts.length)
  }

  /** The rows of one account, in the order of time. */
  rowsOf(account: number): Uint32Array {
    return this.rowsByAccount[account]!
  }
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
