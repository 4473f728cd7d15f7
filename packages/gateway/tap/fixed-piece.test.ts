/** Shows that a fixed piece knows the checksum that zlib would find. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { crc32 } from 'node:zlib'
import { FixedPiece } from './fixed-piece.ts'

test('the checksum with a fixed piece is that of all the bytes', () => {
  for (const text of ['', ',', ',"response":', 'é and more than four bytes']) {
    const piece = new FixedPiece(text)
    for (const before of ['', 'a', '{"v":1}', '\xff'.repeat(300)])
      assert.equal(piece.crcAfter(crc32(before)), crc32(before + text), JSON.stringify([before, text]))
    for (let bit = 0; bit < 32; bit += 1) assert.equal(piece.crcAfter((1 << bit) >>> 0), crc32(text, (1 << bit) >>> 0))
  }
})
