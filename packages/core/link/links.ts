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
    const { a, b } = this.columns
    const inside = Int32Array.from({ length: this.length }, (_, i) => i).filter(
      (i) => accounts.has(a[i]!) && accounts.has(b[i]!),
    )
    return inside.length === this.length ? this : this.pick(inside)
  }

  /** The links at `places`, column by column: they are many, and nothing is made for each. */
  private pick(places: Int32Array): Links {
    const { a, b, nats, byFamily, sharingsFrom, sharings } = this.columns
    const count = families.length
    const picked = {
      a: places.map((i) => a[i]!),
      b: places.map((i) => b[i]!),
      nats: Float64Array.from(places, (i) => nats[i]!),
      byFamily: new Float64Array(count * places.length),
      sharingsFrom: new Int32Array(places.length + 1),
      sharings: new Int32Array(places.reduce((sum, i) => sum + sharingsFrom[i + 1]! - sharingsFrom[i]!, 0)),
    }
    let end = 0
    for (let at = 0; at < places.length; at += 1) {
      const i = places[at]!
      for (let place = 0; place < count; place += 1) picked.byFamily[at * count + place] = byFamily[i * count + place]!
      for (let from = sharingsFrom[i]!; from < sharingsFrom[i + 1]!; from += 1) picked.sharings[end++] = sharings[from]!
      picked.sharingsFrom[at + 1] = end
    }
    return new Links(picked)
  }
}

type Nats = [number, number, number, number]
