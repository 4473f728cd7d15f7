/** From the bytes of a signed file to an index: small ones here, large ones in a thread, so that requests are not held up. */
import { randomBytes } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { FileError } from '../file.ts'
import { TableIndex } from './table-index.ts'
import { openTable, type TableHead, type TableNews, type TableWork } from './table-thread.ts'

/** A table that was read, and what asks it. */
export interface LoadedTable {
  readonly head: TableHead
  readonly index: TableIndex
}

/** Files from so many bytes on are opened in a thread; smaller ones take less than a thread takes to start. */
export const threadBytesMin: number = 256 * 1024

/** Opens a signed file and indexes it. Throws {@link FileError}. `bytes` may be given away. */
export async function loadTable(
  work: Omit<TableWork, 'seed'>,
  bytesMin: number = threadBytesMin,
): Promise<LoadedTable> {
  const seeded = { ...work, seed: randomBytes(4).readUInt32LE() }
  if (work.bytes.length >= bytesMin) return loadInThread(seeded)
  const { head, verdicts } = openTable(seeded)
  const index = new TableIndex(head.issuedMs, head.membership)
  index.add(verdicts)
  return { head, index }
}

async function loadInThread(work: TableWork): Promise<LoadedTable> {
  const worker = new Worker(new URL('./table-thread.ts', import.meta.url), {
    workerData: work,
    transferList: [work.bytes.buffer],
  })
  try {
    return await new Promise((resolve, reject) => {
      let loaded: LoadedTable | undefined
      worker.on('message', (news: TableNews) => {
        if (news.kind === 'head')
          loaded = { head: news.head, index: new TableIndex(news.head.issuedMs, news.head.membership) }
        else if (news.kind === 'verdicts') loaded?.index.add(news.verdicts)
        else if (news.kind === 'fault') reject(new FileError(news.code, news.path, news.message))
        else if (loaded !== undefined) resolve(loaded)
      })
      worker.on('error', reject)
      worker.on('exit', () =>
        reject(new FileError('unreadable', work.path, 'the thread that read it ended; make it smaller')),
      )
    })
  } finally {
    await worker.terminate()
  }
}
