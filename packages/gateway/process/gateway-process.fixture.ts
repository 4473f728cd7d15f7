/** A gateway in a process of its own, with a folder, a key and a configuration, on loopback. */
import { type ChildProcess, spawn } from 'node:child_process'
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKey } from '../key.ts'

/** A folder that gateways share and that outlives them. */
export class GatewayFolder {
  readonly path: string = mkdtempSync(join(tmpdir(), 'stillhunt-gateway-'))
  key = ''

  /** Makes the folder, a key of account `acme`, and `gateway.yaml` from `yaml`, with ports of its own and a spool. */
  static async make(upstream: URL, yaml = ''): Promise<GatewayFolder> {
    const folder = new GatewayFolder()
    const { key } = await createKey(join(folder.path, 'keys.jsonl'), { account: 'acme' }, Date.now())
    folder.key = key
    folder.configure(upstream, yaml)
    return folder
  }

  /** Knows the keys of another folder, and no others. */
  use(other: GatewayFolder): void {
    this.key = other.key
    copyFileSync(join(other.path, 'keys.jsonl'), join(this.path, 'keys.jsonl'))
  }

  configure(upstream: URL, yaml = ''): void {
    const common = [
      'listen: {port: 0}',
      'admin: {port: 0}',
      `upstreams: [{provider: openai, url: "${upstream.origin}"}, {provider: anthropic, url: "${upstream.origin}"}]`,
      'keys: {file: keys.jsonl}',
    ]
    const spool = /^tap:/m.test(yaml) ? [] : ['tap: {dir: spool}']
    writeFileSync(join(this.path, 'gateway.yaml'), `${[...common, ...spool, yaml].join('\n')}\n`)
  }

  /** Every record in the spool. */
  records(): Record<string, unknown>[] {
    const spool = join(this.path, 'spool')
    const writers = readdirSync(spool, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    return writers.flatMap(({ name }) =>
      readdirSync(join(spool, name))
        .filter((file) => file.endsWith('.jsonl'))
        .flatMap((file) => readFileSync(join(spool, name, file), 'utf8').split('\n'))
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    )
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}

/** A running gateway. */
export class GatewayProcess {
  readonly child: ChildProcess
  readonly port: number
  readonly adminPort: number
  readonly #folder: GatewayFolder
  readonly #heard: { log: string }
  readonly ended: Promise<number | string>

  private constructor(
    child: ChildProcess,
    folder: GatewayFolder,
    ports: { port: number; adminPort: number },
    heard: { log: string },
  ) {
    this.child = child
    this.#folder = folder
    this.port = ports.port
    this.adminPort = ports.adminPort
    this.#heard = heard
    this.ended = new Promise((resolve) => child.once('exit', (status, signal) => resolve(signal ?? status ?? 0)))
  }

  /** Starts one in `folder`; rejects with what it said when it ends before it serves. */
  static start(folder: GatewayFolder, workers = 1): Promise<GatewayProcess> {
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, 'run.fixture.ts'), join(folder.path, 'gateway.yaml'), String(workers)],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    )
    const heard = { log: '' }
    child.stderr.on('data', (chunk: Buffer) => (heard.log += chunk.toString()))
    return new Promise((resolve, reject) => {
      let out = ''
      child.stdout.on('data', (chunk: Buffer) => {
        out += chunk.toString()
        if (!out.includes('\n')) return
        const ports = JSON.parse(out.slice(0, out.indexOf('\n'))) as { port: number; adminPort: number }
        resolve(new GatewayProcess(child, folder, ports, heard))
      })
      child.once('exit', (status) => reject(new Error(`ended with ${status}: ${heard.log}`)))
    })
  }

  get log(): string {
    return this.#heard.log
  }

  /** Asks for one completion. */
  ask(body = '{"model":"m"}'): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.port}/v1/chat/completions`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${this.#folder.key}`, 'content-type': 'application/json' },
    })
  }

  async admin(path: string): Promise<{ status: number; text: string }> {
    const answer = await fetch(`http://127.0.0.1:${this.adminPort}${path}`)
    return { status: answer.status, text: await answer.text() }
  }

  /** Resolves when the log holds `pattern`. */
  async logged(pattern: RegExp): Promise<void> {
    for (let i = 0; i < 1000 && !pattern.test(this.log); i++) await new Promise((resolve) => setTimeout(resolve, 10))
    if (!pattern.test(this.log)) throw new Error(`the log never held ${pattern}: ${this.log}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill('SIGKILL')
    await this.ended
  }
}
