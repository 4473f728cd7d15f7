/** Cuts an event stream into its events as bytes, so that single events can be changed and the rest passes untouched. */

const lineFeed = 0x0a
const carriageReturn = 0x0d
const colon = 0x3a

/** An event may have so many bytes; a longer one passes through in pieces, unchanged. */
export const blockBytesMax: number = 16 * 1024 * 1024

/**
 * Splits bytes at the ends of events: after a blank line, of either line ending. A comment line that stands at the start
 * of an event is a block of its own: keep-alives are never held back. What comes out, joined, is what went in.
 */
export class EventBlocks {
  #held: Buffer[] = []
  #heldBytes = 0
  /** Since the last line ending nothing but it: the next one ends the event. */
  #isAtLineStart = true
  #isComment = false
  #isAtBlockStart = true
  #sawCarriageReturn = false

  /** Takes the next bytes; answers the blocks that they complete. */
  push(chunk: Buffer): Buffer[] {
    const blocks: Buffer[] = []
    let start = 0
    for (let at = 0; at < chunk.length; at++) {
      if (!this.#endsBlock(chunk[at]!)) continue
      // In CRLF the line feed belongs to the block that its carriage return ended.
      const end = chunk[at] === carriageReturn && chunk[at + 1] === lineFeed ? ++at + 1 : at + 1
      if (chunk[end - 1] === lineFeed) this.#sawCarriageReturn = false
      blocks.push(this.#take(chunk.subarray(start, end)))
      start = end
    }
    if (start < chunk.length) this.#hold(chunk.subarray(start), blocks)
    return blocks
  }

  /** What is left of an event that never ended; empty when nothing is. */
  end(): Buffer {
    return this.#take(Buffer.alloc(0))
  }

  #endsBlock(byte: number): boolean {
    if (byte === lineFeed && this.#sawCarriageReturn) {
      this.#sawCarriageReturn = false
      return false
    }
    this.#sawCarriageReturn = byte === carriageReturn
    if (byte !== lineFeed && byte !== carriageReturn) {
      if (this.#isAtLineStart && this.#isAtBlockStart) this.#isComment = byte === colon
      this.#isAtLineStart = false
      this.#isAtBlockStart = false
      return false
    }
    const ends = this.#isAtLineStart || this.#isComment
    this.#isAtLineStart = true
    this.#isComment = false
    if (ends) this.#isAtBlockStart = true
    return ends
  }

  #hold(rest: Buffer, blocks: Buffer[]): void {
    this.#held.push(rest)
    this.#heldBytes += rest.length
    if (this.#heldBytes > blockBytesMax) blocks.push(this.#take(Buffer.alloc(0)))
  }

  #take(last: Buffer): Buffer {
    if (this.#heldBytes === 0) return last
    const whole = Buffer.concat([...this.#held, last])
    this.#held = []
    this.#heldBytes = 0
    return whole
  }
}
