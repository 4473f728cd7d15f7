/** Errors of the gateway's own, in the shape that the provider's clients expect. */
import type { Provider } from './route.ts'

/** Why the gateway itself answers. A closed list: metrics count by it. */
export type RefusalReason =
  | 'no such path'
  | 'method not allowed'
  | 'bad key'
  | 'bad request'
  | 'body too large'
  | 'body too slow'
  | 'out of memory'
  | 'model not allowed'
  | 'unknown id'
  | 'unknown earlier response'
  | 'owner unknown'
  | 'rate limited'
  | 'never fits'
  | 'step-up'
  | 'restricted'
  | 'suspended'
  | 'terminated'
  | 'not recorded'
  | 'upstream unreachable'
  | 'upstream timeout'
  | 'upstream compressed'
  | 'internal fault'

/** One answer of the gateway itself. */
export interface Refusal {
  readonly reason: RefusalReason
  /** Plain words for the client: what is wrong and what to do. Never a secret, never evidence. */
  readonly message: string
  /** Where a limit refused: how long to wait, in ms. */
  readonly retryAfterMs?: number
  /** The member of the request that is at fault. */
  readonly param?: string
  /** Where to go, for a step-up. */
  readonly link?: string
}

interface Shape {
  readonly status: number
  /** `type` of the error object, and its `code` where the provider has one. */
  readonly openai: readonly [type: string, code: string | null]
  readonly anthropic: string
  /** Whether asking again can help: what SDKs are told whatever they think of the status. */
  readonly retry: boolean
}

const shapes: Readonly<Record<RefusalReason, Shape>> = {
  'no such path': shape(404, ['invalid_request_error', 'unknown_url'], 'not_found_error', false),
  'method not allowed': shape(405, ['invalid_request_error', 'method_not_allowed'], 'invalid_request_error', false),
  'bad key': shape(401, ['invalid_request_error', 'invalid_api_key'], 'authentication_error', false),
  'bad request': shape(400, ['invalid_request_error', null], 'invalid_request_error', false),
  'body too large': shape(413, ['invalid_request_error', 'request_too_large'], 'request_too_large', false),
  'body too slow': shape(408, ['invalid_request_error', 'request_timeout'], 'timeout_error', true),
  'out of memory': shape(503, ['server_error', null], 'overloaded_error', true),
  'model not allowed': shape(404, ['invalid_request_error', 'model_not_found'], 'not_found_error', false),
  'unknown id': shape(404, ['invalid_request_error', null], 'not_found_error', false),
  'unknown earlier response': shape(
    400,
    ['invalid_request_error', 'previous_response_not_found'],
    'invalid_request_error',
    false,
  ),
  'owner unknown': shape(503, ['server_error', null], 'overloaded_error', true),
  'rate limited': shape(429, ['requests', 'rate_limit_exceeded'], 'rate_limit_error', true),
  'never fits': shape(429, ['insufficient_quota', 'insufficient_quota'], 'rate_limit_error', false),
  'step-up': shape(403, ['request_forbidden', 'verification_required'], 'permission_error', false),
  restricted: shape(403, ['request_forbidden', 'access_restricted'], 'permission_error', false),
  suspended: shape(403, ['request_forbidden', 'account_suspended'], 'permission_error', false),
  terminated: shape(403, ['request_forbidden', 'account_terminated'], 'permission_error', false),
  'not recorded': shape(503, ['server_error', null], 'overloaded_error', true),
  'upstream unreachable': shape(502, ['server_error', null], 'api_error', true),
  'upstream timeout': shape(504, ['server_error', null], 'timeout_error', true),
  'upstream compressed': shape(502, ['server_error', null], 'api_error', false),
  'internal fault': shape(500, ['server_error', null], 'api_error', true),
}

function shape(status: number, openai: Shape['openai'], anthropic: string, retry: boolean): Shape {
  return { status, openai, anthropic, retry }
}

/** The HTTP status of a refusal. */
export function statusOf(reason: RefusalReason): number {
  return shapes[reason].status
}

/** A whole answer: status, headers as name and value in turn, body. */
export interface Answer {
  readonly status: number
  readonly headers: readonly string[]
  readonly body: string
}

/**
 * The answer that a client of `provider` understands. `id` is the request's, for people who write to support. Waits are
 * told three ways, since SDKs look in this order: `x-should-retry`, `retry-after-ms`, `retry-after` (whole seconds, up).
 */
export function answerOf(provider: Provider, refusal: Refusal, id: string): Answer {
  const { status, openai, anthropic, retry } = shapes[refusal.reason]
  const { message, param = null, retryAfterMs, link } = refusal
  const linked = link === undefined ? {} : { verification_url: link }
  const [type, code] = openai
  const body = JSON.stringify(
    provider === 'anthropic'
      ? { type: 'error', error: { type: anthropic, message, ...linked }, request_id: id }
      : { error: { message, type, param, code, ...linked } },
  )
  const headers = [
    'content-type',
    'application/json',
    'content-length',
    String(Buffer.byteLength(body)),
    provider === 'anthropic' ? 'request-id' : 'x-request-id',
    id,
    'x-should-retry',
    String(retry),
  ]
  if (retryAfterMs !== undefined && Number.isFinite(retryAfterMs))
    headers.push(
      'retry-after-ms',
      String(Math.ceil(retryAfterMs)),
      'retry-after',
      String(Math.ceil(retryAfterMs / 1000)),
    )
  return { status, headers, body }
}
