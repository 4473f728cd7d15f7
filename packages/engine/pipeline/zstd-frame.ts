/**
 * Zstandard streams, cut where a frame ends (Collet and Kucherawy, "Zstandard Compression and the application/zstd Media
 * Type", RFC 8878, 2021). Node 24 takes the end of a frame in the midst of a chunk for the end of the input and drops what
 * follows without a word, while archives that were appended to, or packed by pzstd, have many frames.
 */

/**
 * The same bytes in chunks of which none reaches beyond the end of a frame, without the frames that are to be skipped.
 * Throws an error with the code `ZSTD_error_prefix_unknown` where no frame begins; what came before it is delivered.
 */
export async function* zstdFrames(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const cutter = new FrameCutter()
  for await (const piece of pieces) yield* cutter.cut(piece)
  yield* cutter.rest()
}

const magic = 0xfd2fb528
const skippableMagic = 0x184d2a50
/** Magic number and length: what must be seen of a frame to know whether it is skipped. */
const startBytes = 8

class FrameCutter {
  /** The beginning of a frame of which too little was seen. */
  private held: Uint8Array = new Uint8Array()
  /** Bytes to pass over before something is to be read. */
  private pass = 0
  private state: 'start' | 'skipping' | 'descriptor' | 'block' | 'end' = 'start'
  /** Bytes of a block's header seen so far, and their value. */
  private blockSeen = 0
  private blockHeader = 0
  private checksumBytes = 0

  /** Reads a frame's start and answers how far. */
  private begin(start: Uint8Array): number {
    const view = new DataView(start.buffer, start.byteOffset, startBytes)
    const found = view.getUint32(0, true)
    if (found === magic) {
      this.state = 'descriptor'
      return 4
    }
    if ((found & 0xfffffff0) >>> 0 !== skippableMagic)
      throw Object.assign(new Error('what follows a frame is no frame'), { code: 'ZSTD_error_prefix_unknown' })
    this.state = 'skipping'
    this.pass = view.getUint32(4, true)
    return startBytes
  }

  /** The first byte of a frame's header says how long the rest of it is. */
  private describe(descriptor: number): void {
    const isSingleSegment = (descriptor & 0x20) !== 0
    const contentSizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6]!
    const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!
    this.pass = (isSingleSegment ? 0 : 1) + dictionaryBytes + contentSizeBytes
    this.checksumBytes = (descriptor & 4) === 0 ? 0 : 4
    this.state = 'block'
    this.blockSeen = 0
  }

  private readBlockHeader(byte: number): void {
    this.blockHeader = this.blockSeen === 0 ? byte : this.blockHeader + byte * 256 ** this.blockSeen
    this.blockSeen += 1
    if (this.blockSeen < 3) return
    this.blockSeen = 0
    // A block of one repeated byte holds that byte only.
    const isRepeated = ((this.blockHeader >> 1) & 3) === 1
    this.pass = isRepeated ? 1 : this.blockHeader >> 3
    const isLast = (this.blockHeader & 1) === 1
    if (!isLast) return
    this.pass += this.checksumBytes
    this.state = 'end'
  }

  *cut(piece: Uint8Array): Generator<Uint8Array> {
    const bytes = this.held.length === 0 ? piece : Buffer.concat([this.held, piece])
    this.held = new Uint8Array()
    let from = 0
    let at = 0
    while (at < bytes.length) {
      if (this.pass > 0) {
        const step = Math.min(this.pass, bytes.length - at)
        this.pass -= step
        at += step
      } else if (this.state === 'start' || this.state === 'skipping') {
        if (bytes.length - at < startBytes) {
          this.held = bytes.slice(at)
          return
        }
        at += this.begin(bytes.subarray(at, at + startBytes))
      } else if (this.state === 'descriptor') this.describe(bytes[at++]!)
      else if (this.state === 'block') this.readBlockHeader(bytes[at++]!)
      if (this.state === 'skipping') from = at
      if (this.state === 'end' && this.pass === 0) {
        yield bytes.subarray(from, at)
        from = at
        this.state = 'start'
      }
    }
    if (from < at) yield bytes.subarray(from, at)
  }

  /** What was held back when the input ended: too short for a frame, which is for the decompressor to say. */
  *rest(): Generator<Uint8Array> {
    if (this.held.length > 0) yield this.held
  }
}
