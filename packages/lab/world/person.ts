/** A person with a home, a phone, a language and a registered account. */
import { drawDevice, type Device } from './device.ts'
import type { AccountLine, DialectName } from './line.ts'
import { drawPlace, networksOf, type Place } from './network.ts'
import type { Random } from './random.ts'
import { dayMs } from './rhythm.ts'
import type { Scene } from './scene.ts'
import type { Seat } from './seat.ts'
import type { Language, Lexicon } from './text/lexicon.ts'
import { ownTopics } from './text/own-topics.ts'
import { lexicons } from './text/prose.ts'
import { dialectNames } from './wire/wire.ts'

/** Who uses an account. */
export interface Person {
  readonly lexicon: Lexicon
  readonly country: string
  readonly utcOffsetHours: number
  readonly dialect: DialectName
  readonly home: Place
  readonly device: Device
}

const mailDomains = [
  'mailbox.example',
  'mailbox.example',
  'mailbox.example',
  'postamt.example',
  'inbox.example',
  'correo.example',
]
const phonePrefixes: Readonly<Record<string, string>> = {
  US: '+1',
  GB: '+44',
  DE: '+49',
  ES: '+34',
  MX: '+52',
  CN: '+86',
  JP: '+81',
  EG: '+20',
  SA: '+966',
  IN: '+91',
}
const topicsEach = 8
const awayShare = 0.2
const vpnShare = 0.06
const accountAgeDaysMax = 420

/** A person who speaks one of the languages. */
export function drawPerson(random: Random, languages: readonly Language[], dialect?: DialectName): Person {
  const lexicon = lexicons[random.pick(languages)]
  const [country, utcOffsetHours] = random.pick(lexicon.homes)
  const spoken = dialect ?? random.pick(dialectNames)
  const network = random.chance(vpnShare) ? random.pick(networksOf('vpn')) : random.pick(networksOf('isp', country))
  return {
    lexicon,
    country,
    utcOffsetHours,
    dialect: spoken,
    home: drawPlace(random, network),
    device: drawDevice(random, spoken),
  }
}

/** The same person, half of whose topics are nobody else's. */
export function withMixedTopics(random: Random, person: Person): Person {
  const own = ownTopics(random, person.lexicon, topicsEach)
  const common = random.shuffle(person.lexicon.topics).slice(0, topicsEach)
  return { ...person, lexicon: { ...person.lexicon, topics: [...own, ...common] } }
}

/** Mostly from home, sometimes from elsewhere in the country. */
export function personCaller(person: Person, device: Device = person.device): Seat['caller'] {
  return (random) => ({
    device,
    place: random.chance(awayShare) ? drawPlace(random, random.pick(networksOf('isp', person.country))) : person.home,
  })
}

/** The registry line of a person who signed up alone, at some time before the world begins. */
export function personRegistry(random: Random, scene: Scene, person: Person): Omit<AccountLine, 'account'> {
  const ageMs = Math.floor(random.unit() * accountAgeDaysMax * dayMs)
  const tier = random.pick(['email', 'phone', 'payment', 'payment'] as const)
  return {
    created: registeredAt(scene.window.fromMs - ageMs),
    plan: tier === 'payment' ? 'payg' : 'free',
    tier,
    email_domain: random.pick(mailDomains),
    country: person.country,
    signup_ip: person.home.ip,
    ...(tier === 'email' ? {} : { phone_prefix: phonePrefixes[person.country] ?? '+1' }),
    ...(tier === 'payment' ? { payment: drawCard(random) } : {}),
  }
}

/** A payment fingerprint. */
export function drawCard(random: Random): string {
  return `card-${random.token(14, 'base36')}`
}

/** A time as the registry writes it: seconds are exact enough. */
export function registeredAt(timeMs: number): string {
  return new Date(Math.floor(timeMs / 1000) * 1000).toISOString().replace('.000Z', 'Z')
}

/** The part of the registry in which accounts on one card, opened at one place, agree. */
export function paidTogether(card: string, place: Place): Partial<AccountLine> {
  return { plan: 'payg', tier: 'payment', payment: card, signup_ip: place.ip, country: place.network.country }
}
