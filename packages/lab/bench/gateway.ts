/**
 * What the gateway costs, side by side in one run with a bare proxy of the same parts and with Portkey's gateway: whoever is
 * measured has one core, clients and model server have the other. Everything of ours is on: keys, limits of three scopes,
 * records, the access log. Only loopback is touched, and every load is bounded.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { chatRequest, load, type LoadResult, RawClient } from './gateway/raw-load.ts'
import { Rig, type Served, usageOf } from './gateway/rig.ts'

const rounds = 5
const roundSeconds = 4
const connections = 32
const bodyBytes = 1024

interface Target {
  readonly name: string
  readonly served: Served
  readonly headers: Readonly<Record<string, string>>
}

/** See the file's header. `--throughput`, `--latency`, `--streams` and `--memory` run these parts only; all without them. */
export async function benchGateway(options: readonly string[]): Promise<void> {
  const rig = new Rig()
  try {
    const upstream = await rig.upstream()
    const ours = { authorization: `Bearer ${rig.key}` }
    const portkey = {
      authorization: 'Bearer x',
      'x-portkey-provider': 'openai',
      'x-portkey-custom-host': `http://127.0.0.1:${upstream.port}/v1`,
    }
    const direct: Target = { name: 'direct', served: upstream, headers: ours }
    const targets: readonly Target[] = [
      { name: 'bare undici proxy', served: await rig.bare(upstream), headers: ours },
      { name: 'stillhunt gateway', served: await rig.gateway(upstream), headers: ours },
      { name: 'Portkey 1.15.2', served: await rig.portkey(), headers: portkey },
    ]
    const isAsked = (part: string): boolean => options.length === 0 || options.includes(part)
    if (isAsked('--throughput')) await throughput(targets)
    if (isAsked('--latency')) await latency(direct, targets)
    if (isAsked('--streams')) await streams(direct, targets)
    if (isAsked('--memory')) await memory(targets[1]!)
  } finally {
    await rig.end()
  }
}

async function throughput(targets: readonly Target[]): Promise<void> {
  const results = new Map<string, { rps: number; cpuUs: number; errors: number }[]>()
  for (let round = 0; round <= rounds; round++)
    for (const { name, served, headers } of targets) {
      const before = usageOf(served).cpuSeconds
      const result = await loadFor(served, headers, connections, roundSeconds)
      const cpuUs = ((usageOf(served).cpuSeconds - before) / result.requests) * 1e6
      // The first round warms up.
      if (round > 0)
        results.set(name, [
          ...(results.get(name) ?? []),
          { rps: result.requests / result.seconds, cpuUs, errors: result.errors },
        ])
    }
  const rpsOf = (target: Target): number => median(results.get(target.name)!.map(({ rps }) => rps))
  const [bare, gateway, portkey] = targets.map(rpsOf) as [number, number, number]
  console.log(
    `| one core, 1 kB, ${connections} connections, medians of ${rounds} | requests/s | CPU µs a request | errors |`,
  )
  console.log('|---|--:|--:|--:|')
  for (const target of targets) {
    const rows = results.get(target.name)!
    const errors = rows.reduce((sum, row) => sum + row.errors, 0)
    console.log(
      `| ${target.name} | ${Math.round(rpsOf(target)).toLocaleString('en-US')} | ${Math.round(median(rows.map(({ cpuUs }) => cpuUs)))} | ${errors} |`,
    )
  }
  console.log(
    `\nThe gateway does ${ratio(gateway, bare)} of the bare proxy and ${ratio(gateway, portkey)} of Portkey.\n`,
  )
}

async function latency(direct: Target, targets: readonly Target[]): Promise<void> {
  const p50s = new Map<string, number[]>()
  for (let round = 0; round <= rounds; round++)
    for (const { name, served, headers } of [direct, ...targets]) {
      const { latenciesMs } = await loadFor(served, headers, 1, 1)
      if (round > 0) p50s.set(name, [...(p50s.get(name) ?? []), latenciesMs[latenciesMs.length >> 1] ?? 0])
    }
  const none = median(p50s.get(direct.name)!)
  console.log('| one connection, median | p50 ms | added ms |')
  console.log('|---|--:|--:|')
  for (const { name } of [direct, ...targets]) {
    const p50 = median(p50s.get(name)!)
    console.log(`| ${name} | ${p50.toFixed(3)} | ${(p50 - none).toFixed(3)} |`)
  }
  console.log('')
}

