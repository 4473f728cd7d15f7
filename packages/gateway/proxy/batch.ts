/** What a request asks for, whether it is one or many in one. */
import type { Route } from '../wire.ts'
import { type Demand, type DemandFault, readDemand } from '../wire.ts'

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
  endUsers: [],
  found: { ok: true, members: [], count: 0, end: 0 },
}

/** The bodies of the requests in a batch, as the provider would get them one by one. */
export function requestsIn(body: Buffer): readonly Buffer[] {
  const { requests } = JSON.parse(body.toString()) as { requests?: unknown }
  if (!Array.isArray(requests)) return []
  return requests.map((entry: unknown) => {
    const params: unknown = typeof entry === 'object' && entry !== null && 'params' in entry ? entry.params : undefined
    return Buffer.from(JSON.stringify(params ?? {}))
  })
}

/** What is wanted; for a batch the sum of what its requests want, and every model that one of them names. */
export function demandOf({ route, plain }: { readonly route: Route; readonly plain: Buffer }): Demand | DemandFault {
  if (route.kind === 'generate') return readDemand(plain)
  if (route.kind !== 'batch') return nothing
  const whole = readDemand(plain)
  if ('message' in whole) return whole
  let outputTokensMax = 0
  const models = new Set<string>()
  let offersTools = false
  for (const request of requestsIn(plain)) {
    const demand = readDemand(request)
    if ('message' in demand) return demand
    outputTokensMax += demand.outputTokensMax ?? 0
    for (const model of demand.models) models.add(model)
    offersTools ||= demand.offersTools
  }
  return { ...whole, model: [...models][0] ?? '', models: [...models], outputTokensMax, offersTools, isStream: false }
}
