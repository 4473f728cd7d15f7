/** What many lines have in common: what it does to their checksums is worked out once. */
import { crc32 } from 'node:zlib'

/**
 * Bytes that stand in many lines. The checksum with them follows from the one before them by four looks into a table: a
 * CRC is linear, so each byte of the one before has a share in it that does not depend on the others. That takes a tenth
 * of a walk over the bytes, which are few, by way of zlib.
 */
export class FixedPiece {
  readonly bytes: Buffer
  /** By the value of each of the four bytes, the highest last. */
  readonly #shares = new Int32Array(4 * 256)
  readonly #crcAlone: number

  constructor(text: string) {
    this.bytes = Buffer.from(text)
    this.#crcAlone = crc32(this.bytes)
    for (let byte = 0; byte < 4; byte += 1)
      for (let value = 0; value < 256; value += 1)
        this.#shares[256 * byte + value] = crc32(this.bytes, (value << (8 * byte)) >>> 0)
  }

  /** The CRC-32 of what has `crc`, and these bytes after it. */
  crcAfter(crc: number): number {
    const shares = this.#shares
    const share =
      shares[crc & 0xff]! ^
      shares[256 + ((crc >>> 8) & 0xff)]! ^
      shares[512 + ((crc >>> 16) & 0xff)]! ^
      shares[768 + (crc >>> 24)]!
    // What the bytes add by themselves is in each of the four, and so is gone.
    return (share ^ this.#crcAlone) >>> 0
  }
}
