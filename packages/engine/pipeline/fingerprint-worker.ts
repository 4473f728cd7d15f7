/** The worker thread of an import: reads one chunk after the other. */
import { parentPort, workerData } from 'node:worker_threads'
import { ChunkReader, type ReadOptions, type Work } from './chunk-reader.ts'

const reader = new ChunkReader(workerData as ReadOptions)

parentPort?.on('message', (work: Work) => {
  const done = reader.read(work)
  const transfers = Object.values(done.blocks).flatMap((bytes: Uint8Array | null) =>
    bytes === null ? [] : [bytes.buffer as ArrayBuffer],
  )
  parentPort?.postMessage(done, [...transfers, done.spare])
})
