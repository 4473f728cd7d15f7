/** Which paths there are, what stands behind them, and how their bodies read. */

/** Whose manners a path has: the shape of its errors and headers. */
export type Provider = 'openai' | 'anthropic'

/** What a request does, as far as limits and records go. */
export type RouteKind =
  /** Makes the model work: counted, its tokens reserved, recorded. */
  | 'generate'
  /** Many requests in one, answered later: every one of them is counted and recorded. */
  | 'batch'
  /** May carry an answer that was made earlier (a background response): recorded if it does. */
  | 'retrieve'
  /** Tells of all things that were made: answered from those of the one who asks. */
  | 'list'
  /** Counted as a request, and no more. */
  | 'plain'

/** One path with one method. */
export interface Route {
  readonly provider: Provider
  readonly kind: RouteKind
  /** The wire format of the bodies; undefined where no conversation is in them. */
  readonly dialect: string | undefined
  /** The path as a pattern, for metrics and logs: ids are `{id}`. */
  readonly name: string
  /**
   * What it makes, reaches or lists that is left with the provider: nothing there tells whose it is. Undefined for a path
   * that has nothing to do with it, or only where the body says so.
   */
  readonly thing: 'response' | 'batch' | undefined
  /** Its answer is a batch, which says where its results are. */
  readonly tellsOfBatch: boolean
  /** It leads to answers of a model's in a shape that nothing can be taken out of. */
  readonly isUnhardened: boolean
}

interface Row {
  readonly methods: readonly string[]
  readonly path: string
  readonly kind: RouteKind
  readonly dialect?: string
  readonly thing?: 'response' | 'batch'
  readonly tellsOfBatch?: boolean
  readonly isUnhardened?: boolean
}

const openai: readonly Row[] = [
  { methods: ['POST'], path: '/v1/chat/completions', kind: 'generate', dialect: 'openai.chat' },
  { methods: ['POST'], path: '/v1/responses', kind: 'generate', dialect: 'openai.responses' },
  { methods: ['GET'], path: '/v1/responses/{id}', kind: 'retrieve', dialect: 'openai.responses', thing: 'response' },
  { methods: ['DELETE'], path: '/v1/responses/{id}', kind: 'plain', thing: 'response' },
  {
    methods: ['POST'],
    path: '/v1/responses/{id}/cancel',
    kind: 'retrieve',
    dialect: 'openai.responses',
    thing: 'response',
  },
  { methods: ['GET'], path: '/v1/responses/{id}/input_items', kind: 'plain', thing: 'response', isUnhardened: true },
  { methods: ['POST'], path: '/v1/embeddings', kind: 'generate', dialect: 'openai.embeddings' },
  { methods: ['POST'], path: '/v1/completions', kind: 'generate', dialect: 'openai.completions' },
]

const anthropic: readonly Row[] = [
  { methods: ['POST'], path: '/v1/messages', kind: 'generate', dialect: 'anthropic.messages' },
  { methods: ['POST'], path: '/v1/messages/count_tokens', kind: 'plain' },
  {
    methods: ['POST'],
    path: '/v1/messages/batches',
    kind: 'batch',
    dialect: 'anthropic.messages',
    thing: 'batch',
    tellsOfBatch: true,
    isUnhardened: true,
  },
  { methods: ['GET'], path: '/v1/messages/batches', kind: 'list', thing: 'batch' },
  { methods: ['GET', 'DELETE'], path: '/v1/messages/batches/{id}', kind: 'plain', thing: 'batch', tellsOfBatch: true },
  { methods: ['POST'], path: '/v1/messages/batches/{id}/cancel', kind: 'plain', thing: 'batch', tellsOfBatch: true },
  { methods: ['GET'], path: '/v1/messages/batches/{id}/results', kind: 'plain', thing: 'batch', isUnhardened: true },
]

/** Paths that both providers have: whose they are is told by {@link providerOfHeaders}. */
const either: readonly Row[] = [
  { methods: ['GET'], path: '/v1/models', kind: 'plain' },
  { methods: ['GET'], path: '/v1/models/{id}', kind: 'plain' },
]

