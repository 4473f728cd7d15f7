/** A model server for tests that keeps responses and batches as both providers do: for whoever has its key, which is one. */
import type { ServerResponse } from 'node:http'
import type { Arrived, Script } from './fake-upstream.ts'

type Json = Record<string, unknown>

/** What such a server keeps, by id, oldest first. */
export class KeepingProvider {
  readonly responses: Map<string, Json> = new Map<string, Json>()
  readonly batches: Map<string, Json> = new Map<string, Json>()
  #count = 0

  /** Answers everything that is asked about them. */
  readonly script: Script = (arrived, response) => {
    const [path = ''] = arrived.url.split('?')
    const [, , first, ...rest] = path.split('/')
    if (first === 'responses') return this.#response(arrived, response, rest)
    if (first === 'messages' && rest[0] === 'batches') return this.#batch(arrived, response, rest.slice(1))
    return say(response, { id: 'x', object: 'other' })
  }

  #response({ method, body }: Arrived, response: ServerResponse, [id, action]: readonly string[]): void {
    if (id === undefined) return this.#makeResponse(parsed(body), response)
    const kept = this.responses.get(id)
    if (kept === undefined) return missing(response, 404, `Response with id '${id}' not found.`)
    if (action === 'input_items') return say(response, { object: 'list', data: [kept['input']], has_more: false })
    if (action === 'cancel') kept['status'] = 'cancelled'
    if (method === 'DELETE') this.responses.delete(id)
    return say(response, method === 'DELETE' ? { id, object: 'response', deleted: true } : kept)
  }

  #makeResponse(asked: Json, response: ServerResponse): void {
    const { previous_response_id: previous = null, store, stream, background = false, input } = asked
    if (previous !== null && !this.responses.has(String(previous)))
      return missing(response, 400, `Previous response with id '${String(previous)}' not found.`)
    const id = `resp_${(this.#count += 1)}${'0'.repeat(40)}`
    const output = [{ type: 'message', id: 'm', role: 'assistant', content: [{ type: 'output_text', text: 'So.' }] }]
    const status = background === true ? 'queued' : 'completed'
    const usage = { input_tokens: 1, output_tokens: 2, total_tokens: 3 }
    const made = {
      id,
      object: 'response',
      model: 'm',
      status,
      background,
      previous_response_id: previous,
      output,
      usage,
    }
    if (store !== false) this.responses.set(id, { ...made, input })
    if (stream !== true) return say(response, made)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const type of ['response.created', 'response.completed'])
      response.write(`event: ${type}\ndata: ${JSON.stringify({ type, response: made })}\n\n`)
    response.end()
  }

  #batch({ method, body, url }: Arrived, response: ServerResponse, [id, action]: readonly string[]): void {
    if (id === undefined && method === 'POST') {
      const madeId = `msgbatch_${(this.#count += 1)}`
      const results_url = `https://provider.invalid/v1/messages/batches/${madeId}/results`
      const made = { id: madeId, type: 'message_batch', processing_status: 'in_progress', results_url }
      this.batches.set(made.id, { ...made, requests: parsed(body)['requests'] })
      return say(response, made)
    }
    if (id === undefined) return say(response, { data: [...this.batches.values()], has_more: false, url })
    const kept = this.batches.get(id)
    if (kept === undefined) return missing(response, 404, `Message batch with id '${id}' not found.`)
    const { requests, ...shown } = kept
    if (action === 'results') {
      const lines = (requests as Json[]).map(({ custom_id }) => `${JSON.stringify({ custom_id })}\n`)
      response.writeHead(200, { 'content-type': 'application/x-jsonl' }).end(lines.join(''))
      return undefined
    }
    if (action === 'cancel') kept['processing_status'] = shown['processing_status'] = 'canceling'
    if (method === 'DELETE') this.batches.delete(id)
    return say(response, method === 'DELETE' ? { id, type: 'message_batch_deleted' } : shown)
  }
}

function parsed(body: Buffer): Json {
  return JSON.parse(body.toString()) as Json
}

function say(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

function missing(response: ServerResponse, status: number, message: string): void {
  say(response, { error: { message: `upstream: ${message}`, type: 'invalid_request_error' } }, status)
}
