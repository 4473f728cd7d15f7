/** What can be seen of a configuration before anything is opened. */
import { X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'

/** What is wrong with a certificate chain and its key, both PEM, and with which of them; undefined when they serve. */
export function faultOfPair(
  cert: string,
  key: string,
): { readonly of: 'cert' | 'key'; readonly why: string } | undefined {
  const why = faultOf(() => createSecureContext({ cert }))
  if (why !== undefined) return { of: 'cert', why: `holds no certificate chain in PEM (${why})` }
  const whyKey = faultOf(() => createSecureContext({ cert, key }))
  return whyKey === undefined
    ? undefined
    : { of: 'key', why: `holds no private key in PEM that fits the certificate (${whyKey})` }
}

const certificate = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^]*?-----END (?:TRUSTED )?CERTIFICATE-----/g

/** What is wrong with certificates to trust, PEM; undefined when they are some. */
export function faultOfAuthorities(pem: string): string | undefined {
  const found = pem.match(certificate) ?? []
  if (found.length === 0) return 'holds no certificate in PEM'
  const why = found.map((each) => faultOf(() => new X509Certificate(each))).find((fault) => fault !== undefined)
  return why === undefined ? undefined : `holds a certificate that cannot be read (${why})`
}

/** OpenSSL's code: its sentences may quote what it read. */
function faultOf(read: () => unknown): string | undefined {
  try {
    read()
    return undefined
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code ?? 'it is broken'
  }
}

/** Whether a text has bytes that no header may have (RFC 9110, 5.5): line breaks, other controls, what is no byte. */
export function isNoHeader(text: string): boolean {
  return /[^\t\x20-\x7e\x80-\xff]/.test(text)
}

/** An address to listen on. */
export interface Place {
  readonly host: string
  readonly port: number
}

/** Whether two cannot be listened on beside one another. */
export function isSamePlace(one: Place, other: Place): boolean {
  if (one.port !== other.port || one.port === 0) return false
  const isAny = ({ host }: Place): boolean => host === '0.0.0.0' || host === '::'
  const nameOf = ({ host }: Place): string => (host === 'localhost' ? '127.0.0.1' : host)
  return nameOf(one) === nameOf(other) || isAny(one) || isAny(other)
}
