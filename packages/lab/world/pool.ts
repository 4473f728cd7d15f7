/** Accounts that a hidden operator holds: how they were bought, and from where they call. */
import { drawDevice, frozenDevice, type Device } from './device.ts'
import type { AccountLine, DialectName, LabelLine } from './line.ts'
import { drawPlace, drawSubnet, networksOf, type Place } from './network.ts'
import { drawCard, drawPerson, personRegistry, registeredAt, type Person } from './person.ts'
import type { Random } from './random.ts'
import { dayMs, hourMs, type TimeWindow } from './rhythm.ts'
import { activeWindow, type PartOptions, type Scene } from './scene.ts'
import { openSeat, type Opening, type Seat } from './seat.ts'
import type { Language } from './text/lexicon.ts'

/** How the accounts of a pool were come by, and how they call. */
export interface HoldingOptions {
  /** `shared`: a few hosting addresses; `rotating`: a residential exit per call; `own`: an address per account. */
  readonly network?: 'shared' | 'rotating' | 'own'
  /**
   * `bulk`: signed up within hours, few cards; `own`: each with a past and a card; `aged`: the same, two years before
   * the world begins at the least.
   */
  readonly identity?: 'bulk' | 'own' | 'aged'
  /** `relay`: the relay's client for all; `own`: one for each account; `frozen`: an outdated one, hard-coded, for all. */
  readonly client?: 'relay' | 'own' | 'frozen'
  /** Mean life of an account in days: then it is answered 403, and another takes its place within hours. */
  readonly churnDays?: number
}

/** What a pool is opened for. */
export interface PoolOpening {
  /** Accounts in use at a time. */
  readonly accounts: number
  readonly dialect: DialectName
  readonly label: () => Omit<LabelLine, 'account'>
}

const sharedAddresses = 4
const accountsPerCard = 6
const signUpHours = 5
const agedDays = 730
const replacementHoursMax = 6
/** Where residential exits are for sale. */
const exitLanguages: readonly Language[] = ['en', 'es', 'de', 'ja']

/** Opens the accounts of a pool. */
export function openPool(
  scene: Scene,
  random: Random,
  { accounts, dialect, label }: PoolOpening,
  options: HoldingOptions & PartOptions,
): readonly Seat[] {
  const open = seatOpener(scene, random, accounts, dialect, options)
  const window = activeWindow(scene, options)
  return Array.from({ length: accounts }, (_, place) => {
    const tenures =
      options.churnDays === undefined
        ? [undefined]
        : drawTenures(random.fork(`churn ${place}`), window, options.churnDays)
    return tenures.map((tenure) => open(label(), tenure))
  }).flat()
}

function seatOpener(
  scene: Scene,
  random: Random,
  accounts: number,
  dialect: DialectName,
  options: HoldingOptions,
): (label: Omit<LabelLine, 'account'>, tenure: Opening['tenure']) => Seat {
  const { network = 'shared', identity = 'bulk' } = options
  const client = options.client ?? (identity === 'bulk' ? 'relay' : 'own')
  const rack = drawSubnet(random, random.pick(networksOf('hosting')), sharedAddresses)
  const relayDevice = drawDevice(random, dialect)
  const frozen = frozenDevice(random.fork('frozen'), dialect)
  const bulk = bulkRegistry(random, scene, rack, Math.ceil(accounts / accountsPerCard))
  return (label, tenure) => {
    const person = drawPerson(random, exitLanguages, dialect)
    const registry = identity === 'bulk' ? bulk(person.country) : personRegistry(random, scene, person)
    const devices: Record<typeof client, Device> = { relay: relayDevice, own: person.device, frozen }
    const caller = callerFrom(devices[client], network, rack, person)
    const created = createdOf(random, scene, identity, tenure)
    return openSeat(scene, random, {
      registry: { ...registry, ...(created === undefined ? {} : { created }) },
      label,
      caller,
      ...(tenure === undefined ? {} : { tenure }),
    })
  }
}

function callerFrom(
  device: Device,
  network: NonNullable<HoldingOptions['network']>,
  rack: readonly Place[],
  person: Person,
): Seat['caller'] {
  const place: Record<typeof network, (drawn: Random) => Place> = {
    shared: (drawn) => drawn.pick(rack),
    rotating: (drawn) => drawPlace(drawn, drawn.pick(networksOf('isp'))),
    own: () => person.home,
  }
  return (drawn) => ({ device, place: place[network](drawn) })
}

/** When the account was made, where that differs from any person's: long ago, or just before it is needed. */
function createdOf(
  random: Random,
  scene: Scene,
  identity: HoldingOptions['identity'],
  tenure: Opening['tenure'],
): string | undefined {
  if (identity === 'aged') return registeredAt(scene.window.fromMs - Math.floor((1 + random.unit()) * agedDays * dayMs))
  if (tenure?.activeFromMs === undefined) return undefined
  return registeredAt(tenure.activeFromMs - random.between(1, 40) * 60_000)
}

/** One account after the other on one place of the pool; the last one outlives the window. */
function drawTenures(random: Random, window: TimeWindow, churnDays: number): Opening['tenure'][] {
  const tenures: Opening['tenure'][] = []
  let fromMs = window.fromMs
  while (fromMs < window.untilMs) {
    const bannedFromMs = fromMs + Math.floor((0.5 + random.unit()) * churnDays * dayMs)
    tenures.push({ bannedFromMs, ...(tenures.length === 0 ? {} : { activeFromMs: fromMs }) })
    fromMs = bannedFromMs + random.between(hourMs, replacementHoursMax * hourMs)
  }
  return tenures
}

/** Sign-ups by a script: one evening, one mail domain, a handful of cards. */
function bulkRegistry(
  random: Random,
  scene: Scene,
  rack: readonly Place[],
  cardCount: number,
): (country: string) => Omit<AccountLine, 'account'> {
  const beganMs = scene.window.fromMs - random.between(1, 20) * dayMs
  const cards = Array.from({ length: cardCount }, () => drawCard(random))
  const mailDomain = `${random.token(7, 'base36')}.example`
  return (country) => ({
    created: registeredAt(beganMs + Math.floor(random.unit() * signUpHours * hourMs)),
    plan: 'payg',
    tier: 'payment',
    email_domain: mailDomain,
    payment: random.pick(cards),
    country,
    signup_ip: random.pick(rack).ip,
  })
}
