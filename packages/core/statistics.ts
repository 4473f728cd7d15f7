export { benjaminiHochberg, benjaminiYekutieli, eBenjaminiHochberg } from './statistics/false-discovery.ts'
export { type Dispersion, dispersionOf } from './statistics/dispersion.ts'
export {
  concentrationMax,
  concentrationMin,
  evennessEvidence,
  evennessEvidenceAgainst,
  fitConcentration,
  peopleConcentrations,
} from './statistics/evenness.ts'
export { beyondFirst, type Spread } from './statistics/spread.ts'
export {
  averageEvidence,
  calibratorExponent,
  logPOfEvidence,
  mixtureCalibrator,
  multiplyEvidence,
  powerCalibrator,
} from './statistics/e-value.ts'
export { isOneRound, twoRounds } from './statistics/rounds.ts'
export { type Refusals } from './statistics/last-use.ts'
export { type HonestTurns, honestTurns } from './statistics/honest-turn.ts'
export {
  type Distance,
  exactProductMax,
  exactSizeMax,
  sampleDistance,
  uniformDistance,
} from './statistics/kolmogorov-smirnov.ts'
export { logChoose, logGamma, logRest, logSum } from './statistics/log-gamma.ts'
export { logBinomialMass, logHypergeometricMass, logPoissonMass } from './statistics/mass.ts'
export { logChiSquareLower, logChiSquareUpper, logNormalUpper } from './statistics/normal.ts'
export { type PermutationResult, type Permutations, permutationP, permutationTest } from './statistics/permutation.ts'
export { exactStepsMax, logPoissonBinomialUpper } from './statistics/poisson-binomial.ts'
export { Random } from './statistics/random.ts'
export {
  logBinomialLower,
  logBinomialUpper,
  logHypergeometricLower,
  logHypergeometricUpper,
  logPoissonLower,
  logPoissonUpper,
} from './statistics/tail.ts'
export {
  aliveMsDefault,
  presentMin,
  sessionOpenings,
  type TurnTaking,
  turnOrderLogE,
  turnTaking,
  type Turns,
} from './statistics/turn-taking.ts'
export { type Adoption, type SoonerAdoption, soonerAdoption } from './statistics/adoption.ts'
export { type DailyRhythm, dailyRhythm, logRoundTheClock } from './statistics/circular.ts'
export {
  coActivity,
  type CoActivity,
  type HourlyCounts,
  hourOfWeekTrend,
  type Shifts,
  shiftHoursDefault,
} from './statistics/co-activity.ts'
export {
  type CollisionDeficit,
  collisionDeficit,
  crossCollisions,
  type SlotEvenness,
  slotEvenness,
  type SlotUses,
} from './statistics/collision.ts'
export {
  type CategoryMix,
  type Concentration,
  concentrationAgainst,
  normalisedEntropy,
} from './statistics/concentration.ts'
export { exactValuesMax, type RankComparison, rankComparison } from './statistics/mann-whitney.ts'
export {
  type Clouds,
  type Discrepancy,
  type DiscrepancyPlan,
  meanDiscrepancy,
  pointsMax,
} from './statistics/mean-discrepancy.ts'
