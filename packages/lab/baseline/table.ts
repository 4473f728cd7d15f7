/** All baselines, in the order in which they are shown: from one account to many, from rules to statistics. */
import { boostedTrees } from './boosted-trees.ts'
import { coAction } from './co-action.ts'
import { elasticRule } from './elastic-rule.ts'
import { fraudar } from './fraudar.ts'
import type { Baseline } from './method.ts'
import { mmdAddress, mmdAlone, mmdRandom, mmdTrue } from './mmd.ts'
import { prada } from './prada.ts'
import { seat } from './seat.ts'
import { sharedAddress, sharedPayment } from './shared-object.ts'
import { streamClustering } from './stream-clustering.ts'
import { synchroTrap } from './synchro-trap.ts'
import { volumeThreshold } from './volume-threshold.ts'

/** See the header. */
export const baselines: readonly Baseline[] = [
  volumeThreshold,
  elasticRule,
  prada,
  seat,
  boostedTrees,
  streamClustering,
  sharedAddress,
  sharedPayment,
  synchroTrap,
  coAction,
  fraudar,
  mmdAlone,
  mmdRandom,
  mmdAddress,
  mmdTrue,
]
