/** Many links, in columns: those of pools are a hundred an account. */
import { giveBack } from './column.ts'
import { families, type Family } from './family.ts'
import type { Link } from './link.ts'

/** The columns of {@link Links}. */
export interface LinkColumns {
  readonly a: Int32Array
  readonly b: Int32Array
  readonly nats: Float64Array
  /** As many of each as there are families, in their order. */
  readonly byFamily: Float64Array
  /** The indices of the sharings of each stand from one of `sharingsFrom` up to the next. */
  readonly sharingsFrom: Int32Array
  readonly sharings: Int32Array
}

/** Links as they were when they were weighed, strongest first; ties in order of accounts. */
export class Links {
  readonly columns: LinkColumns

  constructor(columns: LinkColumns) {
    this.columns = columns
  }

  /** Those of `links`, which come strongest first. */
  static of(links: readonly Link[]): Links {
    const sharingsFrom = new Int32Array(links.length + 1)
    for (const [i, { sharings }] of links.entries()) sharingsFrom[i + 1] = sharingsFrom[i]! + sharings.length
    return new Links({
      a: Int32Array.from(links, ({ a }) => a),
      b: Int32Array.from(links, ({ b }) => b),
      nats: Float64Array.from(links, ({ nats }) => nats),
      byFamily: Float64Array.from(links.flatMap(({ byFamily }) => families.map((family) => byFamily[family]))),
      sharingsFrom,
      sharings: Int32Array.from(links.flatMap(({ sharings }) => sharings)),
    })
  }

  /** Gives its memory back at once; there is nothing in it afterwards. */
  end(): void {
    giveBack(...Object.values<Int32Array | Float64Array>({ ...this.columns }))
  }

  get length(): number {
    return this.columns.a.length
  }
  /** What a family weighs in a link. */
  natsBy(index: number, family: Family): number {
    return this.columns.byFamily[index * families.length + families.indexOf(family)]!
  }
  /** Indices of the sharings of a link, in the order in which they were seen. */
  sharingsOf(index: number): Int32Array {
    const { sharingsFrom, sharings } = this.columns
    return sharings.subarray(sharingsFrom[index], sharingsFrom[index + 1])
  }
  /** Indices of the sharings of all links, ascending, each once. */
  allSharings(): number[] {
    return [...new Set(this.columns.sharings)].sort((x, y) => x - y)
  }

  /** A link, made anew at each call. */
  at(index: number): Link {
    const { a, b, nats } = this.columns
    const [handoff, content, identity, network] = families.map((family) => this.natsBy(index, family)) as Nats
    const byFamily = { handoff, content, identity, network }
    return { a: a[index]!, b: b[index]!, nats: nats[index]!, byFamily, sharings: [...this.sharingsOf(index)] }
  }
  *[Symbol.iterator](): Generator<Link> {
    for (let index = 0; index < this.length; index += 1) yield this.at(index)
  }
  /** The first `count` of them. */
  first(count: number): Link[] {
    return Array.from({ length: Math.min(count, this.length) }, (_, index) => this.at(index))
  }

  /** Those with both ends among `accounts`, in their order; itself where these are all. */
  among(accounts: ReadonlySet<number>): Links {
    const { a, b, nats } = this.columns
    const inside = new Int32Array(this.length)
    let count = 0
    let sharings = 0
    for (let i = 0; i < this.length; i += 1) {
      if (!accounts.has(a[i]!) || !accounts.has(b[i]!)) continue
      inside[count++] = i
      sharings += this.columns.sharingsFrom[i + 1]! - this.columns.sharingsFrom[i]!
    }
    if (count === this.length) return this
    const columns = {
      a: new Int32Array(count),
      b: new Int32Array(count),
      nats: new Float64Array(count),
      byFamily: new Float64Array(count * families.length),
      sharingsFrom: new Int32Array(count + 1),
      sharings: new Int32Array(sharings),
    }
    for (let to = 0; to < count; to += 1) {
      const i = inside[to]!
      columns.a[to] = a[i]!
      columns.b[to] = b[i]!
      columns.nats[to] = nats[i]!
      for (let place = 0; place < families.length; place += 1)
        columns.byFamily[to * families.length + place] = this.columns.byFamily[i * families.length + place]!
      let at = columns.sharingsFrom[to]!
      for (let from = this.columns.sharingsFrom[i]!; from < this.columns.sharingsFrom[i + 1]!; from += 1)
        columns.sharings[at++] = this.columns.sharings[from]!
      columns.sharingsFrom[to + 1] = at
    }
    giveBack(inside)
    return new Links(columns)
  }
}

type Nats = [number, number, number, number]
