/** An organisation: it stands openly behind its accounts, calls from one office or cloud, and pays with one card. */
import { drawDevice, type Device } from './device.ts'
import type { AccountLine, DialectName, LabelLine } from './line.ts'
import { drawSubnet, networksOf, type Place } from './network.ts'
import { drawCard, registeredAt } from './person.ts'
import type { Random } from './random.ts'
import { dayMs } from './rhythm.ts'
import type { Scene } from './scene.ts'
import { openSeat, type Seat } from './seat.ts'

/** An organisation, and where its calls come from. */
export interface Organisation {
  readonly org: string
  readonly country: string
  readonly mailDomain: string
  readonly card: string
  readonly createdMs: number
  readonly places: readonly Place[]
  readonly device: Device
}

const nameParts =
  'alder birch cobalt delta ember flint garnet heath indigo juniper kelp lumen maple north onyx pine quartz reed slate tern umber vale willow zephyr'.split(
    ' ',
  )
const ageDaysMax = 900
const addresses = 6

/** An organisation that calls from the given kind of network. */
export function drawOrganisation(
  random: Random,
  scene: Scene,
  dialect: DialectName,
  network: 'hosting' | 'business',
): Organisation {
  const chosen = random.pick(networksOf(network))
  return {
    org: `org-${random.token(10, 'base36')}`,
    country: chosen.country,
    mailDomain: `${random.pick(nameParts)}-${random.pick(nameParts)}${random.between(2, 99)}.example`,
    card: drawCard(random),
    createdMs: scene.window.fromMs - Math.floor(random.unit() * ageDaysMax * dayMs),
    places: drawSubnet(random, chosen, addresses),
    device: drawDevice(random, dialect),
  }
}

/** Opens accounts of the organisation, as similar as accounts that one administrator makes. */
export function openOrganisationSeats(
  scene: Scene,
  random: Random,
  organisation: Organisation,
  count: number,
  label: Omit<LabelLine, 'account'>,
  registry: Partial<AccountLine> = {},
): readonly Seat[] {
  const { places, device } = organisation
  return Array.from({ length: count }, (_, index) =>
    openSeat(scene, random, {
      registry: {
        org: organisation.org,
        created: registeredAt(organisation.createdMs + index * random.between(60_000, 3 * dayMs)),
        plan: 'enterprise',
        tier: 'organization',
        email_domain: organisation.mailDomain,
        payment: organisation.card,
        country: organisation.country,
        signup_ip: places[0]?.ip ?? '',
        ...registry,
      },
      label,
      caller: (drawn) => ({ device, place: drawn.pick(places) }),
    }),
  )
}
