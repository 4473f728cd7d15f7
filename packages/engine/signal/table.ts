/** All signals. Adding one is adding its folder and its line here. */
import { accountReplacement } from './account-replacement/signal.ts'
import { capabilitySweep } from './capability-sweep/signal.ts'
import { clientContradiction } from './client-contradiction/signal.ts'
import { coActivity } from './co-activity/signal.ts'
import { dealtTurns } from './dealt-turns/signal.ts'
import { distributionShift } from './distribution-shift/signal.ts'
import { elicitation } from './elicitation/signal.ts'
import { environmentMultiplicity } from './environment-multiplicity/signal.ts'
import { equalisedTotals } from './equalised-totals/signal.ts'
import { failoverHop } from './failover-hop/signal.ts'
import { grading } from './grading/signal.ts'
import { laggingClient } from './lagging-client/signal.ts'
import { languageMultiplicity } from './language-multiplicity/signal.ts'
import { looseSynchrony } from './loose-synchrony/signal.ts'
import { nightActivity } from './night-activity/signal.ts'
import { outputEcho } from './output-echo/signal.ts'
import { prefixHopping } from './prefix-hopping/signal.ts'
import { proxiedAccess } from './proxied-access/signal.ts'
import { releasePivot } from './release-pivot/signal.ts'
import { rolloutCount } from './rollout-count/signal.ts'
import { rollout } from './rollout/signal.ts'
import { sendPacing } from './send-pacing/signal.ts'
import { sharedArtefact } from './shared-artefact/signal.ts'
import { sharedClient } from './shared-client/signal.ts'
import { sharedIdentity } from './shared-identity/signal.ts'
import { signUpCluster } from './sign-up-cluster/signal.ts'
import type { Signal, TestSignal } from './signal.ts'
import { skeletonSharing } from './skeleton-sharing/signal.ts'
import { tokenCrossing } from './token-crossing/signal.ts'
import { turnTakingSignal } from './turn-taking/signal.ts'
import { workQueue } from './work-queue/signal.ts'

/**
 * What links accounts, in the order in which they are asked and in which reports name them when weights are equal. Turn-taking
 * works longest on its answer: asked first, it does so while the engine answers the others.
 */
export const signals: readonly Signal[] = [
  turnTakingSignal,
  tokenCrossing,
  prefixHopping,
  failoverHop,
  rollout,
  skeletonSharing,
  sharedIdentity,
  sharedClient,
  outputEcho,
  sharedArtefact,
  laggingClient,
  looseSynchrony,
]

/** What looks at groups as a whole, by axis. */
export const testSignals: readonly TestSignal[] = [
  dealtTurns,
  equalisedTotals,
  coActivity,
  sendPacing,
  accountReplacement,
  workQueue,
  rolloutCount,
  elicitation,
  grading,
  capabilitySweep,
  distributionShift,
  releasePivot,
  environmentMultiplicity,
  languageMultiplicity,
  clientContradiction,
  proxiedAccess,
  nightActivity,
  signUpCluster,
]
