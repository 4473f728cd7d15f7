/**
 * Which row a name has, for millions of names: typed arrays without an object per name, so that the collector has nothing
 * to trace and a thread can hand the whole over. Open addressing with linear probing (W. W. Peterson, "Addressing for
 * random-access storage", 1957), at most half full.
 */

/** What a table is made of; every member can be transferred to another thread. */
export interface NameTableParts {
  /** Stirs the hash, so that nobody can choose names that collide. */
  readonly seed: number
  /** Row + 1 by hash; 0 where nobody is. A power of two long. */
  readonly slots: Uint32Array<ArrayBuffer>
  /** Where the name of each row ends in `units`. */
  readonly ends: Uint32Array<ArrayBuffer>
  /** All names, one after the other, as UTF-16. */
  readonly units: Uint16Array<ArrayBuffer>
  readonly count: number
}

/** Names by row, in the order in which they were added. A look-up takes a fraction of a microsecond. */
export class NameTable {
  readonly seed: number
  private readonly slots: Uint32Array<ArrayBuffer>
  private readonly ends: Uint32Array<ArrayBuffer>
  private units: Uint16Array<ArrayBuffer>
  private counted: number

  private constructor({ seed, slots, ends, units, count }: NameTableParts) {
    this.seed = seed
    this.slots = slots
    this.ends = ends
    this.units = units
    this.counted = count
  }

  /** An empty table for at most `countMax` names. `seed` is a random whole number below 2³². */
  static empty(countMax: number, seed: number): NameTable {
    const slots = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(countMax, 4) * 2)))
    const ends = new Uint32Array(countMax)
    return new NameTable({ seed, slots, ends, units: new Uint16Array(Math.max(countMax, 4) * 16), count: 0 })
  }

  /** A table from what {@link parts} of another was; shares its memory. */
  static from(parts: NameTableParts): NameTable {
    return new NameTable(parts)
  }

  get parts(): NameTableParts {
    return { seed: this.seed, slots: this.slots, ends: this.ends, units: this.units, count: this.counted }
  }

  get count(): number {
    return this.counted
  }

  /** The row of a name, or -1. */
  rowOf(name: string): number {
    const row = this.slots[this.slotOf(name)]!
    return row - 1
  }

  /** The name of a row. */
  nameOf(row: number): string {
    const from = row === 0 ? 0 : this.ends[row - 1]!
    const end = this.ends[row]!
    // A loop: spreading a few units into a call takes three times as long.
    let name = ''
    for (let at = from; at < end; at += 1) name += String.fromCharCode(this.units[at]!)
    return name
  }

  /** The row of a name, which is given one when it has none. Throws a RangeError beyond the count it was made for. */
  add(name: string): number {
    const slot = this.slotOf(name)
    if (this.slots[slot] !== 0) return this.slots[slot]! - 1
    if (this.counted >= this.ends.length) throw new RangeError(`a table for ${this.ends.length} names is full`)
    const from = this.counted === 0 ? 0 : this.ends[this.counted - 1]!
    if (from + name.length > this.units.length) this.grow(from + name.length)
    for (let at = 0; at < name.length; at += 1) this.units[from + at] = name.charCodeAt(at)
    this.ends[this.counted] = from + name.length
    this.counted += 1
    this.slots[slot] = this.counted
    return this.counted - 1
  }

  private grow(unitsMin: number): void {
    const units = new Uint16Array(Math.max(unitsMin, this.units.length * 2))
    units.set(this.units)
    this.units = units
  }

  /** The slot where `name` is, or else would be. */
  private slotOf(name: string): number {
    const mask = this.slots.length - 1
    let slot = hashOf(name, this.seed) & mask
    for (;;) {
      const row = this.slots[slot]!
      if (row === 0 || this.isAt(row - 1, name)) return slot
      slot = (slot + 1) & mask
    }
  }

  private isAt(row: number, name: string): boolean {
    const from = row === 0 ? 0 : this.ends[row - 1]!
    if (this.ends[row]! - from !== name.length) return false
    for (let at = 0; at < name.length; at += 1) if (this.units[from + at] !== name.charCodeAt(at)) return false
    return true
  }
}

/** MurmurHash3 for 32 bits (A. Appleby, 2011), over UTF-16 units instead of four bytes at a time. */
function hashOf(name: string, seed: number): number {
  let hash = seed | 0
  for (let at = 0; at < name.length; at += 1) {
    let unit = Math.imul(name.charCodeAt(at), 0xcc9e2d51)
    unit = Math.imul((unit << 15) | (unit >>> 17), 0x1b873593)
    hash ^= unit
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0
  }
  hash ^= name.length
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
