import { objectReader, readQuantity, readText, wordReader, wrongType, type Fault, type ObjectReader } from './field.ts'
import { objectOf } from './json-value.ts'
import type { Client } from './interaction.ts'

/** Reads the `client` of a record. A header whose value is no string is left out; any other wrong type is a fault. */
export const readClient: ObjectReader<Client> = objectReader<Client>({
  ip: ['ip', readText],
  asn: ['asn', readQuantity],
  asName: ['as_name', readText],
  asType: ['as_type', wordReader(['isp', 'hosting', 'vpn', 'education', 'business'])],
  country: ['country', readText],
  userAgent: ['user_agent', readText],
  ja4: ['ja4', readText],
  sdk: ['sdk', readText],
  endUser: ['end_user', readText],
  headers: ['headers', readHeaders],
})

function readHeaders(value: unknown): readonly (readonly [name: string, value: string])[] | Fault {
  const source = objectOf(value)
  if (source === undefined) return wrongType(value, 'an object')
  const headers: (readonly [string, string])[] = []
  for (const name in source) {
    const header = source[name]
    if (typeof header === 'string') headers.push([name.toLowerCase(), header])
  }
  return headers
}
