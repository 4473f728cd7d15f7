/** Processes for measuring a gateway: each on the core that it is given, all of them on loopback, gone with this one. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

const packages = join(import.meta.dirname, '../../..')
const command = join(packages, 'cli/stillhunt.mjs')

/** The core of what is measured, and that of clients and model server. */
export const cores = { measured: 0, others: 1 } as const

/** A process that said on which port it listens. */
export interface Served {
  readonly child: ChildProcess
  readonly port: number
}

/** Everything that one measurement starts, and its folder. */
export class Rig {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'stillhunt-bench-'))
  readonly key: string
  readonly #children = new Set<ChildProcess>()

  constructor() {
    const keys = join(this.folder, 'keys.jsonl')
    const words = ['keys', 'create', '--file', keys, '--account', 'bench']
    this.key = execFileSync(process.execPath, [command, ...words], { encoding: 'utf8', stdio: 'pipe' }).trim()
  }

  /** Starts `words` under this Node on `core`; resolves when a line of its output matches `pattern`, whose group is the port. */
  start(core: number, words: readonly string[], pattern: RegExp, env: NodeJS.ProcessEnv = {}): Promise<Served> {
    const child = spawn('taskset', ['-c', String(core), process.execPath, ...words], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    })
    this.#children.add(child)
    let said = ''
    return new Promise((resolve, reject) => {
      const hear = (data: Buffer): void => {
        said = (said + data.toString()).slice(-10_000)
        const [, port] = pattern.exec(said) ?? []
        if (port !== undefined) resolve({ child, port: Number(port) })
      }
      child.stdout.on('data', hear)
      child.stderr.on('data', hear)
      child.once('exit', (status) => reject(new Error(`${words.join(' ')} ended with ${status}: ${said}`)))
    })
  }

  upstream(): Promise<Served> {
    return this.start(cores.others, [join(import.meta.dirname, 'raw-upstream.ts')], /"port":(\d+)/)
  }

  bare(upstream: Served): Promise<Served> {
    const file = join(packages, 'gateway/proxy/bare-proxy.fixture.ts')
    return this.start(cores.measured, [file, `http://127.0.0.1:${upstream.port}`], /"port":(\d+)/)
  }

  /** Our gateway with everything on: keys, limits of three scopes, records, the access log. `more` is YAML. */
  gateway(upstream: Served, workers = 1, port = 0, more = ''): Promise<Served> {
    const config = join(this.folder, 'gateway.yaml')
    const most = 1_000_000_000
    const limits = `{requests_per_minute: ${most}, tokens_per_minute: ${most * 1000}, concurrent_requests: 100000}`
    writeFileSync(
      config,
      [
        `listen: {port: ${port}}`,
        'admin: {port: 0}',
        `upstreams: [{provider: openai, url: "http://127.0.0.1:${upstream.port}"}]`,
        'keys: {file: keys.jsonl}',
        `limits: {default: {key: ${limits}, account: ${limits}, global: ${limits}}}`,
        more === '' ? 'tap: {dir: spool, bytes_max: 8000000000}' : more,
        '',
      ].join('\n'),
    )
    const words = [command, 'gateway', '--config', config, '--workers', String(workers)]
    return this.start(cores.measured, words, /serving on port (\d+)/)
  }

  /** Portkey's gateway, installed from its lock file into a folder of this repository that git does not know. */
  portkey(): Promise<Served> {
    const folder = join(packages, '../.stillhunt/portkey')
    mkdirSync(folder, { recursive: true })
    for (const file of ['package.json', 'package-lock.json'])
      writeFileSync(join(folder, file), readFileSync(join(import.meta.dirname, 'portkey', file)))
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'ignore' })
    const port = 20_000 + (process.pid % 10_000)
    const words = ['node_modules/@portkey-ai/gateway/build/start-server.js', `--port=${port}`, '--headless']
    const pattern = new RegExp(`localhost:(${port})`)
    return this.start(cores.measured, [join(folder, words[0]!), ...words.slice(1)], pattern, {
      TRUSTED_CUSTOM_HOSTS: 'localhost,127.0.0.1',
    })
  }

  /** Ends everything and removes the folder. */
  async end(): Promise<void> {
    const ends = [...this.#children]
      .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
      .map((child) => {
        child.kill('SIGKILL')
        return new Promise((resolve) => child.once('exit', resolve))
      })
    await Promise.all(ends)
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** The process that does the work: `taskset` becomes it. Its memory in MB and the CPU time that it took, in seconds. */
export function usageOf({ child }: Served): { readonly rssMb: number; readonly cpuSeconds: number } {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(status) ?? []
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return { rssMb: Number(kilobytes) / 1024, cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100 }
}
