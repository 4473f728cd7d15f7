/** What the rows of the wire suite have in common: one gateway before one model server, and what passed through them. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { type Answered, GatewayFixture, key, type Recorded, send } from './gateway.fixture.ts'
import { folder, streamNamed } from './published.fixture.ts'
import { type Arrived, FakeUpstream, type Script, streaming } from '../double.ts'

/** One row of the table of what a transparent proxy must survive. */
export interface Row {
  /** What is shown, in the words of the table. */
  readonly must: string
  readonly run: (bench: Bench) => Promise<void>
}

/** One call that passed. */
export interface Passed {
  readonly answered: Answered
  readonly arrived: Arrived
  readonly record: Recorded
  /** The body that was recorded, read as JSON where it is bytes. */
  readonly body: Record<string, unknown>
}

/** Asks for a stream and its usage, so that nothing has to be taken out of the answer. */
export const asking = '{"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[]}'
/** Asks for a stream without its usage, so that the gateway looks for usage to take out. */
export const silent = '{"model":"m","stream":true,"messages":[]}'

/** A gateway without limits before a model server that does as it is told. */
export class Bench {
  readonly upstream: FakeUpstream
  readonly gateway: GatewayFixture

  private constructor(upstream: FakeUpstream, gateway: GatewayFixture) {
    this.upstream = upstream
    this.gateway = gateway
  }

  static async start(): Promise<Bench> {
    const upstream = await FakeUpstream.start()
    return new Bench(upstream, await GatewayFixture.start({ upstream: upstream.url }))
  }

  /** One call, answered by `script`. */
  async pass(path: string, script: Script, body: string = asking, headers: readonly string[] = []): Promise<Passed> {
    this.upstream.script = script
    const before = this.gateway.records.length
    const own = ['authorization', `Bearer ${key}`, 'content-type', 'application/json']
    const answered = await send(`${this.gateway.url}${path}`, { body, headers: [...own, ...headers] })
    const record = (await this.gateway.recorded(before + 1))[before]!
    const { response } = record.outcome!
    const recorded = response instanceof Uint8Array ? parsed(Buffer.from(response).toString()) : (response ?? {})
    return { answered, arrived: this.upstream.arrived.at(-1)!, record, body: recorded as Record<string, unknown> }
  }

  /** The published stream whose name has `part` in it, in small pieces; its bytes have passed when this resolves. */
  async stream(part: string): Promise<Passed & { readonly text: string }> {
    const { path, bytes } = streamNamed(part)
    const passed = await this.pass(path, streaming(bytes, 61))
    assert.ok(passed.answered.body.equals(bytes), part)
    assert.equal(passed.record.outcome?.status, 200)
    return { ...passed, text: bytes.toString() }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.gateway[Symbol.asyncDispose]()
    await this.upstream[Symbol.asyncDispose]()
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

/** One of the published files, as JSON. */
export function published<Value>(name: string): Value {
  return JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as Value
}

/** The payloads of a stream that are JSON. */
export function payloadsOf(text: string): Record<string, unknown>[] {
  return [...text.matchAll(/^data: (\{.*)$/gm)].map(([, data]) => parsed(data!) as Record<string, unknown>)
}

/** What stands in `value` under the names of `path`, one after the other. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, name) => (inner as Record<string | number, unknown> | undefined)?.[name], value)
}
