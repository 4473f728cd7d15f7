/** Gives a conversation ids and seals of its own, as if the provider had answered it once more. */
import type { Json, RecordLine } from '../line.ts'
import { Random } from '../random.ts'

/** Fields whose value the provider mints, in any of the dialects. */
const mintedFields: ReadonlySet<string> = new Set([
  'id',
  'call_id',
  'tool_call_id',
  'tool_use_id',
  'signature',
  'encrypted_content',
  'previous_response_id',
])
const bodyShareKept = 5

/** The bodies of the record with other tokens: the same token becomes the same other one under the same salt. */
export function remint(record: RecordLine, salt: string): RecordLine {
  const exchange = (value: Json, field: string): Json => {
    if (typeof value === 'string') return mintedFields.has(field) ? otherToken(value, salt) : value
    if (Array.isArray(value)) return value.map((item) => exchange(item as Json, ''))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, exchange(inner as Json, name)]))
  }
  const { request, response, ...rest } = record
  return {
    ...rest,
    request: exchange(request, '') as RecordLine['request'],
    ...(response === undefined ? {} : { response: exchange(response, '') as RecordLine['request'] }),
  }
}

/** Another token of the same length and beginning; short ones are no tokens and stay. */
function otherToken(token: string, salt: string): string {
  const begin = Math.max(token.lastIndexOf('_') + 1, Math.min(bodyShareKept, token.length))
  const rest = token.slice(begin)
  return (
    token.slice(0, begin) +
    new Random(`${salt} ${token}`).token(rest.length, /^[0-9a-f]*$/.test(rest) ? 'hexadecimal' : 'base62')
  )
}
