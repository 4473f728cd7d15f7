/** Rows 22 to 32 of the wire suite: errors, headers, compression, retries, bodies and secrets. */
import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { GatewayFixture, key, send } from './gateway.fixture.ts'
import { folder, streamNamed } from './published.fixture.ts'
import { answering, streaming } from '../double.ts'
import { asking, at, type Bench, published, type Row, silent } from './wire-row.fixture.ts'

const pathBy: Readonly<Record<string, string>> = { openai: '/v1/chat/completions', anthropic: '/v1/messages' }

interface ErrorCase {
  readonly status: number
  readonly in_stream?: boolean
  readonly body?: object
  readonly body_text?: string
  readonly content_type?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly event?: string
}

/** Every published error that is an answer of its own, by provider. */
function errorCases(): { readonly provider: string; readonly error: ErrorCase }[] {
  const all = published<Record<string, ErrorCase[]>>('errors.json')
  return ['openai', 'anthropic'].flatMap((provider) => all[provider]!.map((error) => ({ provider, error })))
}

/** Passes every published error and holds what comes out against it. */
async function errorsPass(bench: Bench): Promise<void> {
  const cases = errorCases()
  assert.ok(cases.length >= 20, String(cases.length))
  for (const { provider, error } of cases) {
    const { status, body, body_text: html, headers, content_type: type = 'application/json', event } = error
    if (error.in_stream === true) {
      if (event === undefined) continue
      const text = `event: ${event}\ndata: ${JSON.stringify(body)}\n\n`
      const { answered, record } = await bench.pass('/v1/messages', streaming(Buffer.from(text), 7))
      assert.equal(answered.body.toString(), text)
      assert.equal(record.outcome?.status, 200)
      assert.deepEqual(record.outcome?.stream?.error, at(body, 'error'))
      continue
    }
    const text = html ?? (body === undefined ? '' : JSON.stringify(body))
    const script = answering(text, status, { 'content-type': type, ...headers })
    for (const asked of [asking, silent, '{"model":"m"}']) {
      const { answered, record } = await bench.pass(pathBy[provider]!, script, asked)
      assert.equal(answered.status, status)
      assert.equal(answered.body.toString(), text)
      assert.equal(answered.headers['content-type'], type)
      for (const [name, value] of Object.entries(headers ?? {})) assert.equal(answered.headers[name], value)
      assert.equal(record.outcome?.status, status)
      assert.equal(Buffer.from(record.outcome?.response as Uint8Array).toString(), text)
    }
  }
}

/** Of two errors with one status that mean different things, each is recorded as what it is, and neither costs tokens. */
async function twoKindsOf429(bench: Bench): Promise<void> {
  const cases = errorCases().filter(({ provider, error }) => provider === 'openai' && error.status === 429)
  const codes: unknown[] = []
  for (const { error } of cases)
    codes.push(
      at((await bench.pass(pathBy['openai']!, answering(JSON.stringify(error.body), 429))).body, 'error', 'code'),
    )
  assert.deepEqual(codes, ['rate_limit_exceeded', 'insufficient_quota'])
}

async function emptyAndHtml(bench: Bench): Promise<void> {
  for (const [text, type] of [
    ['', 'text/plain'],
    ['<html>ä</html>', 'text/html; charset=utf-8'],
    ['{"error":', 'application/json'],
  ] as const)
    for (const asked of [asking, silent]) {
      const script = answering(text, 502, { 'content-type': type })
      const { answered } = await bench.pass(pathBy['openai']!, script, asked)
      assert.deepEqual([answered.status, answered.body.toString()], [502, text])
    }
}

interface Headers {
  readonly openai_rate_limit: { readonly headers: Readonly<Record<string, string>> }
  readonly anthropic_rate_limit: { readonly headers: Readonly<Record<string, string>> }
  readonly anthropic_recorded_response: Readonly<Record<string, string>>
  readonly sdk_fingerprint_request_headers: Readonly<Record<string, string>>
  readonly openai_other: readonly string[]
  readonly never_store: readonly string[]
}

/** Passes headers of an answer; those of the connection are made anew. */
async function headersPass(bench: Bench, path: string, given: Readonly<Record<string, string>>): Promise<void> {
  const { connection: _connection, 'transfer-encoding': _framing, ...own } = given
  const { answered } = await bench.pass(path, answering('{}', 429, own))
  for (const [name, value] of Object.entries(own)) assert.equal(answered.headers[name], value, name)
}

async function retryHeaders(bench: Bench): Promise<void> {
  for (const after of ['10', '1.5', 'Thu, 01 Jan 2026 00:00:00 GMT', 'soon'])
    for (const again of ['true', 'false'])
      await headersPass(bench, '/v1/messages', {
        'retry-after': after,
        'retry-after-ms': '12.5',
        'x-should-retry': again,
      })
  await using gateway = await GatewayFixture.start({
    upstream: bench.upstream.url,
    limits: { key: { requestsPerMinute: 1 } },
  })
  const ask = (): ReturnType<typeof send> => send(`${gateway.url}/v1/chat/completions`, { body: '{"model":"m"}' })
  await ask()
  const refused = await ask()
  const told = ['retry-after', 'retry-after-ms', 'x-should-retry']
  assert.deepEqual(
    told.filter((name) => refused.headers[name] === undefined),
    [],
  )
}

