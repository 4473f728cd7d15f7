/** When the records of a log came. */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createZstdDecompress } from 'node:zlib'

/** The times of all records of a compressed log, in milliseconds, in the order of the file. */
export async function timesOfLog(path: string): Promise<Float64Array> {
  const times: number[] = []
  const lines = createInterface({ input: createReadStream(path).pipe(createZstdDecompress()) })
  for await (const line of lines) {
    const written = /"ts":"([^"]+)"/.exec(line)
    if (written !== null) times.push(Date.parse(written[1]!))
  }
  return Float64Array.from(times)
}
