/** Shows that a file ends with whole lines, whatever the disk took of the last append. */
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { AppendFile } from './append-file.ts'
import { machineDisk, type Disk } from './disk.ts'
import type { Line } from './record-line.ts'
import { folderFor } from './spool.fixture.ts'

const line = (text: string): Line => {
  const bytes = Buffer.from(`${text}\n`)
  return { chunks: [bytes.subarray(0, 1), bytes.subarray(1)], bytes: bytes.length }
}

/** A disk that takes `room` bytes and then nothing. */
function diskWith(room: { bytes: number }): Disk {
  return {
    ...machineDisk,
    async write(file, pieces, position) {
      const part = Buffer.concat(pieces as Uint8Array[]).subarray(0, room.bytes)
      if (part.length === 0) throw new Error('ENOSPC')
      room.bytes -= part.length
      return machineDisk.write(file, [part], position)
    },
  }
}

test('lines that fitted stay, the torn one is cut off, and the rest can be appended later', async (t) => {
  const folder = folderFor(t)
  mkdirSync(folder)
  for (let bytes = 0; bytes <= 12; bytes += 1) {
    const room = { bytes }
    const path = join(folder, String(bytes))
    const file = await AppendFile.create(path, diskWith(room), 0)
    const lines = [line('one'), line('two'), line('six')]
    const first = await file.append(lines)
    assert.equal(first.lines, Math.floor(bytes / 4))
    assert.equal(first.failure === undefined, bytes === 12)
    assert.equal(readFileSync(path, 'utf8'), 'one\ntwo\nsix\n'.slice(0, 4 * first.lines))
    room.bytes = 100
    assert.deepEqual(await file.append(lines.slice(first.lines)), { lines: 3 - first.lines, failure: undefined })
    assert.equal(readFileSync(path, 'utf8'), 'one\ntwo\nsix\n')
    await file.close()
  }
})

test('long pieces among short ones are written in their order', async (t) => {
  const folder = folderFor(t)
  mkdirSync(folder)
  const file = await AppendFile.create(join(folder, 'a'), machineDisk, 0)
  const texts = [10, 100_000, 3, 70_000, 80_000, 1].map((length, index) => String(index).repeat(length))
  await file.append(texts.map(line))
  await file.close()
  assert.equal(readFileSync(join(folder, 'a'), 'utf8'), texts.map((text) => `${text}\n`).join(''))
})
