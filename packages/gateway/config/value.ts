/** Kinds of values that a configuration has: ports, paths, addresses. */
import { isIP } from 'node:net'
import { type Kind, number, text } from './schema.ts'

/** A TCP port; 0 for any that is free. */
export const port: Kind<number> = number(0, 65_535)

/** A quantity from 0 on. */
export const count: Kind<number> = number(0, Number.MAX_SAFE_INTEGER)

/** A length of time, up to a day. */
export const seconds: Kind<number> = number(0.001, 86_400, false)

/** A size. */
export const bytes: Kind<number> = number(1, Number.MAX_SAFE_INTEGER)

/** Where to listen. */
export const host: Kind<string> = text('a host name or an address')

/** A path, from the folder of the configuration. */
export const file: Kind<string> = text('the path of a file')

/** A path, from the folder of the configuration. */
export const folder: Kind<string> = text('the path of a folder')

/** Where a secret is. */
export const variable: Kind<string> = text('the name of an environment variable', (value) =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(value) ? undefined : `${JSON.stringify(value)} is no name of an environment variable`,
)

/** A server, without anything secret in its URL. */
export const address: Kind<string> = text('an http or https URL', faultOfAddress)

function faultOfAddress(value: string): string | undefined {
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) return 'must be an http or https URL'
  const { username, password, search, hash } = new URL(value)
  if (username !== '' || password !== '') return 'must not hold a user or a password: use env or file for secrets'
  return search === '' && hash === '' ? undefined : 'must not have a query or a fragment'
}

/** A model server: paths begin with `/v1`, and clients name them. */
export const server: Kind<string> = text('an http or https URL', (value) => {
  const fault = faultOfAddress(value)
  if (fault !== undefined) return fault
  return /\/v1\/*$/.test(new URL(value).pathname) ? 'must not end in /v1: leave it out, requests bring it' : undefined
})

/** A path that is matched as it stands. */
export const route: Kind<string> = text('a path, exact or ending in /*', (value) => {
  if (!value.startsWith('/')) return `must begin with a slash, not as ${JSON.stringify(value)}`
  const path = value.replace(/\/\*$/, '')
  if (/\/\.{0,2}(?:\/|$)/.test(path)) return 'must have no dot segments and no empty ones: no request would match it'
  return /[^\x21-\x7e]|[\\%#;?*{}]/.test(path)
    ? 'must be plain: no escapes, no query, and * only as /* at its end'
    : undefined
})

/** Addresses of proxies. */
export const block: Kind<string> = text('an address or a block of addresses, as 10.0.0.0/8', (value) => {
  const [ip = '', bits, more] = value.split('/')
  const widest = isIP(ip) === 6 ? 128 : 32
  const isFine =
    isIP(ip) !== 0 && more === undefined && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= widest))
  return isFine ? undefined : `${JSON.stringify(value)} is neither an address nor a block such as 10.0.0.0/8`
})