async function rateHeaders(bench: Bench): Promise<void> {
  const { openai_rate_limit, anthropic_rate_limit, anthropic_recorded_response, openai_other } =
    published<Headers>('headers.json')
  await headersPass(bench, pathBy['openai']!, openai_rate_limit.headers)
  await headersPass(bench, pathBy['anthropic']!, anthropic_rate_limit.headers)
  await headersPass(bench, pathBy['anthropic']!, anthropic_recorded_response)
  await headersPass(bench, pathBy['openai']!, Object.fromEntries(openai_other.map((name) => [name, `of ${name}`])))
  for (const reset of ['6m0s', '12ms', '2026-06-01T00:00:10Z', '1780272010', 'never', '', '-1', 'NaN', '\u00ff'])
    await headersPass(bench, pathBy['anthropic']!, {
      'x-ratelimit-reset-requests': reset,
      'anthropic-ratelimit-unified-7d-reset': reset,
    })
}

async function clientLeaves(bench: Bench): Promise<void> {
  const { bytes } = streamNamed('chat-usage-stop-d61558')
  bench.upstream.script = streaming(bytes, 400, 10)
  const before = bench.upstream.abortedAt.length
  const { length } = bench.gateway.records
  const socket = connect(bench.gateway.listener.port, '127.0.0.1')
  socket.write(
    `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\ncontent-length: ${asking.length}\r\n\r\n${asking}`,
  )
  await new Promise((resolve) => socket.once('data', () => setTimeout(resolve, 50)))
  socket.destroy()
  const record = (await bench.gateway.recorded(length + 1))[length]
  for (let i = 0; i < 100 && bench.upstream.abortedAt.length === before; i++)
    await new Promise((resolve) => setTimeout(resolve, 2))
  assert.equal(bench.upstream.abortedAt.length, before + 1)
  assert.equal(record?.outcome?.ending, 'client aborted')
  assert.equal(typeof at(record?.outcome?.response, 'choices', 0, 'message', 'content'), 'string')
}

async function upstreamCut(bench: Bench): Promise<void> {
  const { cases } = published<{ cases: { name: string; chunks_base64: string[] }[] }>('sse-cases.json')
  const { chunks_base64 } = cases.find(({ name }) => name.startsWith('cut off'))!
  const pieces = chunks_base64.map((piece) => Buffer.from(piece, 'base64'))
  for (const asked of [asking, silent]) {
    const cut = await bench.pass(
      '/v1/chat/completions',
      async (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        for (const piece of pieces) response.write(piece)
        await new Promise((resolve) => setTimeout(resolve, 30))
        response.socket?.destroy()
      },
      asked,
    )
    assert.equal(cut.answered.isCut, true)
    assert.ok(cut.answered.body.equals(Buffer.concat(pieces)))
    assert.equal(cut.record.outcome?.ending, 'upstream cut')
  }
}

async function compressed(bench: Bench): Promise<void> {
  const { bytes, path } = streamNamed('chat-usage-stop-7e5ea4')
  const whole = Buffer.from(JSON.stringify({ id: 'c', choices: [], usage: { prompt_tokens: 7, completion_tokens: 5 } }))
  for (const [encoding, compress] of [
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ] as const)
    for (const [plain, type] of [
      [bytes, 'text/event-stream'],
      [whole, 'application/json'],
    ] as const) {
      const sent = compress(plain)
      const script = answering(sent, 200, { 'content-type': type, 'content-encoding': encoding })
      const { answered, record } = await bench.pass(path, script)
      assert.ok(answered.body.equals(sent), encoding)
      assert.ok((record.outcome?.usage?.inputTokens ?? 0) > 0, `${encoding} ${type}`)
    }
}

interface Exchange {
  readonly url: string
  readonly sent: Readonly<Record<string, string>>
  readonly asked: unknown
  readonly status: number
  readonly told: Readonly<Record<string, string>>
  readonly body: string
}

/** The exchanges of one file, in either of the two forms in which they were published. */
function exchangesIn(file: string): Exchange[] {
  const entries = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>[]
  return entries.map((entry) => {
    const old = entry['rawHeaders'] !== undefined
    const response = old ? entry['response'] : at(entry, 'response', 'body')
    return {
      url: old
        ? String(entry['path'])
        : new URL(String(at(entry, 'request', 'url'))).href.replace(/^https:\/\/[^/]+/, ''),
      sent: (at(entry, 'request', 'headers') ?? {}) as Record<string, string>,
      asked: entry['body'] ?? at(entry, 'request', 'body'),
      status: Number(old ? entry['status'] : at(entry, 'response', 'status_code')),
      told: (entry['rawHeaders'] ?? at(entry, 'response', 'headers')) as Record<string, string>,
      body: typeof response === 'string' ? response : JSON.stringify(response),
    }
  })
}

