/** What is kept of a call's client: keyed hashes of its address, address prefix, TLS fingerprint and header tuple. */
import type { Client } from '../interaction.ts'
import { Domain, type KeyedHash } from './keyed-hash.ts'

/** 0n means absent. */
export interface ClientFingerprint {
  readonly address: bigint
  /** The /24 of an IPv4, the /48 of an IPv6 address. */
  readonly prefix: bigint
  readonly ja4: bigint
  /** User agent, SDK and the headers that a client sends with every call alike. */
  readonly headers: bigint
}

const absent: ClientFingerprint = { address: 0n, prefix: 0n, ja4: 0n, headers: 0n }

/** Headers that change from call to call, name things of the call or carry secrets: never part of the tuple. */
const volatileHeader =
  /retry|timeout|request|trace|span|length|date|auth|cookie|forwarded|connection|cache|idempot|session|key|beta|host|referer|origin|helper/

/** An address as it is compared: servers that listen on both protocols log IPv4 as `::ffff:203.0.113.7`. */
export function canonicalAddress(address: string): string {
  return address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '')
}

/** The network of an address: the first three numbers of IPv4, the first three groups of IPv6. */
export function addressPrefix(address: string): string {
  const canonical = canonicalAddress(address)
  if (!canonical.includes(':')) return canonical.slice(0, Math.max(0, canonical.lastIndexOf('.')))
  const [head = ''] = canonical.split('::')
  const groups = head.split(':').slice(0, 3)
  while (groups.length < 3) groups.push('0')
  return groups.map((group) => group.replace(/^0+(?=.)/, '') || '0').join(':')
}

/** Fingerprints a client; what the record lacks stays 0n. */
export function fingerprintClient(hash: KeyedHash, client: Client | undefined): ClientFingerprint {
  if (client === undefined) return absent
  const { ip = '', ja4: tls = '' } = client
  const address = ip === '' ? 0n : hash.text(Domain.network, canonicalAddress(ip))
  const network = addressPrefix(ip)
  const prefix = network === '' ? 0n : hash.text(Domain.network, `${network}/`)
  const ja4 = tls === '' ? 0n : hash.text(Domain.client, `ja4 ${tls}`)
  return { address, prefix, ja4, headers: headerTuple(hash, client) }
}

function headerTuple(hash: KeyedHash, client: Client): bigint {
  if (client.userAgent === undefined && client.headers === undefined) return 0n
  const fold = hash.begin()
  hash.addText(fold, client.userAgent ?? '')
  hash.addWord(fold, 1)
  hash.addText(fold, client.sdk ?? '')
  for (const [name, value] of client.headers ?? []) {
    if (volatileHeader.test(name)) continue
    hash.addWord(fold, 2)
    hash.addText(fold, name)
    hash.addWord(fold, 3)
    hash.addText(fold, value)
  }
  hash.finish(Domain.client, fold)
  return hash.value()
}
