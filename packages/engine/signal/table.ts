/** All signals. Adding one is adding its folder and its line here. */
import { failoverHop } from './failover-hop/signal.ts'
import { outputEcho } from './output-echo/signal.ts'
import { prefixHopping } from './prefix-hopping/signal.ts'
import { rollout } from './rollout/signal.ts'
import { sharedClient } from './shared-client/signal.ts'
import { sharedIdentity } from './shared-identity/signal.ts'
import type { Signal } from './signal.ts'
import { skeletonSharing } from './skeleton-sharing/signal.ts'
import { tokenCrossing } from './token-crossing/signal.ts'
import { turnTakingSignal } from './turn-taking/signal.ts'

/** In the order in which reports name them when weights are equal. */
export const signals: readonly Signal[] = [
  tokenCrossing,
  prefixHopping,
  failoverHop,
  turnTakingSignal,
  rollout,
  skeletonSharing,
  sharedIdentity,
  sharedClient,
  outputEcho,
]
