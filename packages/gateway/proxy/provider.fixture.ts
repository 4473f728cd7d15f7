/** Answers as providers send them: their headers, compressed where the client takes that, usage only where it is asked for. */
import { gzipSync } from 'node:zlib'
import type { Arrived, Script } from '../double.ts'

/** Headers that answers of both providers have, in odd spelling, with some that a proxy could be tempted to touch. */
const headers: Readonly<Record<string, string | string[]>> = {
  Date: 'Thu, 01 Jan 2026 00:00:00 GMT',
  Server: 'cloudflare',
  'x-request-id': 'req_1',
  'request-id': 'req_1',
  'OpenAI-Processing-Ms': '12',
  'x-ratelimit-remaining-requests': '4999',
  'x-ratelimit-reset-requests': '12ms',
  'anthropic-ratelimit-requests-remaining': '3999',
  'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
  'set-cookie': ['__cf_bm=1; HttpOnly', '_cfuvid=2'],
}

function headersWith(more: Readonly<Record<string, string>>): Record<string, string | string[]> {
  return { ...headers, ...more }
}

/** Answers with a JSON value, gzipped for clients that take it, as providers' edges do. */
export function saying(value: unknown, status = 200, more: Readonly<Record<string, string>> = {}): Script {
  return ({ headers: asked }, response) => {
    const plain = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value, null, 2))
    const isGzip = /\bgzip\b/.test(String(asked['accept-encoding'] ?? ''))
    const body = isGzip ? gzipSync(plain) : plain
    const encoding = isGzip ? { 'Content-Encoding': 'gzip', Vary: 'accept-encoding' } : {}
    response.writeHead(status, headersWith({ 'content-type': 'application/json', ...encoding, ...more })).end(body)
  }
}

/** The framing of one event; chats' have no name. */
export function framed(event: unknown, isNamed: boolean): string {
  const { type } = event as { type?: string }
  return `${isNamed ? `event: ${type}\n` : ''}data: ${JSON.stringify(event)}\n\n`
}

/** A stream of events with names, as Anthropic's and Responses' are. */
export function telling(events: readonly unknown[]): Script {
  return sending(() => events.map((event) => framed(event, true)).join(''))
}

/**
 * A stream of a chat or a text completion: where the client asks for usage, every chunk has `usage`, null but in the last
 * one, which has no choices; otherwise none has.
 */
export function chunking(chunks: readonly object[], usage: object, compresses = false): Script {
  const [first] = chunks as readonly Record<string, unknown>[]
  return sending(
    (arrived) => {
      const asks = asksForUsage(arrived)
      const shown = chunks.map((chunk) => framed(asks ? { ...chunk, usage: null } : chunk, false))
      const last = asks ? [framed({ ...first, choices: [], usage }, false)] : []
      return [...shown, ...last, 'data: [DONE]\n\n'].join('')
    },
    173,
    compresses,
  )
}

/** Whether the request asks for the usage of its stream. */
export function asksForUsage({ body }: Arrived): boolean {
  const { stream_options } = JSON.parse(body.toString()) as { stream_options?: { include_usage?: boolean } | null }
  return stream_options?.include_usage === true
}

/** A stream whose bytes depend on what was asked, in pieces that end anywhere; compressed on demand where it says so. */
export function sending(bytesOf: (arrived: Arrived) => string | Buffer, chunkBytes = 173, compresses = false): Script {
  return async (arrived, response) => {
    const plain = Buffer.from(bytesOf(arrived))
    const isGzip = compresses && /\bgzip\b/.test(String(arrived.headers['accept-encoding'] ?? ''))
    const bytes = isGzip ? gzipSync(plain) : plain
    const encoding = isGzip ? { 'content-encoding': 'gzip', vary: 'accept-encoding' } : {}
    response.writeHead(200, headersWith({ 'content-type': 'text/event-stream; charset=utf-8', ...encoding }))
    for (let at = 0; at < bytes.length && !response.destroyed; at += chunkBytes) {
      response.write(bytes.subarray(at, at + chunkBytes))
      await new Promise((resolve) => setImmediate(resolve))
    }
    response.end()
  }
}

/** A stream that the model server breaks off inside an event. */
export function breakingOff(bytes: string): Script {
  return async (_, response) => {
    response.writeHead(200, headersWith({ 'content-type': 'text/event-stream' })).write(bytes)
    await new Promise((resolve) => setTimeout(resolve, 30))
    response.socket?.destroySoon()
  }
}
