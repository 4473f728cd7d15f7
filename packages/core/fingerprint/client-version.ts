/** Which client program a request comes from, and in which version: for adoption curves. */
import type { Client } from '../interaction.ts'
import { Domain, type KeyedHash } from './keyed-hash.ts'

/** 0n and 0 mean absent. */
export interface ClientVersion {
  /** Keyed hash of the program's name. */
  readonly product: bigint
  /** `major·10⁶ + minor·10³ + patch`, each at most 999 but the major: later versions are higher. */
  readonly version: number
}

const absent: ClientVersion = { product: 0n, version: 0 }
const named = /^([A-Za-z][\w./ -]{0,40}?)[/ ]v?(\d{1,4})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?/
/** Browsers call themselves by this and keep to one number. */
const browser = /^mozilla$/i
const partMax = 999

/** Clients are few beside their calls: what was made of a name is kept, up to a bound. */
const knownMax = 5000

/** Reads versions. Holds what it made of names: one per thread and hash, answers do not depend on it. */
export class ClientVersionReader {
  private readonly known = new Map<string, ClientVersion>()

  /** See {@link clientVersion}. O(1) for a name seen before. */
  read(hash: KeyedHash, client: Client | undefined): ClientVersion {
    const name = client?.sdk ?? client?.userAgent
    if (name === undefined) return absent
    let known = this.known.get(name)
    if (known === undefined) {
      if (this.known.size >= knownMax) this.known.clear()
      this.known.set(name, (known = clientVersion(hash, client)))
    }
    return known
  }
}

/** The program and version that `sdk`, else the user agent, begins with; absent when neither is of the form `name/1.2.3`. */
export function clientVersion(hash: KeyedHash, client: Client | undefined): ClientVersion {
  const match = named.exec(client?.sdk ?? client?.userAgent ?? '')
  if (match === null || browser.test(match[1]!)) return absent
  const part = (text: string | undefined): number => Math.min(partMax, Number(text ?? 0))
  return {
    product: hash.text(Domain.client, `product ${match[1]!.toLowerCase()}`),
    version: Number(match[2]) * 1_000_000 + part(match[3]) * 1000 + part(match[4]),
  }
}
