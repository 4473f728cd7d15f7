/** The worlds of the panel as files: generated once for each state of the generator, kept under `.stillhunt/bench`. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { zstdCompressSync } from 'node:zlib'
import { generateWorld, type LabelLine, type PanelWorld } from '../world.ts'

const root = '.stillhunt/bench/panel'
const generator = fileURLToPath(new URL('../world', import.meta.url))
const stampLength = 12

/** Where one world lies. */
export interface PanelFiles {
  readonly folder: string
  readonly logs: string
  readonly accounts: string
  readonly labels: readonly LabelLine[]
}

/** The files of the world; made when the generator or the world's declaration has changed since. */
export function panelFiles(world: PanelWorld): PanelFiles {
  const folder = join(root, `${world.name}-${generatorStamp()}`)
  if (!existsSync(folder)) {
    dropOlder(world.name)
    writeFiles(world, folder)
  }
  return {
    folder,
    logs: join(folder, 'interactions.jsonl.zst'),
    accounts: join(folder, 'accounts.jsonl'),
    labels: readLabels(join(folder, 'labels.jsonl')),
  }
}

/** The hash of all that decides what a world looks like: the generator's source, declarations included. */
function generatorStamp(): string {
  const hash = createHash('sha256')
  const files = readdirSync(generator, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
  for (const path of files.filter((file) => !file.endsWith('.test.ts')).sort())
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(generator, path)))
  return hash.digest('hex').slice(0, stampLength)
}

function dropOlder(name: string): void {
  mkdirSync(root, { recursive: true })
  for (const entry of readdirSync(root))
    if (entry.startsWith(`${name}-`)) rmSync(join(root, entry), { recursive: true, force: true })
}

function writeFiles({ spec }: PanelWorld, folder: string): void {
  const world = generateWorld(spec)
  const unfinished = `${folder}.${process.pid}.tmp`
  mkdirSync(unfinished, { recursive: true })
  const lines = (items: readonly unknown[]): string => items.map((item) => `${JSON.stringify(item)}\n`).join('')
  writeFileSync(join(unfinished, 'interactions.jsonl.zst'), zstdCompressSync(lines(world.records)))
  writeFileSync(join(unfinished, 'accounts.jsonl'), lines(world.accounts))
  writeFileSync(join(unfinished, 'labels.jsonl'), lines(world.labels))
  renameSync(unfinished, folder)
}

function readLabels(path: string): LabelLine[] {
  const lines = readFileSync(path, 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as LabelLine)
}
