/** The inspection: everything behind one campaign or one account, from the store alone. */
import type { Inspection } from '../report.ts'
import { openEmbeddedStore, type Store } from '../store.ts'
import { analyse } from './analysis.ts'
import { inspectAccount } from './inspection/account-inspection.ts'
import { inspectCampaign } from './inspection/campaign-inspection.ts'
import type { LookOptions } from './watch.ts'

/** What came of asking for a name. */
export type Inspected =
  | { readonly ok: true; readonly inspection: Inspection }
  /**
   * The store has neither a group nor an account of that name, or an account for which there was no room; all names that
   * can be asked for, groups first.
   */
  | { readonly ok: false; readonly reason: 'unknown name' | 'out of view'; readonly names: readonly string[] }

/**
 * Inspects `name`, the id of a group (`c-…`) or an account exactly as the records have it, in the data folder `data`.
 * Runs the detection again, which is deterministic. Throws StoreError, `no store` among others.
 */
export async function inspect(data: string, name: string, look?: LookOptions): Promise<Inspected> {
  const store = await openEmbeddedStore(data, true)
  try {
    const analysis = await analyse(store, look)
    const { groups, directory } = analysis
    const found = groups.find(({ id }) => id === name)
    if (found !== undefined) return { ok: true, inspection: await inspectCampaign(found, analysis, store) }
    const accounts = directory.names()
    const account = accounts.indexOf(name)
    if (account >= 0) return { ok: true, inspection: await inspectAccount(account, analysis, store) }
    const names = [...groups.map(({ id }) => id), ...accounts]
    return { ok: false, reason: (await isKnown(store, name)) ? 'out of view' : 'unknown name', names }
  } finally {
    await store.close()
  }
}

async function isKnown(store: Store, name: string): Promise<boolean> {
  const known = await store.query('SELECT 1 AS one FROM account WHERE name = {name:String} LIMIT 1', { name })
  return known.length > 0
}
