/** The benchmark's own scorer, where there is one: the second opinion on ours. */
import { execFile } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readTimeline } from './timeline.ts'

/** The reference scorer could not score: a report of the wrong format, or a folder without labels. Not worth a retry. */
export class ReferenceScorerError extends Error {
  readonly code = 'reference-scorer'
  readonly retry = false
}

/** Where the reference scorer lies, beside the repository. */
export const referenceScorerPath: string = fileURLToPath(new URL('../../../../shared/range/score.mjs', import.meta.url))

const outputBytesMax = 64 * 1024 * 1024

/**
 * Runs the reference scorer on a report file and a world's folder; resolves to what it prints, or to undefined when it
 * is not there. Rejects with ReferenceScorerError when it refuses, with its own words. Reads all interactions once.
 */
export async function runReferenceScorer(
  reportPath: string,
  folder: string,
  scorerPath: string = referenceScorerPath,
): Promise<unknown> {
  if (!existsSync(scorerPath)) return undefined
  const copy = await copyWhatItNeeds(folder)
  try {
    return JSON.parse(await run([scorerPath, reportPath, copy, '--json'])) as unknown
  } finally {
    rmSync(copy, { recursive: true })
  }
}

/**
 * The scorer reads lines with readline, which under Node 24 (not 20) cuts them at U+2028 and U+2029, and so chokes on
 * some that prompts hold. It needs ids and times only: it gets a copy without prompts.
 */
async function copyWhatItNeeds(folder: string): Promise<string> {
  const copy = mkdtempSync(join(tmpdir(), 'stillhunt-reference-'))
  for (const name of ['labels.jsonl', 'world.json']) {
    if (existsSync(join(folder, name))) copyFileSync(join(folder, name), join(copy, name))
  }
  const timeline = await readTimeline(folder)
  if (timeline === undefined) return copy
  const lines = [...timeline].flatMap(([account, records]) =>
    records.map(({ id, timeMs }) => `${JSON.stringify({ v: 1, id, ts: new Date(timeMs).toISOString(), account })}\n`),
  )
  writeFileSync(join(copy, 'interactions.jsonl'), lines.join(''))
  return copy
}

function run(words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, words, { maxBuffer: outputBytesMax }, (cause, stdout, stderr) => {
      if (cause === null) resolve(stdout)
      else reject(new ReferenceScorerError(`[reference-scorer] ${stderr.trim() || cause.message}`, { cause }))
    })
  })
}
