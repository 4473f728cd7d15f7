/** The benchmark's own scorer, where there is one: the second opinion on ours. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

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
 * is not there. Rejects with ReferenceScorerError when it refuses, with its own words.
 */
export function runReferenceScorer(
  reportPath: string,
  folder: string,
  scorerPath: string = referenceScorerPath,
): Promise<unknown> {
  if (!existsSync(scorerPath)) return Promise.resolve(undefined)
  return new Promise((resolve, reject) => {
    const words = [scorerPath, reportPath, folder, '--json']
    execFile(process.execPath, words, { maxBuffer: outputBytesMax }, (cause, stdout, stderr) => {
      if (cause === null) resolve(JSON.parse(stdout))
      else reject(new ReferenceScorerError(`[reference-scorer] ${stderr.trim() || cause.message}`, { cause }))
    })
  })
}
