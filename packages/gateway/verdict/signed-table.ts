/** A verdict table in a signed envelope. */
import { isUtf8 } from 'node:buffer'
import { hash, type KeyObject } from 'node:crypto'
import { faultText, parseVerdictTable, serialiseVerdictTable, type VerdictTable } from '@stillhunt/core/policy'
import { FileError, readWhole, replaceFile, withLock } from '../file.ts'
import { envelopeBytesMax, openEnvelope, readEnvelope, sealEnvelope } from './envelope.ts'

/** The type of the payload, signed with it. */
export const verdictPayloadType = 'application/vnd.stillhunt.verdicts+json'

/** A table that was signed by a key that is trusted. */
export interface SignedTable {
  readonly table: VerdictTable
  /** Who signed it. */
  readonly keyId: string
  /** SHA-256 of the table's bytes in hex: two tables of one sequence number must not differ. */
  readonly sha256: string
}

/** A table as a signed file. Keys are Ed25519, private; more than one lets readers change from one key to the next. */
export function signVerdictTable(table: VerdictTable, keys: readonly KeyObject[]): string {
  return sealEnvelope(verdictPayloadType, Buffer.from(serialiseVerdictTable(table)), keys)
}

/**
 * Reads a signed file. Nothing in it is looked at as a table before one of the `trust`ed keys (Ed25519, public) is seen to
 * have signed it. Throws {@link FileError}: `untrusted`, or `malformed` with the first fault; `path` is for its message.
 */
export function openSignedTable(path: string, bytes: Uint8Array, trust: readonly KeyObject[]): SignedTable {
  const opened = openEnvelope(textOf(path, bytes), trust)
  if (!opened.ok)
    throw opened.isMalformed
      ? new FileError('malformed', path, `${opened.why}; stillhunt verdicts sign writes one`)
      : new FileError('untrusted', path, `${opened.why}; sign it with a trusted key, or trust the key that signed it`)
  const { payload, payloadType, keyId } = opened
  return { table: parsed(path, payload, payloadType), keyId, sha256: hash('sha256', payload, 'hex') }
}

/** The bytes of a signed file, or of a table that is to be signed. Throws {@link FileError}. */
export async function readSignedFile(path: string): Promise<Buffer> {
  return (await readWhole(path, envelopeBytesMax)).bytes
}

/** Puts a signed file in place of the one that gateways watch. Throws {@link FileError}. */
export async function replaceSignedFile(path: string, text: string): Promise<void> {
  await withLock(path, () => replaceFile(path, [Buffer.from(text)]))
}

/** Reads a signed file without asking who signed it, for people to look at. Throws {@link FileError}. */
export function peekSignedTable(path: string, bytes: Uint8Array): VerdictTable {
  const read = readEnvelope(textOf(path, bytes))
  if (typeof read === 'string') throw new FileError('malformed', path, `${read}; stillhunt verdicts sign writes one`)
  return parsed(path, read.payload, read.payloadType)
}

function parsed(path: string, payload: Buffer, payloadType: string): VerdictTable {
  if (payloadType !== verdictPayloadType)
    throw new FileError(
      'untrusted',
      path,
      `it was signed for another purpose; its payloadType must be ${verdictPayloadType}`,
    )
  const read = parseVerdictTable(textOf(path, payload))
  if (read.ok) return read.value
  const more = read.faults.length > 1 ? ` (and ${read.faults.length - 1} more)` : ''
  throw new FileError('malformed', path, `${faultText(read.faults[0]!)}${more}`)
}

function textOf(path: string, bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw new FileError('malformed', path, 'it is no UTF-8; write it with stillhunt verdicts sign')
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()
}
