/** The small world as files, and the command line as its users have it: another process. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after } from 'node:test'
import { generateWorld, smallSpec, type World, writeWorld } from '@stillhunt/lab/world'

/** The small world. */
export const world: World = generateWorld(smallSpec)

/** A folder with the world in it, gone when all tests of the file are over. */
export const folder: string = mkdtempSync(join(tmpdir(), 'stillhunt-cli-'))
writeWorld(world, folder)
after(() => rmSync(folder, { recursive: true, force: true }))

/** The world's logs and registry. */
export const logs: string = join(folder, 'interactions.jsonl')
export const accounts: string = join(folder, 'accounts.jsonl')

/** The members of the one operator in the world, in order. */
export const operatorAccounts: readonly string[] = world.labels
  .filter(({ campaign }) => campaign !== null)
  .map(({ account }) => account)
  .sort()

/** What a run of the command line came to. */
export interface Run {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  /** Without the progress that a slow machine makes a run tell; with `--quiet` all of it. */
  readonly stderr: string
}

const progressLines = /^(?:(?:\d+ %, )?[\d,]+ records(?:,| read,).*|step [\d,]+ of .*)\n/gm

/** How to run it. */
export interface RunOptions {
  readonly input?: string | Uint8Array
  readonly env?: Readonly<Record<string, string>>
  /** Ends it with SIGKILL after so long. */
  readonly killAfterMs?: number
  /** Closes its standard output at once, as a reader does that has seen enough. */
  readonly isUnread?: boolean
}

const program = new URL('./stillhunt.mjs', import.meta.url).pathname

/** Runs `stillhunt` with these words, in the world's folder, without a terminal and without the environment of the tests. */
export async function stillhunt(
  words: readonly string[],
  { input, env = {}, killAfterMs, isUnread = false }: RunOptions = {},
): Promise<Run> {
  const child = spawn(process.execPath, [program, ...words], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: folder, ...env },
    stdio: 'pipe',
  })
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const ended = new Promise<Pick<Run, 'status' | 'signal'>>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status, signal) => resolve({ status, signal }))
  })
  if (isUnread) child.stdout.destroy()
  const [stdout, stderr, end] = await Promise.all([isUnread ? '' : text(child.stdout), text(child.stderr), ended])
  clearTimeout(timer)
  return { ...end, stdout, stderr: words.includes('--quiet') ? stderr : stderr.replaceAll(progressLines, '') }
}

/** Writes a file into the world's folder and answers its path. */
export function put(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
