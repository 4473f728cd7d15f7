/** What many accounts did, column by column as the store answers it, from which the rows of some are picked. */
import { type ActivityColumns, Lexicon, sketchBins } from '../signal.ts'
import type { Block, Numbers } from '../store.ts'

/** How each column is held that is numbers in the answer, too. */
const numberColumns = {
  timeMs: Float64Array,
  status: Uint16Array,
  outputTokens: Uint32Array,
  promptWords: Uint32Array,
  answerWords: Uint32Array,
  isPrompt: Uint8Array,
  reasoning: Uint8Array,
  code: Uint8Array,
  agentic: Uint8Array,
  grading: Uint8Array,
  elicitation: Uint8Array,
  language: Uint8Array,
  claimedLanguage: Uint8Array,
  claimedSystem: Uint8Array,
  describedSystem: Uint8Array,
} as const
const textColumns = ['model', 'asType', 'country'] as const
const hashColumns = ['slot', 'digest', 'opening', 'prefix', 'home', 'endUser'] as const

type ColumnName = Exclude<keyof ActivityColumns, 'ids' | 'account' | 'isTemplated'>

/** See the file's header. About 150 bytes a row and its id. */
export class ActivityTable {
  /** The words of all rows. */
  readonly lexicon: Lexicon = new Lexicon()
  private readonly pieces = new Map<ColumnName, Numbers[]>()
  private readonly ids: string[] = []
  private readonly rowsOf = new Map<bigint, number[]>()
  /** Groups whose templates a row fills, of rows that fill any. */
  private readonly fillsOf = new Map<number, Numbers>()

  /** Takes rows in, any number at a time. */
  add(block: Block): void {
    for (const [name, Held] of Object.entries(numberColumns))
      this.push(name as ColumnName, new Held(block.numbers(name)))
    for (const name of textColumns)
      this.push(
        name,
        Uint32Array.from(block.texts(name), (word) => this.lexicon.indexOf(word)),
      )
    for (const name of hashColumns) this.push(name, this.lexicon.indicesOf(block.wides(name)))
    this.push('sketch', block.lists('sketch').values)
    const fills = block.lists('fills')
    for (const [at, account] of block.wides('account').entries()) {
      const row = this.ids.length + at
      const known = this.rowsOf.get(account)
      if (known === undefined) this.rowsOf.set(account, [row])
      else known.push(row)
      const [from, to] = [fills.from[at]!, fills.from[at + 1]!]
      if (to > from) this.fillsOf.set(row, fills.values.subarray(from, to))
    }
    for (const id of block.texts('id')) this.ids.push(id)
  }

  /**
   * The rows of accounts, given by their hashes, in the order of time; `plan` is the number of the group that they are the
   * members of, null for a reference. O(n log n) for n rows picked.
   */
  pick(accounts: readonly bigint[], plan: number | null): ActivityColumns {
    const { ids } = this
    const timeMs = this.column('timeMs')
    const [held, holder]: [number[], number[]] = [[], []]
    for (const [account, hash] of accounts.entries())
      for (const row of this.rowsOf.get(hash) ?? []) {
        held.push(row)
        holder.push(account)
      }
    const order = Uint32Array.from(held.keys()).sort((a, b) => {
      const [one, other] = [held[a]!, held[b]!]
      return timeMs[one]! - timeMs[other]! || holder[a]! - holder[b]! || (ids[one]! < ids[other]! ? -1 : 1)
    })
    const rows = order.map((at) => held[at]!)
    const isFilled = (row: number): boolean => plan !== null && this.fillsOf.get(row)?.includes(plan) === true
    const names: readonly ColumnName[] = [
      ...(Object.keys(numberColumns) as ColumnName[]),
      ...textColumns,
      ...hashColumns,
    ]
    const columns = names.map((name) => [name, gather(this.column(name), rows, 1)])
    return {
      ...(Object.fromEntries(columns) as Pick<ActivityColumns, ColumnName>),
      ids: Array.from(rows, (row) => ids[row]!),
      account: order.map((at) => holder[at]!),
      isTemplated: Uint8Array.from(rows, (row) => (isFilled(row) ? 1 : 0)),
      sketch: gather(this.column('sketch') as Uint32Array, rows, sketchBins),
    }
  }

  private push(name: ColumnName, piece: Numbers): void {
    const known = this.pieces.get(name)
    if (known === undefined) this.pieces.set(name, [piece])
    else known.push(piece)
  }

  /** A column as one piece, which it stays until more is added. */
  private column(name: ColumnName): Numbers {
    const pieces = this.pieces.get(name) ?? []
    if (pieces.length === 1) return pieces[0]!
    const Held = pieces[0] === undefined ? Uint32Array : (pieces[0].constructor as Uint32ArrayConstructor)
    const whole = new Held(pieces.reduce((length, piece) => length + piece.length, 0))
    let at = 0
    for (const piece of pieces) {
      whole.set(piece, at)
      at += piece.length
    }
    this.pieces.set(name, [whole])
    return whole
  }
}

/** The values of some rows, `width` of each. */
function gather<T extends Numbers>(column: T, rows: Uint32Array, width: number): T {
  const values = new (column.constructor as new (length: number) => T)(rows.length * width)
  for (let at = 0; at < rows.length; at += 1)
    for (let from = rows[at]! * width, i = 0; i < width; i += 1) values[at * width + i] = column[from + i]!
  return values
}
