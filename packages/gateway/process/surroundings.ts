/** What a serving process needs beside its configuration, opened and closed together. */
import { BlockList, isIP } from 'node:net'
import type { ScopeLimits } from '@stillhunt/core/policy'
import type { KeyGrant } from '../key.ts'
import type { Configuration } from '../config.ts'
import type { Limiter } from '../limit.ts'
import type { Owners } from '../owner.ts'
import { type Deployment, type Log, type Metrics, Passages, UpstreamTable } from '../proxy.ts'
import type { ContentRule, Tap } from '../tap.ts'
import { RouteTable } from '../wire.ts'
import type { InForce } from './in-force.ts'

/** What stays the same when the configuration is read again: what requests hold on to, and what is counted. */
export interface Lasting {
  readonly limiter: Limiter
  readonly owners: Owners
  readonly tap: Tap | undefined
  readonly metrics: Metrics
  readonly log: Log
  readonly inForce: InForce
}

/** A deployment, and how it ends when another takes its place. */
export interface OpenDeployment {
  readonly deployment: Deployment
  /** Stops watching; connections to model servers end when the passages that may still need them are `over`. */
  close(over: Promise<unknown>): void
}

/** Opens everything that `configuration` names. Throws when a file cannot be used; what was opened is closed again. */
export async function openDeployment(configuration: Configuration, lasting: Lasting): Promise<OpenDeployment> {
  const { log, inForce } = lasting
  // Nothing is connected yet: where what follows throws there is nothing of it to close.
  const upstreams = new UpstreamTable(configuration.upstreams)
  const rules = await inForce.open(configuration, log)
  const { limits, request, client, tap } = configuration
  const deployment: Deployment = {
    ...lasting,
    routes: new RouteTable(configuration.routes),
    keys: rules.keys,
    enforcer: rules.enforcer,
    limitsOf: remembered((grant) => limitsOf(grant, limits)),
    estimate: limits,
    contentOf: remembered((grant) => contentOf(grant, tap?.content)),
    upstreams,
    request,
    client: { trustedProxies: blockListOf(client.trustedProxies), ja4Header: client.ja4Header },
    owners: configuration.hasStatefulRoutes ? lasting.owners : undefined,
    inspectedBytesMax: configuration.inspectedBytesMax,
    passages: new Passages(),
    logsAccess: configuration.log.access,
  }
  inForce.take(rules)
  return {
    deployment,
    close: (over) => {
      rules.close()
      void over.then(() => upstreams.close())
    },
  }
}

/** The same, worked out once for each grant; the ring gives the same object for the same key as long as it can. */
function remembered<T>(of: (grant: KeyGrant) => T): (grant: KeyGrant) => T {
  const known = new WeakMap<KeyGrant, { readonly value: T }>()
  return (grant) => {
    let found = known.get(grant)
    if (found === undefined) known.set(grant, (found = { value: of(grant) }))
    return found.value
  }
}

/** The default limits, those of the plan in their place, and those of the key itself in place of both. */
function limitsOf({ plan, limits }: KeyGrant, configured: Configuration['limits']): ScopeLimits {
  const ofPlan = plan !== undefined && Object.hasOwn(configured.plans, plan) ? configured.plans[plan] : undefined
  const scopes = ofPlan === undefined ? configured.default : { ...configured.default, ...ofPlan }
  return limits === undefined ? scopes : { ...scopes, key: { ...scopes.key, ...limits } }
}

function contentOf(
  { account, org }: KeyGrant,
  rules: NonNullable<Configuration['tap']>['content'] | undefined,
): ContentRule {
  if (rules === undefined) return 'omit'
  if (Object.hasOwn(rules.accounts, account)) return rules.accounts[account]!
  return org !== undefined && Object.hasOwn(rules.orgs, org) ? rules.orgs[org]! : rules.default
}

function blockListOf(blocks: readonly string[]): BlockList | undefined {
  if (blocks.length === 0) return undefined
  const list = new BlockList()
  for (const block of blocks) {
    const [address = '', bits] = block.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    list.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family)
  }
  return list
}
