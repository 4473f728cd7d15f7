/**
 * What a scan's time is set against: one Node thread that decompresses files and parses every line, and does nothing with
 * it. Run as a program: `node parse-baseline.ts FILES…`.
 */
import { createReadStream } from 'node:fs'
import process from 'node:process'
import { createZstdDecompress } from 'node:zlib'

let records = 0
for (const path of process.argv.slice(2)) {
  let tail: Buffer = Buffer.alloc(0)
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 }).pipe(createZstdDecompress())) {
    const bytes: Buffer = tail.length > 0 ? Buffer.concat([tail, piece as Buffer]) : (piece as Buffer)
    let from = 0
    for (let feed = bytes.indexOf(10, from); feed >= 0; feed = bytes.indexOf(10, from)) {
      JSON.parse(bytes.toString('utf8', from, feed))
      records += 1
      from = feed + 1
    }
    tail = bytes.subarray(from)
  }
}
console.log(records)
