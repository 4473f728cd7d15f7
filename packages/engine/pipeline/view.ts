/**
 * Whom a look takes in: everybody, or, where accounts are more than there is room for, those who have most in common with
 * others. What a look holds grows with the accounts that it takes in, and so it is bounded whatever the logs.
 */
import { signals } from '../signal.ts'
import type { Bindable, Store } from '../store.ts'
import { type Directory, readDirectory, readWhole } from './directory.ts'
import { holdersMaxAmong } from './evidence.ts'

/** Accounts that a look has room for. */
export const accountsInViewMax = 40_000

/** What one signal says counts up to here, a hundred nats: an account that sends much has much in common with somebody. */
const signalMicronatsMax = 100_000_000

/** Reads the accounts that a look takes in. */
export async function readView(store: Store, accountsMax: number = accountsInViewMax): Promise<Directory> {
  const whole = await readWhole(store)
  const isAll = whole.accounts <= accountsMax
  if (!isAll) await choose(store, whole.accounts, accountsMax)
  return readDirectory(store, whole, isAll)
}

/** Leaves those who are in view in the store's table `in_view`. The engine chooses: here nothing is held of anybody. */
async function choose(store: Store, accounts: number, accountsMax: number): Promise<void> {
  await store.run('TRUNCATE TABLE common')
  for (const { sql, parameters } of queries(accounts))
    await store.run(commonSql(sql), { ...parameters, accounts, signalMicronatsMax })
  await store.run('TRUNCATE TABLE in_view')
  await store.run(chosenSql, { accountsMax })
}

function* queries(
  accounts: number,
): Generator<{ readonly sql: string; readonly parameters: Readonly<Record<string, Bindable>> }> {
  for (const signal of signals) {
    if (signal.kind === 'trait') yield { sql: signal.sql, parameters: { holdersMax: holdersMaxAmong(accounts) } }
    else if (signal.query !== undefined) yield { parameters: {}, ...signal.query }
  }
}

/** How much each account has in common with others: log(accounts / holders) summed over what it has. */
const commonSql = (sql: string): string => `
INSERT INTO common
SELECT account, least({signalMicronatsMax:UInt64}, sum(toUInt64(greatest(0, 1e6 * log({accounts:UInt32} / holders)))))
FROM (SELECT arrayJoin(accounts) AS account, length(accounts) AS holders FROM (${sql}
))
GROUP BY account`

const chosenSql = `
INSERT INTO in_view
SELECT account
FROM (SELECT account, any(name) AS name FROM account GROUP BY account) AS known
LEFT JOIN (SELECT account, sum(micronats) AS micronats FROM common GROUP BY account) AS had USING account
ORDER BY micronats DESC, name
LIMIT {accountsMax:UInt32}`
