/**
 * Whom a look takes in: everybody, or, where accounts are more than there is room for, those who have most in common with
 * others. What a look holds grows with the accounts that it takes in, and so it is bounded whatever the logs.
 */
import { signals } from '../signal.ts'
import type { Bindable, Store } from '../store.ts'
import { type Directory, readDirectory } from './directory.ts'
import { holdersMaxAmong } from './evidence.ts'

/** Accounts that a look has room for. */
export const accountsInViewMax = 40_000

/** What one signal says counts up to here: an account that sends much has much in common with somebody. */
const signalNatsMax = 100

/** Reads the accounts that a look takes in. */
export async function readView(store: Store, accountsMax: number = accountsInViewMax): Promise<Directory> {
  const directory = await readDirectory(store)
  if (directory.size <= accountsMax) return directory
  const nats = await readCommon(store, directory)
  const order = Uint32Array.from(nats.keys()).sort((x, y) => nats[y]! - nats[x]! || x - y)
  return directory.narrow(order.subarray(0, accountsMax).sort())
}

/** How much each account has in common with others: log(population / holders) summed over what it has. */
async function readCommon(store: Store, directory: Directory): Promise<Float64Array> {
  const nats = new Float64Array(directory.size)
  for (const { sql, parameters } of queries(directory.size))
    for await (const block of store.blocks(commonSql(sql), { ...parameters, population: directory.size })) {
      const sums = block.numbers('nats')
      for (const [row, account] of directory.indicesOf(block.wides('account')).entries())
        nats[account]! += Math.min(signalNatsMax, sums[row]!)
    }
  return nats
}

function* queries(
  accounts: number,
): Generator<{ readonly sql: string; readonly parameters: Readonly<Record<string, Bindable>> }> {
  for (const signal of signals) {
    if (signal.kind === 'trait') yield { sql: signal.sql, parameters: { holdersMax: holdersMaxAmong(accounts) } }
    else if (signal.query !== undefined) yield { parameters: {}, ...signal.query }
  }
}

const commonSql = (sql: string): string => `
SELECT account, sum(log({population:UInt32} / holders)) AS nats
FROM (SELECT arrayJoin(accounts) AS account, length(accounts) AS holders FROM (${sql}
))
GROUP BY account`
