/** What accounts are matched by: plan, dialect, model, client and volume. */
import { readFileSync } from 'node:fs'
import type { AccountFacts } from '../signal.ts'
import type { Store } from '../store.ts'
import type { Directory } from './directory.ts'

/** One account as the matching sees it. */
export interface ClassedAccount extends AccountFacts {
  /** The account's index in the directory. */
  readonly index: number
  readonly hash: string
  readonly isDeclared: boolean
  /** What it mostly speaks and asks. */
  readonly dialect: string
  readonly model: string
  /** The program that it mostly comes with, as the store prints the hash; `0` for browsers and unknown ones. */
  readonly client: string
}

/** Later than any record: "all there is". */
export const endOfTimeMs = 4_000_000_000_000

const sql = readFileSync(new URL('./account-class.sql', import.meta.url), 'utf8')

type ClassRow = Record<string, never> & Omit<ClassedAccount, 'index' | 'name' | 'isDeclared'>

/** All accounts with interactions before `untilMs`, by their index in the directory. O(interactions) in the engine. */
export async function readClasses(
  store: Store,
  directory: Directory,
  untilMs: number = endOfTimeMs,
): Promise<ReadonlyMap<number, ClassedAccount>> {
  const { org, reseller } = directory.population
  const classes = new Map<number, ClassedAccount>()
  for await (const rows of store.stream<ClassRow>(sql, { untilMs: Math.floor(untilMs) }))
    for (const row of rows) {
      const index = directory.indexOf(BigInt(row.hash))
      if (index === undefined) continue
      classes.set(index, {
        ...row,
        index,
        name: directory.name(index),
        createdMs: row.createdMs > 0 ? row.createdMs : Number.NaN,
        payment: wordOf(row.payment),
        signupPrefix: wordOf(row.signupPrefix),
        emailDomain: wordOf(row.emailDomain),
        referral: wordOf(row.referral),
        isDeclared: org[index]! >= 0 || reseller[index] === 1,
      })
    }
  return classes
}

function wordOf(hash: string): string {
  return hash === '0' ? '' : hash
}
