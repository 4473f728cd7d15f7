/**
 * Whether every call has one record, whoever is killed: workers, the gateway and the sink are each killed with SIGKILL ten
 * times, at random moments under load. Every call names a user of its own; what the model server saw is held against what the
 * sink has. Only loopback is touched; the load is bounded and ends by itself.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chatRequest, RawClient } from './gateway/raw-load.ts'
import { cores, Rig, type Served } from './gateway/rig.ts'

const killsOfEach = 10
const workers = 2
const clients = 8
const betweenMsMax = 1200
const settleSecondsMax = 60

/** What the load did. */
interface Load {
  isOver: boolean
  asked: number
  answered: number
}

/** See the file's header. */
export async function benchGatewayKill(): Promise<void> {
  const rig = new Rig()
  try {
    const upstream = await rig.upstream()
    const folder = join(rig.folder, 'sink')
    const startSink = (port = 0): Promise<Served> =>
      rig.start(cores.others, [join(import.meta.dirname, 'gateway/sink.ts'), folder, String(port)], /"port":(\d+)/)
    let sink = await startSink()
    const tap = `tap: {dir: spool, segment_bytes: 1000000, sink: {url: "http://127.0.0.1:${sink.port}/", compression: none, interval_s: 0.05}}`
    let gateway = await rig.gateway(upstream, workers, 0, tap)
    const { port } = gateway
    const load: Load = { isOver: false, asked: 0, answered: 0 }
    const loads = Array.from({ length: clients }, () => ask(port, rig.key, load))
    for (const victim of shuffled()) {
      await sleep(Math.random() * betweenMsMax)
      if (victim === 'worker') killWorker(gateway)
      if (victim === 'sink') {
        await killed(sink)
        sink = await startSink(sink.port)
      }
      if (victim === 'gateway') {
        await killed(gateway)
        gateway = await rig.gateway(upstream, workers, port, tap)
      }
    }
    await sleep(1000)
    load.isOver = true
    await Promise.all(loads)
    await report(upstream, folder, load)
  } finally {
    await rig.end()
  }
}

function shuffled(): readonly ('worker' | 'gateway' | 'sink')[] {
  const all = (['worker', 'gateway', 'sink'] as const).flatMap((victim) =>
    Array.from({ length: killsOfEach }, () => victim),
  )
  return all
    .map((victim) => ({ victim, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ victim }) => victim)
}

/** Asks one thing after the other, each as a user of its own; a broken connection is made anew, the call is not repeated. */
async function ask(port: number, key: string, load: Load): Promise<void> {
  let client: RawClient | undefined
  while (!load.isOver) {
    client ??= await RawClient.open(port).catch(() => undefined)
    if (client === undefined) {
      await sleep(20)
      continue
    }
    load.asked += 1
    const request = chatRequest({ authorization: `Bearer ${key}` }, 1024, `u-${load.asked}`)
    const status = await client.ask(request)
    if (status === 200) load.answered += 1
    else {
      client.close()
      client = undefined
    }
  }
  client?.close()
}

async function killed({ child }: Served): Promise<void> {
  const hasEnded = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await hasEnded
}

function killWorker({ child }: Served): void {
  const pids = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ')
  const pid = Number(pids[Math.floor(Math.random() * pids.length)])
  if (pid > 0) process.kill(pid, 'SIGKILL')
}

async function report(upstream: Served, folder: string, load: Load): Promise<void> {
  const seen = (await (await fetch(`http://127.0.0.1:${upstream.port}/seen`)).text()).split('\n').filter(Boolean)
  let counts = recordsIn(folder)
  for (let waited = 0; waited < settleSecondsMax && seen.some((user) => !counts.has(user)); waited++) {
    await sleep(1000)
    counts = recordsIn(folder)
  }
  const lost = seen.filter((user) => !counts.has(user)).length
  const doubled = [...counts.values()].filter((count) => count > 1).length
  console.log(
    `Killed at random moments under load: workers ${killsOfEach}, the gateway ${killsOfEach}, the sink ${killsOfEach} times.`,
  )
  console.log('| calls asked | answered | seen by the model server | records at the sink | lost | doubled |')
  console.log('|--:|--:|--:|--:|--:|--:|')
  console.log(`| ${load.asked} | ${load.answered} | ${seen.length} | ${counts.size} | ${lost} | ${doubled} |`)
}

/** Records at the sink, by the user of their request. */
function recordsIn(folder: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const file of readdirSync(folder)) {
    if (!file.endsWith('.ndjson')) continue
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
      if (line === '') continue
      const { request } = JSON.parse(line) as { request: { user?: string } }
      counts.set(request.user ?? '', (counts.get(request.user ?? '') ?? 0) + 1)
    }
  }
  return counts
}
