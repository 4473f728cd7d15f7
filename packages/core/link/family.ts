/**
 * Families of signals. Signals of one family see the same cause (one relay's hand-over shows as a crossing token, a
 * hopping prefix and a repeated request), so their sum is capped; families are taken as independent and added.
 */

/** A family of signals. */
export type Family = 'handoff' | 'content' | 'identity' | 'network'

/** All families, in the order in which tables and reports show them. */
export const families: readonly Family[] = ['handoff', 'content', 'identity', 'network']

/**
 * The most that one family can say of one pair or one member, in nats. Handing work over is near proof, so it may
 * suffice alone; likeness of content, identity or network never does (see {@link linkThresholdNats}).
 */
export const familyCapNats: Readonly<Record<Family, number>> = { handoff: 24, content: 9, identity: 8, network: 5 }

/** How sure a link or a membership must be: odds of 99 to 1 after the prior. */
export const claimOddsNats: number = Math.log(99)

/**
 * What a pair must reach to count as one operator among `population` accounts: the prior odds of a random pair are
 * about one in the population, to be turned into 99 to 1. 12.1 nats among 1,800 accounts, 18.4 among a million.
 */
export function linkThresholdNats(population: number): number {
  return Math.log(Math.max(2, population)) + claimOddsNats
}

/**
 * The weight of having something in common that `holders` of `population` accounts have: log(population / holders),
 * the log-likelihood ratio of sharing under one operator against independence. 0 when everybody has it.
 */
export function rarityNats(population: number, holders: number): number {
  return Math.max(0, Math.log(population / Math.max(1, holders)))
}
