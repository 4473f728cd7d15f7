/** Takes out of a stream what the gateway asked for and the client did not: the usage of a chat or text completion. */

const usageName = Buffer.from('"usage"')
const nullUsage = Buffer.from(',"usage":null')
const nullUsageSpaced = Buffer.from(', "usage": null')

/**
 * One event of a stream whose usage the gateway asked for, as the client would have got it: the event that only tells
 * usage is gone (null), `"usage":null` is out of the others, and everything else is the very same bytes.
 */
export function withoutUsage(block: Buffer): Buffer | null {
  if (!block.includes(usageName)) return block
  for (const member of [nullUsage, nullUsageSpaced]) {
    const at = block.indexOf(member)
    // Quotes inside a string are escaped, so these bytes are a member wherever they stand.
    if (at >= 0) return Buffer.concat([block.subarray(0, at), block.subarray(at + member.length)])
  }
  return isOnlyUsage(block) ? null : block
}

function isOnlyUsage(block: Buffer): boolean {
  const [, data] = /^[\r\n]*data: ?(\{.*\})[ \t]*[\r\n]+$/s.exec(block.toString()) ?? []
  if (data === undefined) return false
  try {
    const { choices, usage } = JSON.parse(data) as { choices?: unknown; usage?: unknown }
    return Array.isArray(choices) && choices.length === 0 && typeof usage === 'object' && usage !== null
  } catch {
    return false
  }
}
