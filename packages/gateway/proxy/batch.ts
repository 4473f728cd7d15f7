/** What a request asks for, whether it is one or many in one. */
import { type Demand, type DemandFault, readBatch, readDemand, type Route } from '../wire.ts'

/** A request that names nothing that matters: what has no body, or none that makes a model work. */
const nothing: Demand = {
  model: '',
  models: [],
  isStream: false,
  choices: 1,
  outputTokensMax: undefined,
  wantsUsage: false,
  offersTools: false,
  isBackground: false,
  isStored: false,
  earlier: [],
  endUsers: [],
  found: { ok: true, members: [], count: 0, end: 0 },
}

/** One request that makes a model work. */
export interface Work {
  /** Its body, as the provider would get it alone. */
  readonly request: Buffer
  readonly demand: Demand
}

/** What is wanted: in all, and by each request that makes a model work. */
export interface Wanted {
  readonly demand: Demand
  readonly works: readonly Work[]
}

/** What a body wants; of a batch every model and every end user that one of its requests names. */
export function wantedOf({ route, plain }: { readonly route: Route; readonly plain: Buffer }): Wanted | DemandFault {
  if (route.kind === 'batch') return batchOf(plain)
  if (route.kind !== 'generate') return { demand: nothing, works: [] }
  const demand = readDemand(plain)
  return 'message' in demand ? demand : { demand, works: [{ request: plain, demand }] }
}

function batchOf(plain: Buffer): Wanted | DemandFault {
  const requests = readBatch(plain)
  if ('message' in requests) return requests
  const works: Work[] = []
  const models = new Set<string>()
  const endUsers = new Set<string>()
  for (const request of requests) {
    const demand = readDemand(request)
    if ('message' in demand) return demand
    works.push({ request, demand })
    // A request without a model is held against what its key may use like one with a wrong one.
    for (const model of demand.models.length === 0 ? [''] : demand.models) models.add(model)
    for (const user of demand.endUsers) endUsers.add(user)
  }
  const offersTools = works.some(({ demand }) => demand.offersTools)
  const [model = ''] = models
  return { demand: { ...nothing, model, models: [...models], endUsers: [...endUsers], offersTools }, works }
}
