export { claimOddsNats, families, type Family, familyCapNats, linkThresholdNats, rarityNats } from './link/family.ts'
export { buildLinks, commonTraits, type CommonTrait, type Link, pairHoldersMax, sharingNats } from './link/link.ts'
export { isDeclared, openAccounts, type Population } from './link/population.ts'
export { causeOf, crowdMin, type Sharing, type TraitKind, type TraitRow, Traits } from './link/sharing.ts'
