/** Keys for people and programs to look at, never with their hashes. */
import { writeLimits } from '@stillhunt/core/policy'
import { createSheet, fitMiddle, formatMomentMs, table } from '@stillhunt/engine/report'
import type { KeyRecord } from '@stillhunt/gateway/key'

/** What is known of a key, with the names that its file has. */
export function keyJson({ grant, createdMs, revokedMs, rotatedFrom, rotatedTo }: KeyRecord): object {
  const { limits, expiresMs, ...rest } = grant
  const time = (ms: number | undefined): string | undefined =>
    ms === undefined ? undefined : new Date(ms).toISOString()
  return {
    ...rest,
    limits: limits === undefined ? undefined : writeLimits(limits),
    created: time(createdMs),
    expires: time(expiresMs),
    revoked_at: time(revokedMs),
    rotated_from: rotatedFrom,
    rotated_to: rotatedTo,
  }
}

// With id, state and both days this fills 80 columns.
const cellColumnsMax = 27

/** One row a key, within the terminal's columns. */
export function renderKeys(
  records: readonly KeyRecord[],
  nowMs: number,
  terminal: Parameters<typeof createSheet>[0],
): string {
  if (records.length === 0) return 'No keys.\n'
  const sheet = createSheet(terminal)
  const day = (ms: number | undefined): string => (ms === undefined ? '-' : formatMomentMs(ms).slice(0, 10))
  const states = records.map((record) => stateOf(record, nowMs))
  const column = (title: string, spare: number, cell: (record: KeyRecord) => string) =>
    ({
      title,
      side: 'left',
      spare,
      cells: records.map((record) => fitMiddle(sheet.clean(cell(record)), cellColumnsMax, sheet.glyphs.ellipsis)),
    }) as const
  const lines = table(sheet, [
    column('id', 0, ({ grant }) => grant.id),
    { title: 'state', side: 'left', spare: 0, cells: states },
    column('created', 3, ({ createdMs }) => day(createdMs)),
    column('expires', 2, ({ grant }) => day(grant.expiresMs)),
    column('plan', 4, ({ grant }) => grant.plan ?? '-'),
    column('account', 0, ({ grant }) => grant.account),
  ])
  const good = states.filter((state) => state === 'good').length
  return `${lines.join('\n')}\n\n${good} of ${records.length} good\n`
}

function stateOf({ grant, revokedMs, rotatedTo }: KeyRecord, nowMs: number): string {
  if (revokedMs !== undefined) return 'revoked'
  if (grant.expiresMs !== undefined && grant.expiresMs <= nowMs) return 'expired'
  return rotatedTo === undefined ? 'good' : 'rotated'
}
