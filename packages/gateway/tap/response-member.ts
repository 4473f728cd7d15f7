/** What a record says of how its call ended, beside the contract's fields. */
import { replacementOf, type BodyRule, type SettledBody } from './body.ts'
import type { Outcome } from './call.ts'
import { withoutTexts } from './content-rule.ts'
import type { GatewayMember } from './record-line.ts'

/** What is kept of a response that is no JSON object. */
const responseTextBytesMax = 4096
/** A longer error is kept as the beginning of its text. */
const errorCharsMax = 8192

/** The member `gateway` of a call that ended: what was known when it began, and how it ended. */
export function gatewayMember(
  begun: Omit<GatewayMember, 'ending'>,
  outcome: Outcome,
  response: SettledBody,
  rule: BodyRule,
): GatewayMember {
  const { ending, verdicts, retryCount, stream } = outcome
  const member = {
    ending,
    content: begun.content,
    request_fault: begun.request_fault,
    request_bytes: begun.request_bytes,
    verdicts: verdicts?.length === 0 ? undefined : verdicts,
    retry_count: retryCount,
    stream_errors: stream?.malformedEvents === 0 ? undefined : stream?.malformedEvents,
    stream_error: stream?.error === undefined ? undefined : errorOf(stream.error, rule),
  }
  return response.fault === undefined ? member : { ...member, ...faultOf(outcome.response, response, rule) }
}

function errorOf(error: unknown, rule: BodyRule): unknown {
  const kept = rule.content === 'keep' ? error : withoutTexts(error, replacementOf(rule))
  const json = JSON.stringify(kept) ?? 'null'
  if (json.length > errorCharsMax) return json.slice(0, errorCharsMax)
  // Levels are not worth counting: an error that is all brackets is kept as text.
  return (json.match(/[[{]/g)?.length ?? 0) > 64 ? json : kept
}

function faultOf(
  came: Outcome['response'],
  { json, fault }: SettledBody,
  { content }: BodyRule,
): Partial<GatewayMember> {
  if (!(came instanceof Uint8Array)) return { response_fault: fault }
  const isText = content === 'keep' && json === undefined
  const beginning = Buffer.from(came.buffer, came.byteOffset, Math.min(came.length, responseTextBytesMax))
  return {
    response_fault: fault,
    response_bytes: came.length,
    response_text: isText ? beginning.toString('utf8') : undefined,
  }
}
