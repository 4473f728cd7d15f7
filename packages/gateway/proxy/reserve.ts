/** May a request whose body is whole pass, to which model server, and how much of its limits does it take? */
import type { Ask, Decision } from '../limit.ts'
import type { Enforcement } from '../verdict.ts'
import type { Refusal } from '../wire.ts'
import {
  countEnforced,
  crowdRefusal,
  demandRefusal,
  enforcementOf,
  outrightRefusal,
  unhardenedRefusal,
} from './admission.ts'
import { type Wanted, wantedOf } from './batch.ts'
import type { Passage } from './handler.ts'
import { closedRefusal, reach, referenceRefusal } from './ownership.ts'
import { askOf, limitRefusal } from './reservation.ts'
import type { Serving } from './serve.ts'
import type { Upstream } from './upstream.ts'

/** A serving that may pass, with what was decided and reserved for it. */
export interface Reserved extends Serving, Wanted {
  readonly enforcement: Enforcement
  readonly upstream: Upstream
  readonly ask: Ask
  readonly decision: Decision
}

/** What may pass but for its limits. */
interface Asking {
  readonly wanted: Wanted
  readonly enforcement: Enforcement
  /** The server that serves the model. */
  readonly fitting: Upstream
  readonly ask: Ask
}

/** Decides, on the spot where nobody else has to be asked. What is refused has nothing reserved. */
export function reserve(passage: Passage, serving: Serving): Reserved | Refusal | Promise<Reserved | Refusal> {
  const asking = askingOf(passage, serving)
  if ('reason' in asking) return asking
  const decided = passage.deployment.limiter.reserve(asking.ask)
  return decided instanceof Promise
    ? decided.then((decision) => reached(passage, serving, asking, decision))
    : reached(passage, serving, asking, decided)
}

function askingOf(passage: Passage, serving: Serving): Asking | Refusal {
  const { deployment, timeMs } = passage
  const { route, grant } = serving
  const closed = closedRefusal(deployment, route)
  if (closed !== undefined) return closed
  const wanted = wantedOf(serving)
  if ('message' in wanted) return { reason: 'bad request', ...wanted }
  const { demand } = wanted
  const enforcement = enforcementOf(grant, demand.endUsers, deployment, timeMs)
  countEnforced(enforcement, deployment)
  const refusal =
    outrightRefusal(enforcement) ??
    unhardenedRefusal(enforcement, route) ??
    crowdRefusal(demand, () => deployment.limitsOf(grant)) ??
    demandRefusal(demand, route, grant, enforcement) ??
    referenceRefusal(deployment, route, wanted.works)
  if (refusal !== undefined) return refusal
  const fitting = deployment.upstreams.find(route.provider, demand.model)
  if (fitting === undefined)
    return { reason: 'model not allowed', message: 'No model server behind this gateway serves this model.' }
  return { wanted, enforcement, fitting, ask: askOf(passage, serving, wanted, enforcement) }
}

/** Only what counts is looked up: ids are not guessed for nothing. */
function reached(
  passage: Passage,
  serving: Serving,
  asking: Asking,
  decision: Decision,
): Reserved | Refusal | Promise<Reserved | Refusal> {
  if (!decision.ok) return limitRefusal(passage, decision)
  const reaching = reach(passage, serving, asking.wanted.demand, asking.fitting)
  return reaching instanceof Promise
    ? reaching.then((upstream) => reservedOf(passage, serving, asking, decision, upstream))
    : reservedOf(passage, serving, asking, decision, reaching)
}

function reservedOf(
  { deployment }: Passage,
  { route, path, grant, body, plain }: Serving,
  { wanted: { demand, works }, enforcement, ask }: Asking,
  decision: Decision,
  upstream: Upstream | Refusal,
): Reserved | Refusal {
  if ('reason' in upstream) {
    deployment.limiter.settle(ask, 0)
    return upstream
  }
  return { route, path, grant, body, plain, demand, works, enforcement, upstream, ask, decision }
}
