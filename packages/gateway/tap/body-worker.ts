/** The thread's side: settles what it is sent. */
import { parentPort } from 'node:worker_threads'
import { settleBytes, type BodyFault, type BodyRule } from './body.ts'

/** One body for the thread; its bytes are given away. */
export interface BodyTask {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly rule: BodyRule
}

/** What became of it. */
export interface BodyAnswer {
  readonly json: Uint8Array | undefined
  readonly fault: BodyFault | undefined
  /** The bytes are kept as they came: they need not travel back. */
  readonly isUnchanged: boolean
}

const port = parentPort!
port.on('message', ({ bytes, rule }: BodyTask) => {
  const { json, fault } = settleBytes(bytes, rule)
  const isUnchanged = json === bytes
  const answer: BodyAnswer = { json: isUnchanged ? undefined : json, fault, isUnchanged }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  port.postMessage(answer)
})