/** What was found for a method and a path. */
export type Found =
  | { readonly ok: true; readonly route: Route }
  /** The path is there, with other methods. */
  | { readonly ok: false; readonly allow: readonly string[] }
  /** There is no such path. */
  | { readonly ok: false; readonly allow?: never }

const idPattern = '[A-Za-z0-9_.:@-]{1,256}'

interface Entry {
  readonly pattern: RegExp
  readonly route: Route
  readonly methods: readonly string[]
  /** The operator's own, not of the table. */
  readonly isAllowed: boolean
}

/** What lies here is somebody's: no pattern of the operator's, as wide as it may be, goes past who that is. */
const kept = /^\/v1\/(?:responses|messages\/batches)(?:\/|$)/i

/**
 * Finds routes. Paths match as they stand, byte by byte: nothing is decoded or normalised, so that the upstream cannot
 * read a path otherwise than we did. `allowed` are further paths, exact or ending in `/*`, forwarded as `plain`, but for
 * what lies where things are that somebody made.
 */
export class RouteTable {
  readonly #exact = new Map<string, Entry[]>()
  readonly #patterns: Entry[] = []

  constructor(allowed: readonly { readonly provider: Provider; readonly path: string }[] = []) {
    for (const row of openai) this.#add('openai', row)
    for (const row of anthropic) this.#add('anthropic', row)
    for (const provider of ['openai', 'anthropic'] as const) for (const row of either) this.#add(provider, row)
    const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
    for (const { provider, path } of allowed) this.#add(provider, { methods, path, kind: 'plain' }, true)
  }

  /** The route of a request to `path` (without its query) in the manners of `provider`, where both have the path. */
  find(method: string, path: string, provider: Provider): Found {
    const entries = this.#exact.get(path) ?? this.#matching(path)
    // A HEAD is answered as the GET would be, without the body.
    const wanted = method === 'HEAD' ? 'GET' : method
    let fitting: Route | undefined
    for (const { methods, route } of entries) {
      if (!methods.includes(wanted) || (fitting !== undefined && route.provider !== provider)) continue
      fitting = route
      if (route.provider === provider) break
    }
    if (fitting !== undefined) return { ok: true, route: fitting }
    return entries.length === 0 ? { ok: false } : { ok: false, allow: entries.flatMap(({ methods }) => methods) }
  }

  #matching(path: string): readonly Entry[] {
    if (!isPlain(path)) return []
    const isKept = kept.test(path)
    return this.#patterns.filter(({ pattern, isAllowed }) => pattern.test(path) && !(isKept && isAllowed))
  }

  #add(
    provider: Provider,
    { methods, path, kind, dialect, thing, tellsOfBatch = false, isUnhardened = false }: Row,
    isAllowed = false,
  ): void {
    const route: Route = { provider, kind, dialect, name: path, thing, tellsOfBatch, isUnhardened }
    const entry: Entry = { pattern: patternOf(path), methods, route, isAllowed }
    if (/[{*]/.test(path)) this.#patterns.push(entry)
    else this.#exact.set(path, [...(this.#exact.get(path) ?? []), entry])
  }
}

function patternOf(path: string): RegExp {
  const quoted = path.replace(/[.+?^$()[\]\\|]/g, '\\$&')
  return new RegExp(`^${quoted.replaceAll('{id}', idPattern).replace(/\/\*$/, '/.+')}$`)
}

/** The id in a path of `route`, which has no query; undefined where the route has none. */
export function idIn(route: Route, path: string): string | undefined {
  const at = route.name.split('/').indexOf('{id}')
  return at < 0 ? undefined : path.split('/')[at]
}

/** Whether something can be asked for by this id, as paths go. */
export function isId(id: string): boolean {
  return wholeId.test(id)
}

const wholeId = new RegExp(`^${idPattern}$`)

/** Paths that two programs can read in two ways are nobody's: dot segments, empty ones, escapes, backslashes. */
function isPlain(path: string): boolean {
  return path.startsWith('/') && !/\/\.{0,2}(?:\/|$)|[^\x21-\x7e]|[\\%#;]/.test(path)
}

/** Whose client this is: Anthropic's tell the version of the interface with every request, OpenAI's do not. */
export function providerOfHeaders(headers: Readonly<Record<string, unknown>>): Provider {
  return headers['anthropic-version'] === undefined ? 'openai' : 'anthropic'
}
