/** Real servers for tests: Debian's redis-server on loopback, and a cluster of three. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'

/** Why tests with a server are skipped; false when there is one. */
export const withoutRedis: string | false = hasRedis() ? false : 'redis-server is not installed (Debian: redis-server)'

function hasRedis(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' })
    execFileSync('redis-cli', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** One server. It keeps nothing on disk: after a restart it is empty. */
export interface RedisServer {
  readonly port: number
  readonly url: string
  /** Starts it again after {@link kill}, on the same port. */
  start(): Promise<void>
  /** SIGKILL; resolves when it is dead. */
  kill(): Promise<void>
  signal(signal: NodeJS.Signals): void
  /** What `redis-cli` says to a command. */
  say(...command: string[]): string
  stop(): Promise<void>
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  // A cluster's bus is 10,000 above.
  return port > 55_000 ? freePort() : port
}

/** Starts a server on a random port of 127.0.0.1, with more arguments to `redis-server`; waits until it answers. */
export async function startRedis(args: readonly string[] = [], password?: string): Promise<RedisServer> {
  const port = await freePort()
  const folder = mkdtempSync(`${tmpdir()}/stillhunt-redis-`)
  const fixed = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder]
  let child: ChildProcess | undefined
  const say = (...command: string[]): string =>
    execFileSync('redis-cli', ['-p', String(port), ...command], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, ...(password === undefined ? {} : { REDISCLI_AUTH: password }) },
    }).trim()
  const start = async (): Promise<void> => {
    child = spawn('redis-server', [...fixed, ...args], { stdio: 'ignore' })
    for (let round = 0; round < 400; round += 1) {
      try {
        if (say('PING') === 'PONG') return
      } catch {
        // Not listening yet.
      }
      // oxlint-disable-next-line no-await-in-loop
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    throw new Error('redis-server did not answer within 4 s')
  }
  const kill = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const dead = once(child, 'exit')
    child.kill('SIGKILL')
    await dead
  }
  const stop = async (): Promise<void> => {
    await kill()
    rmSync(folder, { recursive: true, force: true })
  }
  await start()
  return { port, url: `redis://127.0.0.1:${port}`, start, kill, stop, say, signal: (name) => void child?.kill(name) }
}

const asNode: readonly string[] = Object.entries({
  'cluster-enabled': 'yes',
  'cluster-node-timeout': '1000',
  'cluster-require-full-coverage': 'no',
  'repl-diskless-sync-delay': '0',
}).flatMap(([name, value]) => [`--${name}`, value])

/** Starts a replica of one node of a cluster, and waits until it could take its place. */
export async function startReplica(of: RedisServer): Promise<RedisServer> {
  const replica = await startRedis(asNode)
  const addresses = [replica, of].map(({ port }) => `127.0.0.1:${port}`)
  const master = ['--cluster-slave', '--cluster-master-id', of.say('CLUSTER', 'MYID')]
  execFileSync('redis-cli', ['--cluster', 'add-node', ...addresses, ...master], { stdio: 'ignore' })
  for (let round = 0; !replica.say('INFO', 'replication').includes('master_link_status:up'); round += 1) {
    if (round > 300) throw new Error('the replica did not come up within 15 s')
    // oxlint-disable-next-line no-await-in-loop
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return replica
}

/** Starts three servers that share the slots of a cluster. */
export async function startCluster(): Promise<readonly RedisServer[]> {
  const servers = await Promise.all([startRedis(asNode), startRedis(asNode), startRedis(asNode)])
  const addresses = servers.map(({ port }) => `127.0.0.1:${port}`)
  execFileSync('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-yes'], { stdio: 'ignore' })
  for (let round = 0; !servers.every(({ say }) => say('CLUSTER', 'INFO').includes('cluster_state:ok')); round += 1) {
    if (round > 200) throw new Error('the cluster did not come together within 10 s')
    // oxlint-disable-next-line no-await-in-loop
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return servers
}
