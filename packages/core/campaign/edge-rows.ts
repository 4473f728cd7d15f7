/** Edges of accounts, each in the rows of both its ends. */
import { giveBack } from '../link.ts'
import type { Graph } from './graph.ts'

/** Rows of a graph. A weight has seven digits, of which two or three say anything: with more, edges are half as much again. */
interface Rows extends Omit<Graph, 'nodes'> {
  readonly weight: Float32Array
}

/**
 * What is found all at once is kept in compressed rows, 8 bytes an end; a row that changes afterwards is taken out of them
 * and kept by itself.
 */
export class EdgeRows {
  /** The nodes are all accounts, in each row ascending. */
  private first: (Graph & Rows) | null = null
  private readonly changed = new Map<number, EdgeRow>()
  /** Scratch over all accounts. */
  private readonly place: Int32Array
  private readonly carried: Float32Array

  constructor(accounts: number) {
    this.place = new Int32Array(accounts)
    this.carried = new Float32Array(accounts)
  }

  /** Takes all edges of a log, which ends with it, in the place of what there is. Of those that are in it twice the later one counts. O(edges log edges). */
  take(log: EdgeLog): void {
    this.end()
    const accounts = this.place.length
    const start = new Int32Array(accounts + 1)
    log.forEach((a, b) => {
      start[a + 1]! += 1
      start[b + 1]! += 1
    })
    for (let i = 0; i < accounts; i += 1) start[i + 1]! += start[i]!
    const neighbour = new Int32Array(start[accounts]!)
    const weight = new Float32Array(neighbour.length)
    const next = start.slice()
    log.drain((a, b, nats) => {
      neighbour[next[a]!] = b
      weight[next[a]!] = nats
      next[a]! += 1
      neighbour[next[b]!] = a
      weight[next[b]!] = nats
      next[b]! += 1
    })
    this.first = { nodes: Int32Array.from(next.keys()), ...this.inOrder({ start, neighbour, weight }) }
  }

  /** Gives its memory back at once; it has no edges afterwards. */
  end(): void {
    if (this.first !== null) giveBack(this.first.neighbour, this.first.weight)
    this.first = null
    this.changed.clear()
  }

  /** The other ends of the edges of an account. */
  neighbours(account: number): Iterable<number> {
    return this.changed.get(account)?.others ?? this.firstOf(account)
  }

  /** Puts an edge in, or gives it another weight where it `mayBeKnown`. O(edges of the two where it may, else amortised O(1)). */
  put(account: number, other: number, weight: number, mayBeKnown: boolean): void {
    const [one, two] = [this.rowOf(account), this.rowOf(other)]
    const isKnown = mayBeKnown && (one.size < two.size ? one.has(other) : two.has(account))
    if (isKnown) {
      one.delete(other)
      two.delete(account)
    }
    one.put(other, Math.fround(weight))
    two.put(account, Math.fround(weight))
  }

  /** Takes all edges of an account out. O(edges of its neighbours). */
  clear(account: number): void {
    for (const other of this.neighbours(account)) this.rowOf(other).delete(account)
    this.changed.set(account, new EdgeRow())
  }

  /** The graph of `accounts`, which ascend. Good until a row changes. O(accounts, and their edges where rows have changed). */
  among(accounts: readonly number[]): Graph {
    if (this.first === null || this.changed.size > 0) return this.part(accounts)
    const inside = new Uint8Array(this.place.length)
    for (const account of accounts) inside[account] = 1
    return { ...this.first, inside }
  }

  private part(accounts: readonly number[]): Graph {
    const { place } = this
    place.fill(-1)
    for (const [at, account] of accounts.entries()) place[account] = at
    const start = new Int32Array(accounts.length + 1)
    for (const [at, account] of accounts.entries()) {
      start[at + 1] = start[at]!
      for (const other of this.neighbours(account)) if (place[other]! >= 0) start[at + 1]! += 1
    }
    const neighbour = new Int32Array(start.at(-1)!)
    const weight = new Float32Array(neighbour.length)
    for (const [at, account] of accounts.entries()) {
      const { others, weights } = this.changed.get(account) ?? this.firstRow(account)
      let next = start[at]!
      for (let i = 0; i < others.length; i += 1) {
        if (place[others[i]!]! < 0) continue
        neighbour[next] = place[others[i]!]!
        weight[next] = weights[i]!
        next += 1
      }
    }
    return { nodes: Int32Array.from(accounts), ...this.inOrder({ start, neighbour, weight }) }
  }

