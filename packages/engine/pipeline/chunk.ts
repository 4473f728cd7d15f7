/** Cuts a stream of bytes into chunks of whole lines, sized for a worker. */

/** What one worker is given at a time. */
export const chunkBytes: number = 4 << 20

/** Whole lines of one input, without the last line's feed where the input ends without one. */
export interface Chunk {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Lines dropped because they were too long to be held: their indices in this chunk, where empty lines stand for them. */
  readonly oversized: readonly number[]
}

const lineFeed = 10

/**
 * Chunks of about {@link chunkBytes} bytes, each ending at a line's end; a longer line makes a longer chunk, and one
 * longer than `lineBytesMax` is dropped and told. `spares` are buffers that chunks came in and that nobody needs any
 * longer: new memory for every chunk costs more than what is done with it. What could be read before `pieces` throws is delivered first.
 */
export async function* chunksOf(
  pieces: AsyncIterable<Uint8Array>,
  lineBytesMax: number,
  spares: ArrayBuffer[] = [],
): AsyncGenerator<Chunk> {
  const gatherer = new Gatherer(lineBytesMax, spares)
  let failure: unknown = null
  try {
    for await (const piece of pieces) {
      gatherer.add(piece)
      if (gatherer.length >= chunkBytes) {
        const chunk = gatherer.takeLines()
        if (chunk !== null) yield chunk
      }
    }
  } catch (cause) {
    failure = cause
  }
  const rest = gatherer.takeRest()
  if (rest !== null) yield rest
  if (failure !== null) throw failure
}

class Gatherer {
  length = 0
  private buffer: Uint8Array<ArrayBuffer>
  private lastFeed = -1
  private oversized: number[] = []
  private skipping = false
  private readonly lineBytesMax: number
  private readonly spares: ArrayBuffer[]

  constructor(lineBytesMax: number, spares: ArrayBuffer[]) {
    this.lineBytesMax = lineBytesMax
    this.spares = spares
    this.buffer = this.room(0)
  }

  add(piece: Uint8Array): void {
    let rest = piece
    if (this.skipping) {
      const feed = rest.indexOf(lineFeed)
      if (feed < 0) return
      this.skipping = false
      rest = rest.subarray(feed + 1)
    }
    this.reserve(rest.length)
    this.buffer.set(rest, this.length)
    const feed = rest.lastIndexOf(lineFeed)
    if (feed >= 0) this.lastFeed = this.length + feed
    this.length += rest.length
    if (this.length - (this.lastFeed + 1) > this.lineBytesMax) this.dropTail()
  }

  /** The whole lines gathered; null while there is none. The unfinished line stays. */
  takeLines(): Chunk | null {
    const end = this.lastFeed + 1
    if (end === 0) return null
    const tail = this.buffer.slice(end, this.length)
    const chunk = { bytes: this.buffer.subarray(0, end), oversized: this.oversized }
    this.buffer = this.room(tail.length)
    this.buffer.set(tail)
    this.length = tail.length
    this.lastFeed = -1
    this.oversized = []
    return chunk
  }

  takeRest(): Chunk | null {
    if (this.length === 0) return null
    return { bytes: this.buffer.subarray(0, this.length), oversized: this.oversized }
  }

  /** A buffer for a chunk that begins with so many bytes. */
  private room(bytes: number): Uint8Array<ArrayBuffer> {
    const spare = this.spares.pop()
    if (spare !== undefined && spare.byteLength >= bytes * 2) return new Uint8Array(spare)
    return new Uint8Array(Math.max(chunkBytes + (2 << 20), bytes * 2))
  }

  /** Puts an empty line where the unfinished one stands, so that line numbers hold. */
  private dropTail(): void {
    const end = this.lastFeed + 1
    let linesBefore = 0
    for (let i = 0; i < end; i += 1) if (this.buffer[i] === lineFeed) linesBefore += 1
    this.oversized.push(linesBefore)
    this.buffer[end] = lineFeed
    this.lastFeed = end
    this.length = end + 1
    this.skipping = true
  }

  private reserve(more: number): void {
    if (this.length + more <= this.buffer.length) return
    const grown = new Uint8Array(Math.max(this.length + more, this.buffer.length * 2))
    grown.set(this.buffer.subarray(0, this.length))
    this.buffer = grown
  }
}
