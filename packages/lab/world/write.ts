/** Writes a world to disk. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { World } from './world.ts'

const linesPerChunk = 500

/**
 * Writes interactions.jsonl, accounts.jsonl and labels.jsonl to the folder, which is made when absent. Each file appears
 * whole or not at all: it is written beside its place and moved there.
 */
export function writeWorld(world: World, folder: string): void {
  mkdirSync(folder, { recursive: true })
  writeLines(join(folder, 'interactions.jsonl'), world.records)
  writeLines(join(folder, 'accounts.jsonl'), world.accounts)
  writeLines(join(folder, 'labels.jsonl'), world.labels)
}

function writeLines(path: string, lines: readonly unknown[]): void {
  const temporary = `${path}.${process.pid}.tmp`
  writeFileSync(temporary, '')
  for (let at = 0; at < lines.length; at += linesPerChunk) {
    const chunk = lines.slice(at, at + linesPerChunk).map((line) => `${JSON.stringify(line)}\n`)
    writeFileSync(temporary, chunk.join(''), { flag: 'a' })
  }
  renameSync(temporary, path)
}
