/** An account with everything that a call on it shows: who is billed, through which key, from where, with what. */
import { describeClient, ingresses, type Device, type Ingress } from './device.ts'
import type { AccountLine, ClientLine, LabelLine } from './line.ts'
import type { Place } from './network.ts'
import type { Random } from './random.ts'
import type { Scene } from './scene.ts'

/** An account that can be called on. */
export interface Seat {
  readonly account: string
  readonly org?: string
  readonly key?: string
  readonly ingress: Ingress
  readonly label: LabelLine
  /** The device and the place of a call; drawn anew for each call, for those who move. */
  readonly caller: (random: Random) => { readonly device: Device; readonly place: Place }
  /** From when on its holder may use it; from the beginning when absent. */
  readonly activeFromMs?: number
  /** From when on the provider refuses it with 403; never when absent. */
  readonly bannedFromMs?: number
}

/** Whether the provider refuses the account at this moment. */
export function isBanned({ bannedFromMs = Infinity }: Seat, timeMs: number): boolean {
  return timeMs >= bannedFromMs
}

/** What must be said of an account to open it. */
export interface Opening {
  readonly registry: Omit<AccountLine, 'account'>
  readonly label: Omit<LabelLine, 'account'>
  readonly caller: Seat['caller']
  readonly tenure?: Pick<Seat, 'activeFromMs' | 'bannedFromMs'>
}

const registryGapShare = 0.06
const keyLoggedShare = 0.85
const clientMissingShare = 0.012

/** Opens an account: registers and labels it. Some registry fields are missing, as in any registry. */
export function openSeat(scene: Scene, random: Random, opening: Opening): Seat {
  const account = `acct-${random.token(12, 'base36')}`
  const { org, reseller, ...rest } = opening.registry
  const kept = Object.entries(rest).filter(([, value]) => value !== undefined && !random.chance(registryGapShare))
  const label = { account, ...opening.label }
  scene.accounts.push({
    account,
    ...(org === undefined ? {} : { org }),
    ...Object.fromEntries(kept),
    ...(reseller === undefined ? {} : { reseller }),
  })
  scene.labels.push(label)
  return {
    account,
    ...(org === undefined ? {} : { org }),
    ...(random.chance(keyLoggedShare) ? { key: `key-${random.token(10, 'base36')}` } : {}),
    ingress: random.pick(ingresses),
    label,
    caller: opening.caller,
    ...opening.tenure,
  }
}

/** The `client` of a call on the seat; undefined for the few calls of which the log lost it. */
export function callerLine(random: Random, seat: Seat, endUser: string | undefined): ClientLine | undefined {
  const { device, place } = seat.caller(random)
  if (random.chance(clientMissingShare)) return undefined
  return describeClient(device, place, seat.ingress, endUser)
}

/** The label of an account that harms nobody. */
export function benignLabel(archetype: string, hard: boolean, group: string | null = null): Omit<LabelLine, 'account'> {
  return { archetype, campaign: null, kind: 'benign', hard, group }
}

/** The label of an account that a hidden operator holds. */
export function memberLabel(
  campaign: string,
  kind: 'extraction' | 'resale',
): Omit<LabelLine, 'account'> & { readonly harvest: string[] } {
  return { archetype: 'campaign_member', campaign, kind, hard: false, group: null, harvest: [] }
}
