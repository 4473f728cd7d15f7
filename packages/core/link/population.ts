/** The accounts that a detection looks at, by dense index, and what is declared about them. */
export interface Population {
  /** Accounts with interactions in view: what rarity is counted in. */
  readonly size: number
  /** Per account that there is, in view or not yet, the index of its declared organisation, −1 for none. */
  readonly org: Int32Array
  /** Per account 1 when it is declared to resell to end users. */
  readonly reseller: Uint8Array
}

/** Whether what two accounts share is explained by what they openly say: one organisation, or two declared resellers' desks. */
export function isDeclared(population: Population, a: number, b: number): boolean {
  const org = population.org[a]!
  if (org >= 0 && org === population.org[b]) return true
  return population.reseller[a] === 1 && population.reseller[b] === 1
}

/**
 * Accounts that openly stand for somebody: declared resellers, and accounts of an organisation that declares several.
 * What moves among such accounts is their own affair, and nobody is named for being like them.
 */
export function openAccounts({ org, reseller }: Population): Uint8Array {
  const known = openOf.get(org)
  if (known !== undefined) return known
  const accountsOf = new Map<number, number>()
  for (const one of org) if (one >= 0) accountsOf.set(one, (accountsOf.get(one) ?? 0) + 1)
  const open = Uint8Array.from({ length: org.length }, (_, account) =>
    reseller[account] === 1 || (accountsOf.get(org[account]!) ?? 0) > 1 ? 1 : 0,
  )
  openOf.set(org, open)
  return open
}

/** What is declared does not change while a population is looked at. */
const openOf = new WeakMap<Int32Array, Uint8Array>()
