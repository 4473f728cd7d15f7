/** Logs as somebody else would have kept them. */
import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress, createZstdDecompress } from 'node:zlib'

/** Writes the records of one compressed log to another, each as `edit` answers it; without those it answers null for. */
export async function rewriteLog(
  from: string,
  to: string,
  edit: (record: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>> | null,
): Promise<void> {
  const rewritten = (line: string): string => {
    const record = edit(JSON.parse(line) as Record<string, unknown>)
    return record === null ? '' : `${JSON.stringify(record)}\n`
  }
  await pipeline(
    createReadStream(from).pipe(createZstdDecompress()),
    async function* (pieces: AsyncIterable<Buffer>) {
      let tail = ''
      const decoder = new TextDecoder()
      for await (const piece of pieces) {
        const lines = (tail + decoder.decode(piece, { stream: true })).split('\n')
        tail = lines.pop() ?? ''
        yield lines.map(rewritten).join('')
      }
      if (tail !== '') yield rewritten(tail)
    },
    createZstdCompress(),
    createWriteStream(to),
  )
}