/** Headers that a sender or a hop makes, and lengths that the published bodies no longer have. */
const madeAnew = /^(host|connection|content-length|transfer-encoding|content-encoding|keep-alive)$/

async function exchanges(bench: Bench): Promise<void> {
  const files = globSync(`${folder}/exchanges/*/*.json`).sort()
  const sequences: string[] = []
  for (const file of files) {
    const seen: string[] = []
    for (const { url, sent, asked, status, told, body } of exchangesIn(file)) {
      const kept = (headers: Readonly<Record<string, string>>): [string, string][] =>
        Object.entries(headers).filter(([name]) => !madeAnew.test(name))
      const request = JSON.stringify(asked)
      const script = answering(body, status, Object.fromEntries(kept(told)))
      const own = kept(sent).filter(([name]) => name !== 'content-type')
      const { answered, arrived, record } = await bench.pass(url, script, request, own.flat())
      assert.equal(arrived.url, url)
      assert.equal(arrived.body.toString(), request)
      for (const [name, value] of kept(sent)) assert.equal(arrived.headers[name], value, name)
      assert.deepEqual([answered.status, answered.body.toString()], [status, body])
      for (const [name, value] of kept(told)) assert.equal(answered.headers[name], value, name)
      seen.push(`${record.outcome?.status}:${record.outcome?.retryCount ?? 0}`)
    }
    sequences.push(seen.join(' '))
  }
  assert.ok(files.length >= 11, String(files.length))
  // One record for each attempt, and each attempt is told apart from a demand of its own.
  assert.equal(sequences.filter((sequence) => sequence === '429:0 429:1 200:2').length, 2)
}

async function odd(bench: Bench): Promise<void> {
  const file = `${folder}/../json/cases.jsonl`
  assert.ok(existsSync(file), 'the cases of JSON are not there')
  let count = 0
  for (const line of readFileSync(file, 'utf8').trimEnd().split('\n')) {
    const { expect, text } = JSON.parse(line) as { expect: string; text?: string }
    if (text === undefined || !/accept|transform/.test(expect)) continue
    const body = `{ "x_odd" : ${text.replace(/^\ufeff/, '')} ,"model":"m", "model":"m"}`
    const { arrived, record } = await bench.pass('/v1/chat/completions', answering('{}'), body)
    assert.equal(arrived.body.toString(), body)
    assert.equal(Buffer.from(record.intent.request).toString(), body)
    count += 1
  }
  assert.ok(count > 80, String(count))
  const body = '{"model":"m","seed":9007199254740993,"big":1e400,"n":1,"n":1,"x_unknown":{"\\u0061":[]},"messages":[]}'
  assert.equal((await bench.pass('/v1/messages', answering('{}'), body)).arrived.body.toString(), body)
}

async function secrets(bench: Bench): Promise<void> {
  const { never_store: names, sdk_fingerprint_request_headers: fingerprint } = published<Headers>('headers.json')
  const hidden = names.filter((name) => name !== 'authorization').flatMap((name) => [name, `hush-${name}`])
  const script = answering('{}', 200, { 'set-cookie': 'hush-answer', 'proxy-authorization': 'hush-answer' })
  bench.upstream.script = script
  // The key that is shown in one header lets in; what the others hold is a secret all the same.
  const shown = hidden.map((value) => (value === 'hush-x-api-key' ? key : value))
  const { record } = await bench.pass('/v1/messages', script, '{"model":"m"}', [
    ...shown,
    ...Object.entries(fingerprint).flat(),
  ])
  const headers = record.intent.client?.['headers'] as Record<string, string>
  assert.deepEqual(
    names.filter((name) => Object.hasOwn(headers, name)),
    [],
  )
  for (const [name, value] of Object.entries(fingerprint))
    if (name !== 'user-agent') assert.equal(headers[name], value, name)
  const everything = [JSON.stringify(record), ...bench.gateway.logged, await bench.gateway.metrics.registry.metrics()]
  assert.doesNotMatch(everything.join('\n'), /hush|shk_test|upstream-secret/)
}

/** The rows, by their number. */
export const answerRows: Readonly<Record<number, Row>> = {
  22: { must: 'a limit and an empty purse are told apart by their code', run: twoKindsOf429 },
  23: { must: 'every status passes unchanged, with its body', run: errorsPass },
  24: { must: 'HTML and empty errors pass unchanged', run: emptyAndHtml },
  25: { must: 'what tells when to come back passes, and ours has the same names', run: retryHeaders },
  26: { must: 'resets pass in every form, garbage too', run: rateHeaders },
  27: { must: 'a client that leaves ends the work, and what it had is recorded', run: clientLeaves },
  28: { must: 'a cut inside an event is a cut, without an end marker', run: upstreamCut },
  29: { must: 'compressed answers pass, and a copy is read', run: compressed },
  30: { must: 'attempts are recorded one by one, with their count', run: exchanges },
  31: { must: 'bodies are forwarded byte for byte, whatever is in them', run: odd },
  32: { must: 'no secret is in a record, a log line or a metric', run: secrets },
}
