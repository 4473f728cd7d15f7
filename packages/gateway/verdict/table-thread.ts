/** The thread in which a large table is opened: what is posted comes in pieces that each hold nobody up. */
import type { KeyObject } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import type { Verdict } from '@stillhunt/core/policy'
import { FileError, type FileErrorCode } from '../file.ts'
import type { MembershipParts } from './membership.ts'
import { packMembership } from './membership.ts'
import { openSignedTable } from './signed-table.ts'

/** What the thread is given. */
export interface TableWork {
  readonly path: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly trust: readonly KeyObject[]
  readonly seed: number
}

/** What all of a table but its verdicts comes to. */
export interface TableHead {
  readonly sequence: number
  readonly issuedMs: number
  readonly keyId: string
  readonly sha256: string
  readonly verdicts: number
  readonly membership: MembershipParts
}

/** What the thread posts: the head, then its verdicts some at a time, then the end; or why there is none. */
export type TableNews =
  | { readonly kind: 'head'; readonly head: TableHead }
  | { readonly kind: 'verdicts'; readonly verdicts: readonly Verdict[] }
  | { readonly kind: 'end' }
  | { readonly kind: 'fault'; readonly code: FileErrorCode; readonly path: string; readonly message: string }

/** Verdicts of one message: a few milliseconds to take in. */
const verdictsPerMessage = 1000

/** Opens a table: its head and its verdicts. Throws {@link FileError}. */
export function openTable({ path, bytes, trust, seed }: TableWork): { head: TableHead; verdicts: readonly Verdict[] } {
  const { table, keyId, sha256 } = openSignedTable(path, bytes, trust)
  const { sequence, issuedMs, verdicts } = table
  const membership = packMembership(table, seed)
  return { head: { sequence, issuedMs, keyId, sha256, verdicts: verdicts.length, membership }, verdicts }
}

function post(news: TableNews, transfer: ArrayBuffer[] = []): void {
  parentPort!.postMessage(news, transfer)
}

function run(work: TableWork): void {
  try {
    const { head, verdicts } = openTable(work)
    const { names, starts, campaigns } = head.membership
    post({ kind: 'head', head }, [
      names.slots.buffer,
      names.ends.buffer,
      names.units.buffer,
      starts.buffer,
      campaigns.buffer,
    ])
    for (let at = 0; at < verdicts.length; at += verdictsPerMessage)
      post({ kind: 'verdicts', verdicts: verdicts.slice(at, at + verdictsPerMessage) })
    post({ kind: 'end' })
  } catch (cause) {
    if (!(cause instanceof FileError)) throw cause
    post({ kind: 'fault', code: cause.code, path: cause.path, message: cause.reason })
  }
}

// Also imported, for tables that are not worth a thread.
if (parentPort !== null && (workerData as Partial<TableWork> | null)?.trust !== undefined) run(workerData as TableWork)