  /** Sorts each row, in place; of entries that are there twice the last is kept. */
  private inOrder({ start, neighbour, weight }: Rows): Rows {
    const { carried } = this
    let end = 0
    for (let row = 0; row + 1 < start.length; row += 1) {
      const [from, to] = [start[row]!, start[row + 1]!]
      for (let i = from; i < to; i += 1) carried[neighbour[i]!] = weight[i]!
      neighbour.subarray(from, to).sort()
      start[row] = end
      for (let i = from; i < to; i += 1) {
        if (i > from && neighbour[i] === neighbour[end - 1]) continue
        neighbour[end] = neighbour[i]!
        weight[end] = carried[neighbour[i]!]!
        end += 1
      }
    }
    start[start.length - 1] = end
    return { start, neighbour: neighbour.subarray(0, end), weight: weight.subarray(0, end) }
  }

  private rowOf(account: number): EdgeRow {
    let row = this.changed.get(account)
    if (row === undefined) this.changed.set(account, (row = this.taken(account)))
    return row
  }

  private taken(account: number): EdgeRow {
    const row = new EdgeRow()
    const { others, weights } = this.firstRow(account)
    for (const [i, other] of others.entries()) row.put(other, weights[i]!)
    return row
  }

  private firstRow(account: number): { readonly others: Int32Array; readonly weights: Float32Array } {
    if (this.first === null) return nothing
    const { start, neighbour, weight } = this.first
    const [from, to] = [start[account]!, start[account + 1]!]
    return { others: neighbour.subarray(from, to), weights: weight.subarray(from, to) }
  }

  private firstOf(account: number): Int32Array {
    return this.first?.neighbour.subarray(this.first.start[account]!, this.first.start[account + 1]!) ?? nothing.others
  }
}

const nothing = { others: new Int32Array(), weights: new Float32Array() }

/** The edges of one account, in no order. */
class EdgeRow {
  readonly others: number[] = []
  readonly weights: number[] = []

  get size(): number {
    return this.others.length
  }
  /** O(edges). */
  has(other: number): boolean {
    return this.others.includes(other)
  }
  /** O(1); an edge to each account is put in once. */
  put(other: number, weight: number): void {
    this.others.push(other)
    this.weights.push(weight)
  }
  /** O(edges). */
  delete(other: number): void {
    const at = this.others.indexOf(other)
    if (at < 0) return
    const [lastOther, lastWeight] = [this.others.pop()!, this.weights.pop()!]
    if (at === this.others.length) return
    this.others[at] = lastOther
    this.weights[at] = lastWeight
  }
}

const logPieceBits = 16
const logPiece = 1 << logPieceBits

/** Edges as they are found, account by account. In pieces: an array that grows is there twice while it does. */
export class EdgeLog {
  private length = 0
  private readonly others: Int32Array[] = []
  private readonly weights: Float32Array[] = []
  /** Accounts whose edges came, and where those of each end. */
  private readonly accounts: number[] = []
  private readonly ends: number[] = []

  put(other: number, weight: number): void {
    const at = this.length % logPiece
    if (at === 0) {
      this.others.push(new Int32Array(logPiece))
      this.weights.push(new Float32Array(logPiece))
    }
    this.others.at(-1)![at] = other
    this.weights.at(-1)![at] = weight
    this.length += 1
  }

  /** What was put in since the last time are edges of `account`. */
  close(account: number): void {
    this.accounts.push(account)
    this.ends.push(this.length)
  }

  /** As {@link forEach}, but what was gone through is given back at once; it has no edges afterwards. */
  drain(take: (account: number, other: number, weight: number) => void): void {
    let piece = 0
    this.forEach((account, other, weight, at) => {
      for (; piece < at >>> logPieceBits; piece += 1) giveBack(this.others[piece]!, this.weights[piece]!)
      take(account, other, weight)
    })
    giveBack(...this.others, ...this.weights)
    this.accounts.length = this.ends.length = this.length = 0
  }

  forEach(take: (account: number, other: number, weight: number, at: number) => void): void {
    let at = 0
    for (const [index, account] of this.accounts.entries())
      for (; at < this.ends[index]!; at += 1)
        take(
          account,
          this.others[at >>> logPieceBits]![at % logPiece]!,
          this.weights[at >>> logPieceBits]![at % logPiece]!,
          at,
        )
  }
}
