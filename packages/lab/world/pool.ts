/** Accounts that a hidden operator holds: how they were bought, and from where they call. */
import { drawDevice } from './device.ts'
import type { AccountLine, DialectName, LabelLine } from './line.ts'
import { drawPlace, drawSubnet, networksOf, type Place } from './network.ts'
import { drawCard, drawPerson, personRegistry, registeredAt } from './person.ts'
import type { Random } from './random.ts'
import { dayMs, hourMs } from './rhythm.ts'
import type { Scene } from './scene.ts'
import { openSeat, type Seat } from './seat.ts'
import type { Language } from './text/lexicon.ts'

/** How the accounts of a pool were come by, and how they call. */
export interface HoldingOptions {
  /** `shared`: a few hosting addresses; `rotating`: a residential exit per call; `own`: an address per account. */
  readonly network?: 'shared' | 'rotating' | 'own'
  /** `bulk`: signed up within hours, few cards, one client for all; `own`: each with a past, a card and a client. */
  readonly identity?: 'bulk' | 'own'
}

const sharedAddresses = 4
const accountsPerCard = 6
const signUpHours = 5
/** Where residential exits are for sale. */
const exitLanguages: readonly Language[] = ['en', 'es', 'de', 'ja']

/** Opens the accounts of a pool. */
export function openPool(
  scene: Scene,
  random: Random,
  accounts: number,
  dialect: DialectName,
  label: () => Omit<LabelLine, 'account'>,
  { network = 'shared', identity = 'bulk' }: HoldingOptions,
): readonly Seat[] {
  const rack = drawSubnet(random, random.pick(networksOf('hosting')), sharedAddresses)
  const relayDevice = drawDevice(random, dialect)
  const bulk = bulkRegistry(random, scene, rack, Math.ceil(accounts / accountsPerCard))
  return Array.from({ length: accounts }, () => {
    const person = drawPerson(random, exitLanguages, dialect)
    const registry = identity === 'bulk' ? bulk(person.country) : personRegistry(random, scene, person)
    const device = identity === 'bulk' ? relayDevice : person.device
    const place: Record<typeof network, (drawn: Random) => Place> = {
      shared: (drawn) => drawn.pick(rack),
      rotating: (drawn) => drawPlace(drawn, drawn.pick(networksOf('isp'))),
      own: () => person.home,
    }
    return openSeat(scene, random, {
      registry,
      label: label(),
      caller: (drawn) => ({ device, place: place[network](drawn) }),
    })
  })
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
