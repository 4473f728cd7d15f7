/** Runs one program and measures it from outside. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import process from 'node:process'

/** What one run took. */
export interface Run {
  readonly wallMs: number
  /** The most memory that the process held at once (VmHWM), sampled until shortly before its end. */
  readonly peakBytes: number
  readonly output: string
}

const sampleMs = 20

/** Runs Node with `words`; rejects when it exits with another status than 0. */
export async function runNode(words: readonly string[]): Promise<Run> {
  const startedMs = performance.now()
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (piece: Buffer) => (output += piece.toString('utf8')))
  let peakBytes = 0
  const sampler = setInterval(() => (peakBytes = Math.max(peakBytes, highWaterBytes(child.pid))), sampleMs)
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  clearInterval(sampler)
  const wallMs = performance.now() - startedMs
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}`)
  return { wallMs, peakBytes, output }
}

function highWaterBytes(pid: number | undefined): number {
  try {
    const match = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return match === null ? 0 : Number(match[1]) * 1024
  } catch {
    // Ended in between, or a system without /proc.
    return 0
  }
}

/** The middle of some measurements; the upper one of two. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
