/** When accounts were refused as such: banned, disabled, their key withdrawn. Whoever is refused is used no more until that is undone. */
import type { Store } from '../store.ts'

/** HTTP statuses that refuse an account rather than a request. */
export const refusedStatuses: readonly number[] = [401, 403]

/** Per account the moments, in milliseconds, ascending. */
export type RefusedMs = ReadonlyMap<number, readonly number[]>

/** The first of each hour tells: programs that go on trying would fill the memory. */
const sql = `
SELECT account, toFloat64(toUnixTimestamp64Milli(min(ts))) AS timeMs
FROM interaction WHERE status IN {refusedStatuses:Array(UInt16)}
GROUP BY account, toStartOfHour(ts)
ORDER BY account, timeMs`

/** Reads all refusals. `keyOf`: what an account is to be called, by its hash; those without are left out. */
export async function readRefusals<Key extends number | bigint>(
  store: Store,
  keyOf: (account: bigint) => Key | undefined,
): Promise<ReadonlyMap<Key, readonly number[]>> {
  const refusedMs = new Map<Key, number[]>()
  for await (const block of store.blocks(sql, { refusedStatuses })) {
    const timeMs = block.numbers('timeMs')
    for (const [row, hash] of block.wides('account').entries()) {
      const account = keyOf(hash)
      if (account === undefined) continue
      const known = refusedMs.get(account)
      if (known === undefined) refusedMs.set(account, [timeMs[row]!])
      else known.push(timeMs[row]!)
    }
  }
  return refusedMs
}
