/** Reads what a client sends, within bounds. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib'
import type { Refusal } from '../wire.ts'
import { bodyBudget, type BodyShare } from './body-budget.ts'
import { Deadlines } from './deadline.ts'
import type { RequestRule } from './deployment.ts'

/** What a client that breaks off while sending is: nobody is there to be answered. */
export const clientGone: unique symbol = Symbol('client gone')

const deadlines = new Deadlines()

const noRoom: Refusal = {
  reason: 'out of memory',
  message: 'The gateway holds as much of request bodies as it can, or as much of yours. Please try again.',
  retryAfterMs: 1000,
}

/**
 * The whole body. A client that waits for `100 Continue` is told to go on only here, after its key was found good. A body
 * that is too large is refused by its announced length before a byte of it is read, or else at the byte too much. What was
 * read is held in `share`; where there is no room for it the body is refused.
 */
export function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  rule: RequestRule,
  share: BodyShare,
): Promise<Buffer | Refusal | typeof clientGone> {
  const { bodyBytesMax, bodyTimeoutMs } = rule
  const tooLarge: Refusal = {
    reason: 'body too large',
    message: `Request body is larger than the ${bodyBytesMax} bytes that are taken here.`,
  }
  const announced = Number(request.headers['content-length'] ?? 0)
  if (announced > bodyBytesMax) return Promise.resolve(tooLarge)
  if (/^100-continue$/i.test(request.headers.expect ?? '')) response.writeContinue()
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const finish = (result: Buffer | Refusal | typeof clientGone): void => {
      withdraw()
      request.off('data', onData).off('end', onEnd).off('close', onClose)
      resolve(result)
    }
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length
      if (bytes > bodyBytesMax) finish(tooLarge)
      else if (!share.resize(bytes)) finish(noRoom)
      else chunks.push(chunk)
    }
    const onEnd = (): void => finish(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, bytes))
    const onClose = (): void => finish(clientGone)
    const withdraw = deadlines.add(bodyTimeoutMs, () => {
      finish({ reason: 'body too slow', message: `Request body was not whole after ${bodyTimeoutMs / 1000} s.` })
    })
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose)
  })
}

const decompressors: Readonly<
  Record<string, (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>>
> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
}

/** What a body says, for looking at; the bytes that go on stay as they came. Bounded: a small body can hold a large one. */
export async function plainOf(
  body: Buffer,
  encoding: string | undefined,
  { bodyBytesMax }: RequestRule,
  share: BodyShare,
): Promise<Buffer | Refusal> {
  const name = encoding?.trim().toLowerCase() ?? 'identity'
  if (name === 'identity' || name === '' || body.length === 0) return body
  const decompress = Object.hasOwn(decompressors, name) ? decompressors[name] : undefined
  const known = Object.keys(decompressors).join(', ')
  if (decompress === undefined)
    return { reason: 'bad request', message: `The content-encoding of the request is none of ${known}.` }
  try {
    return await bodyBudget.decompress(async () => {
      // How much comes out is known only afterwards.
      if (!share.resize(body.length + bodyBytesMax)) return noRoom
      const plain = await decompress(body, { maxOutputLength: bodyBytesMax })
      share.resize(body.length + plain.length)
      return plain
    })
  } catch {
    return {
      reason: 'bad request',
      message: `The request body could not be decompressed as ${name}, or has more than ${bodyBytesMax} bytes then.`,
    }
  }
}
