export { benjaminiHochberg, benjaminiYekutieli, eBenjaminiHochberg } from './statistics/false-discovery.ts'
export {
  beyondFirst,
  concentrationMax,
  concentrationMin,
  type Dispersion,
  dispersionOf,
  evennessEvidence,
  evennessEvidenceAgainst,
  fitConcentration,
  type Spread,
} from './statistics/dispersion.ts'
export {
  averageEvidence,
  calibratorExponent,
  logPOfEvidence,
  mixtureCalibrator,
  multiplyEvidence,
  powerCalibrator,
} from './statistics/e-value.ts'
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
export { type PermutationResult, type Permutations, permutationTest } from './statistics/permutation.ts'
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
export { aliveMsDefault, presentMin, type TurnTaking, turnTaking, type Turns } from './statistics/turn-taking.ts'
