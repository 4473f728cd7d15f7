/**
 * The invented internet of a world: networks with their numbers, names, kinds and address space.
 *
 * Autonomous-system numbers are of the private range (RFC 6996) and addresses of 240.0.0.0/4, which is routed nowhere
 * (RFC 1112): a synthetic accusation never points at anybody's real address.
 */
import type { ClientLine } from './line.ts'
import type { Random } from './random.ts'

type NetworkType = NonNullable<ClientLine['as_type']>

/** A network; `exits` is the number of addresses its customers share, undefined when everyone has an own one. */
export interface Network {
  readonly name: string
  readonly type: NetworkType
  readonly country: string
  readonly asn: number
  /** First and second byte of its /16 blocks. */
  readonly blocks: readonly string[]
  readonly exits?: number
}

/** Where a request comes from. */
export interface Place {
  readonly ip: string
  readonly network: Network
}

const mobileExits = 48
const vpnExits = 24
const rows: readonly (readonly [name: string, type: NetworkType, country: string, exits?: number])[] = [
  ['Prairie Fiber', 'isp', 'US'],
  ['Summit Cable', 'isp', 'US'],
  ['Bluebird Mobile', 'isp', 'US', mobileExits],
  ['Thames Broadband', 'isp', 'GB'],
  ['Pennine Mobile', 'isp', 'GB', mobileExits],
  ['Rheinnetz', 'isp', 'DE'],
  ['Elbfunk', 'isp', 'DE', mobileExits],
  ['Fibra Meseta', 'isp', 'ES'],
  ['Levante Movil', 'isp', 'ES', mobileExits],
  ['Red del Valle', 'isp', 'MX'],
  ['Altiplano Celular', 'isp', 'MX', mobileExits],
  ['Jade River Telecom', 'isp', 'CN'],
  ['Lotus Mobile', 'isp', 'CN', mobileExits],
  ['Kumo Hikari', 'isp', 'JP'],
  ['Tsubame Mobile', 'isp', 'JP', mobileExits],
  ['Nile Delta Net', 'isp', 'EG'],
  ['Sinai Mobile', 'isp', 'EG', mobileExits],
  ['Najd Fiber', 'isp', 'SA'],
  ['Monsoon Net', 'isp', 'IN'],
  ['Banyan Mobile', 'isp', 'IN', mobileExits],
  ['Granite Cloud', 'hosting', 'US'],
  ['Fjord Compute', 'hosting', 'NO'],
  ['Polder Hosting', 'hosting', 'NL'],
  ['Harbour Cloud', 'hosting', 'SG'],
  ['Quiet Tunnel', 'vpn', 'CH', vpnExits],
  ['Lantern Privacy', 'vpn', 'SE', vpnExits],
  ['Northgate University', 'education', 'US'],
  ['Universidad de Ribera', 'education', 'ES'],
  ['Hochschule Auental', 'education', 'DE'],
  ['Larkfield Offices', 'business', 'US'],
  ['Sandstone Business Net', 'business', 'GB'],
  ['Werkring Firmennetz', 'business', 'DE'],
]
const asnFirst = 4_200_001_000
const blocksEach = 4

/** Every network of the invented internet. */
export const networks: readonly Network[] = rows.map(([name, type, country, exits], index) => ({
  name,
  type,
  country,
  asn: asnFirst + index * 37,
  blocks: Array.from({ length: blocksEach }, (_, block) => blockOf(index * blocksEach + block)),
  ...(exits === undefined ? {} : { exits }),
}))

function blockOf(index: number): string {
  return `${240 + (index >> 5)}.${(index & 31) * 8 + 3}`
}

/** The networks of a kind, in a country when there is one of that kind there, anywhere otherwise. */
export function networksOf(type: NetworkType, country?: string): readonly Network[] {
  const ofType = networks.filter((network) => network.type === type)
  const local = ofType.filter((network) => network.country === country)
  return local.length > 0 ? local : ofType
}

/** An address of the network: one of its exits when its customers share them, otherwise any. */
export function drawPlace(random: Random, network: Network): Place {
  if (network.exits !== undefined) {
    return { network, ip: `${network.blocks[0]}.250.${random.between(1, network.exits)}` }
  }
  return { network, ip: `${random.pick(network.blocks)}.${random.between(1, 240)}.${random.between(1, 254)}` }
}

/** Addresses of one /24 of the network: an office, a campus building, a rack. */
export function drawSubnet(random: Random, network: Network, size: number): readonly Place[] {
  const prefix = `${random.pick(network.blocks)}.${random.between(1, 240)}`
  const first = random.between(1, 254 - size)
  return Array.from({ length: size }, (_, index) => ({ network, ip: `${prefix}.${first + index}` }))
}