const firstByteAsks = 300
const pacedStreams = 500
const pacedEvents = 150
const paceMs = 20

async function streams(direct: Target, targets: readonly Target[]): Promise<void> {
  console.log(
    `| streams | first byte, p50 ms | added ms | ${pacedStreams} streams of ${pacedEvents} events, ${paceMs} ms apart: s | added |`,
  )
  console.log('|---|--:|--:|--:|--:|')
  let firstDirect = 0
  let pacedDirect = 0
  for (const { name, served, headers } of [direct, ...targets]) {
    // Twice, to warm up.
    for (let round = 0; round < 2; round++) await pacedSeconds(served, headers)
    const first = await firstByteMs(served, headers)
    const paced = await pacedSeconds(served, headers)
    if (name === direct.name) [firstDirect, pacedDirect] = [first, paced]
    const added = `${((paced / pacedDirect - 1) * 100).toFixed(1)} %`
    console.log(
      `| ${name} | ${first.toFixed(3)} | ${(first - firstDirect).toFixed(3)} | ${paced.toFixed(2)} | ${added} |`,
    )
  }
  console.log('')
}

async function firstByteMs(served: Served, headers: Target['headers']): Promise<number> {
  const client = await RawClient.open(served.port)
  const request = chatRequest(headers, bodyBytes, 'stream:3:1')
  const times: number[] = []
  for (let i = 0; i < firstByteAsks; i++) {
    const sentAt = performance.now()
    await client.ask(request, () => times.push(performance.now() - sentAt))
  }
  client.close()
  return median(times)
}

/** The median time that a stream took of all those that ran at once. */
async function pacedSeconds(served: Served, headers: Target['headers']): Promise<number> {
  const request = chatRequest(headers, bodyBytes, `stream:${pacedEvents}:${paceMs}`)
  const all = await Promise.all(
    Array.from({ length: pacedStreams }, async (_, i) => {
      await sleep(i)
      const client = await RawClient.open(served.port)
      const sentAt = performance.now()
      const status = await client.ask(request)
      client.close()
      return status === 200 ? (performance.now() - sentAt) / 1000 : Number.NaN
    }),
  )
  const whole = all.filter((seconds) => !Number.isNaN(seconds))
  if (whole.length < pacedStreams) console.log(`(${pacedStreams - whole.length} streams broke)`)
  return median(whole)
}

const memoryRequests = 1_000_000
const memoryLooks = 10
const abortedStreams = 10_000

async function memory({ served, headers }: Target): Promise<void> {
  const seen: number[] = []
  for (let look = 0; look < memoryLooks; look++) {
    let left = memoryRequests / memoryLooks
    const request = chatRequest(headers, bodyBytes)
    await load({ port: served.port, request, connections }, () => left-- <= 0)
    await sleep(1000)
    seen.push(usageOf(served).rssMb)
  }
  console.log(
    `RSS in MB after every ${(memoryRequests / memoryLooks).toLocaleString('en-US')} of ${memoryRequests.toLocaleString('en-US')} requests: ${shown(seen)}`,
  )
  const aborted: number[] = []
  for (let look = 0; look < memoryLooks; look++) {
    for (let i = 0; i < abortedStreams / memoryLooks; i += 50)
      await Promise.all(Array.from({ length: 50 }, () => abortOne(served, headers)))
    await sleep(1000)
    aborted.push(usageOf(served).rssMb)
  }
  console.log(
    `RSS in MB after every ${(abortedStreams / memoryLooks).toLocaleString('en-US')} of ${abortedStreams.toLocaleString('en-US')} aborted streams: ${shown(aborted)}`,
  )
}

async function abortOne(served: Served, headers: Target['headers']): Promise<void> {
  const client = await RawClient.open(served.port)
  await new Promise<void>((resolve) => {
    void client.ask(chatRequest(headers, bodyBytes, 'stream:1000:5'), resolve).then(() => resolve())
  })
  client.close()
}

function loadFor(served: Served, headers: Target['headers'], count: number, seconds: number): Promise<LoadResult> {
  const end = performance.now() + seconds * 1000
  const request = chatRequest(headers, bodyBytes)
  return load({ port: served.port, request, connections: count }, () => performance.now() > end)
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN
}

function ratio(one: number, other: number): string {
  return `${(one / other).toFixed(2)} ×`
}

function shown(values: readonly number[]): string {
  return values.map((value) => Math.round(value)).join(', ')
}
