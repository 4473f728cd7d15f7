/** Changes to a file of keys: one at a time, whole or not at all. */
import assert from 'node:assert/strict'
import type { Fault } from '@stillhunt/core/policy'
import { FileError, type LockOptions, readWhole, replaceFile, withLock } from '../file.ts'
import type { KeyGrant } from './key.ts'
import { type KeyRecord, readKeyLine, writeKeyLine } from './key-line.ts'
import { keyFileBytesMax, keysMax, KeyTable } from './key-table.ts'
import { hashOfKey, idOfKey, keyIdPattern, mintKey } from './key-text.ts'

/** What a new key is to grant. */
export type KeyTerms = Omit<KeyGrant, 'id'>

/** A new key: the only time that it is seen. */
export interface NewKey {
  readonly key: string
  readonly record: KeyRecord
}

/** A key that was asked for and is not there to be changed. `ids` are those that are. */
export interface NoKey {
  readonly ok: false
  readonly why: 'no id' | 'unknown' | 'wrong secret' | 'revoked' | 'expired' | 'rotated'
  readonly ids: readonly string[]
  readonly record?: KeyRecord
}

/** What is wrong with terms that a key is to have; nothing when it may have them. */
export function termFaults(terms: KeyTerms): readonly Fault[] {
  const grant = { id: 'shk_000000000000', ...terms }
  const read = readKeyLine(writeKeyLine({ grant, sha256: '0'.repeat(64), createdMs: Date.UTC(2026, 0) }))
  return read.ok ? [] : read.faults
}

/**
 * Makes a key and adds it to the file, which is made with mode 0600 when there is none. `terms` must be
 * without {@link termFaults}. Throws {@link FileError}. O(file).
 */
export async function createKey(path: string, terms: KeyTerms, nowMs: number, options?: LockOptions): Promise<NewKey> {
  return withLock(
    path,
    async () => {
      const table = await readTable(path, 'may be new')
      const minted = mint(terms, nowMs)
      await replaceFile(path, [table.bytes, addedLine(path, minted.record, table)])
      return minted
    },
    options,
  )
}

/** All keys of a file, in its order. Throws {@link FileError}. */
export async function listKeys(path: string): Promise<readonly KeyRecord[]> {
  const table = await readTable(path, 'must be there')
  return Array.from({ length: table.count }, (_, row) => table.recordOf(row))
}

/**
 * Revokes a key by its id, or by itself where it was found lying about. One that is revoked already stays as it is.
 * Throws {@link FileError}. O(file).
 */
export async function revokeKey(
  path: string,
  idOrKey: string,
  nowMs: number,
  options?: LockOptions,
): Promise<{ readonly ok: true; readonly record: KeyRecord; readonly wasRevoked: boolean } | NoKey> {
  return withLock(
    path,
    async () => {
      const table = await readTable(path, 'must be there')
      const row = find(table, idOrKey)
      if (typeof row !== 'number') return row
      const record = table.recordOf(row)
      if (record.revokedMs !== undefined) return { ok: true, record, wasRevoked: true }
      const revoked = { ...record, revokedMs: nowMs }
      await replaceFile(path, withLine(table, row, revoked))
      return { ok: true, record: revoked, wasRevoked: false }
    },
    options,
  )
}

/** How a key is rotated. */
export interface Rotation {
  /** For how long the old key is still good, in ms. */
  readonly graceMs: number
  /** When the new key expires, in ms since the epoch; as the old one when absent. */
  readonly expiresMs?: number
}

/**
 * Makes another key for the same grant; the old one expires after a grace, or when it would have. Throws
 * {@link FileError}. O(file).
 */
export async function rotateKey(
  path: string,
  idOrKey: string,
  { graceMs, expiresMs }: Rotation,
  nowMs: number,
  options?: LockOptions,
): Promise<({ readonly ok: true; readonly old: KeyRecord } & NewKey) | NoKey> {
  return withLock(
    path,
    async () => {
      const table = await readTable(path, 'must be there')
      const row = find(table, idOrKey)
      if (typeof row !== 'number') return row
      const record = table.recordOf(row)
      const why = whyNotRotated(record, nowMs)
      if (why !== undefined) return { ok: false, why, ids: [], record }
      const { id, ...terms } = record.grant
      const minted = mint(expiresMs === undefined ? terms : { ...terms, expiresMs }, nowMs, id)
      const endMs = Math.min(nowMs + graceMs, record.grant.expiresMs ?? Number.POSITIVE_INFINITY)
      const old = { ...record, grant: { ...record.grant, expiresMs: endMs }, rotatedTo: minted.record.grant.id }
      await replaceFile(path, [...withLine(table, row, old), addedLine(path, minted.record, table)])
      return { ok: true, old, ...minted }
    },
    options,
  )
}

function whyNotRotated({ grant, revokedMs, rotatedTo }: KeyRecord, nowMs: number): NoKey['why'] | undefined {
  if (revokedMs !== undefined) return 'revoked'
  if (rotatedTo !== undefined) return 'rotated'
  return grant.expiresMs !== undefined && grant.expiresMs <= nowMs ? 'expired' : undefined
}

async function readTable(path: string, presence: 'may be new' | 'must be there'): Promise<KeyTable> {
  try {
    const { bytes } = await readWhole(path, keyFileBytesMax)
    return await KeyTable.read(path, bytes)
  } catch (cause) {
    if (presence === 'may be new' && cause instanceof FileError && cause.code === 'missing') return KeyTable.empty()
    throw cause
  }
}

function mint(terms: KeyTerms, nowMs: number, rotatedFrom?: string): NewKey {
  const key = mintKey()
  const grant = { id: idOfKey(key)!, ...terms }
  const record = { grant, sha256: hashOfKey(key).toString('hex'), createdMs: nowMs }
  return { key, record: rotatedFrom === undefined ? record : { ...record, rotatedFrom } }
}

function find(table: KeyTable, idOrKey: string): number | NoKey {
  const id = idOfKey(idOrKey) ?? idOrKey
  const none = (why: NoKey['why']): NoKey => ({ ok: false, why, ids: why === 'unknown' ? idsOf(table) : [] })
  if (!keyIdPattern.test(id)) return none('no id')
  const row = table.rowOf(id)
  if (row === -1) return none('unknown')
  return id !== idOrKey && !table.isHashOf(row, hashOfKey(idOrKey)) ? none('wrong secret') : row
}

/** Enough to suggest one that was meant. */
const idsMax = 100_000

function idsOf(table: KeyTable): readonly string[] {
  return Array.from({ length: Math.min(table.count, idsMax) }, (_, row) => table.recordOf(row).grant.id)
}

/** A line that is added to those of `table`. */
function addedLine(path: string, record: KeyRecord, { count }: KeyTable): Buffer {
  assert.deepEqual(termFaults(record.grant), [], 'terms are looked at before a key is made')
  if (count >= keysMax)
    throw new FileError('too large', path, `it has ${count} keys, at most ${keysMax}; remove expired and revoked ones`)
  return Buffer.from(writeKeyLine(record))
}

/** The file with another line in one place. */
function withLine(table: KeyTable, row: number, record: KeyRecord): readonly Uint8Array[] {
  const [from, end] = table.stretchOf(row)
  return [table.bytes.subarray(0, from), Buffer.from(writeKeyLine(record)), table.bytes.subarray(end + 1)]
}
