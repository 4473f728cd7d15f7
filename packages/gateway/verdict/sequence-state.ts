/** The highest sequence number that was ever in force, kept over restarts: an older table is not taken for a newer one. */
import { FileError, readWhole, replaceFile } from '../file.ts'

/** What is remembered of the last table. */
export interface SequenceState {
  readonly sequence: number
  /** SHA-256 of the table in hex. */
  readonly sha256: string
}

const stateBytesMax = 4096

/** Reads the state; undefined when there is none yet. Throws {@link FileError}. */
export async function readSequenceState(path: string): Promise<SequenceState | undefined> {
  try {
    const { bytes } = await readWhole(path, stateBytesMax)
    const { sequence, sha256 } = JSON.parse(bytes.toString()) as Partial<SequenceState>
    if (Number.isSafeInteger(sequence) && typeof sha256 === 'string') return { sequence: sequence!, sha256 }
  } catch (cause) {
    if (cause instanceof FileError && cause.code === 'missing') return undefined
    if (cause instanceof FileError) throw cause
  }
  const why = 'it is not the state of a verdict table; look at who wrote it, then remove it'
  throw new FileError('malformed', path, why)
}

/** Writes the state. Throws {@link FileError}. */
export async function writeSequenceState(path: string, { sequence, sha256 }: SequenceState): Promise<void> {
  await replaceFile(path, [Buffer.from(`${JSON.stringify({ sequence, sha256 })}\n`)])
}

/** Throws {@link FileError} `outdated` when `next` may not follow `last`. The same table again may. */
export function checkSequence(path: string, last: SequenceState | undefined, next: SequenceState): void {
  if (last === undefined || next.sequence > last.sequence) return
  if (next.sequence === last.sequence && next.sha256 === last.sha256) return
  const numbers = `its sequence number is ${next.sequence}, and ${last.sequence} was in force`
  const why = next.sequence < last.sequence ? 'it is older' : 'it says something else'
  throw new FileError('outdated', path, `${why}: ${numbers}; sign it anew with a higher one`)
}
