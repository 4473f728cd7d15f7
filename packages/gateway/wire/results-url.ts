/** Where the results of a batch are: the provider names its own host, at which a client of ours has no key. */
import { editMembers, readMembers } from '@stillhunt/core/interaction'

const resultsPath = /\/v1\/messages\/batches\/[^/?#]+\/results$/

/**
 * The body of a batch with its `results_url` below `ownUrl`, which ends without a slash. Whatever is not such a body, or
 * has no results yet, stays as it is.
 */
export function withOwnResultsUrl(body: Uint8Array, ownUrl: string): Uint8Array {
  const found = readMembers(body, ['results_url'])
  const member = found.ok ? found.members.at(-1) : undefined
  if (!found.ok || member === undefined) return body
  const value: unknown = JSON.parse(Buffer.from(body.subarray(member.valueStart, member.end)).toString())
  const [path] = (typeof value === 'string' ? resultsPath.exec(value) : undefined) ?? []
  return path === undefined ? body : editMembers(body, found, [{ replace: member, value: `${ownUrl}${path}` }])
}
