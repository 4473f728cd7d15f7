/** Headers: which belong to one hop only, which are secrets, and what they tell of the client. */

/** Headers of one hop (RFC 9110, 7.6.1), and those that we make ourselves for ours. */
const hopByHop = new Set([
  'connection',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Headers that carry a client's key: never forwarded, never in a record. */
const credentials = new Set(['authorization', 'x-api-key', 'api-key'])

/** Never in a record or a log, whoever sent them. */
const secrets = new Set([...credentials, 'cookie', 'set-cookie', 'proxy-authorization'])

/** Names that a `Connection` header adds to those of one hop. */
function namedByConnection(headers: readonly string[]): Set<string> | undefined {
  let named: Set<string> | undefined
  for (let i = 0; i < headers.length; i += 2) {
    if (!isName(headers[i]!, 'connection') || headers[i + 1] === 'keep-alive') continue
    for (const word of headers[i + 1]!.split(',')) {
      const name = word.trim().toLowerCase()
      if (name === 'close' || name === 'keep-alive' || name === '') continue
      named ??= new Set()
      named.add(name)
    }
  }
  return named
}

function isName(spelled: string, name: string): boolean {
  return spelled === name || (spelled.length === name.length && lowerOf(spelled) === name)
}

/** Most names come in lower case: what is cut out of a longer text takes V8 long to put into it. */
function lowerOf(spelled: string): string {
  return /[A-Z]/.test(spelled) ? spelled.toLowerCase() : spelled
}

/**
 * The headers that go on, name and value in turn, in their order and their spelling: those of a request without what
 * belongs to our hop and without the client's key. `drop` says which further ones stay behind.
 */
export function endToEndRequestHeaders(
  rawHeaders: readonly string[],
  drop: (name: string) => boolean = () => false,
): string[] {
  return endToEnd(rawHeaders, (name) => credentials.has(name) || name === 'content-length' || drop(name))
}

/** The same for an answer. `content-length` stays unless `drop` says so. */
export function endToEndResponseHeaders(
  headers: readonly string[],
  drop: (name: string) => boolean = () => false,
): string[] {
  return endToEnd(headers, drop)
}

function endToEnd(headers: readonly string[], drop: (name: string) => boolean): string[] {
  const named = namedByConnection(headers)
  const kept: string[] = []
  for (let i = 0; i < headers.length; i += 2) {
    const spelled = headers[i]!
    const name = lowerOf(spelled)
    if (hopByHop.has(name) || named?.has(name) === true || drop(name)) continue
    kept.push(spelled, headers[i + 1]!)
  }
  return kept
}

/**
 * Header bytes as text: they are Latin-1, as Node writes them. A head that came in one piece lies in one stretch of memory,
 * which is made one text and cut: a text for each name and value takes several times as long.
 */
export function headerTexts(rawHeaders: readonly Buffer[]): string[] {
  const [first] = rawHeaders
  const last = rawHeaders.at(-1)
  if (first === undefined || last === undefined) return []
  const start = first.byteOffset
  const bytes = last.byteOffset + last.length - start
  let end = 0
  for (const { buffer, byteOffset, length } of rawHeaders) {
    if (buffer !== first.buffer || byteOffset - start < end) return rawHeaders.map((text) => text.toString('latin1'))
    end = byteOffset - start + length
  }
  const all = Buffer.from(first.buffer, start, bytes).toString('latin1')
  return rawHeaders.map(({ byteOffset, length }) => all.slice(byteOffset - start, byteOffset - start + length))
}

/** One header of an answer, by its lower-case name; undefined when it is not there. */
export function headerOf(headers: readonly string[], name: string): string | undefined {
  for (let i = 0; i < headers.length; i += 2) if (isName(headers[i]!, name)) return headers[i + 1]
  return undefined
}

/** The key that a client shows, from `Authorization: Bearer`, `x-api-key` or `api-key`; undefined when there is none. */
export function keyOf(headers: Readonly<Record<string, string | readonly string[] | undefined>>): string | undefined {
  const { authorization, 'x-api-key': own, 'api-key': other } = headers
  // An SDK that has both sends the one that it was told: x-api-key is never set by accident.
  if (typeof own === 'string' && own !== '') return own.trim()
  if (typeof authorization === 'string') {
    const [, secret] = /^bearer[ \t]+(\S+)[ \t]*$/i.exec(authorization) ?? []
    if (secret !== undefined) return secret
  }
  return typeof other === 'string' && other !== '' ? other.trim() : undefined
}

/** Headers that say nothing of the client: its message's framing, or told elsewhere in the record. */
const framing = new Set(['content-length', 'host', 'connection', 'user-agent', 'transfer-encoding', 'expect'])
const valueCharactersMax = 256
const headersMax = 48

/** What a record says of further headers: lower-case names, values cut at 256 characters, at most 48, no secret. */
export function recordedHeaders(rawHeaders: readonly string[]): Record<string, string> {
  const recorded: Record<string, string> = {}
  let count = 0
  for (let i = 0; i < rawHeaders.length && count < headersMax; i += 2) {
    const name = rawHeaders[i]!.toLowerCase()
    // A name that JSON could take for something else than a plain member is nobody's real header.
    if (secrets.has(name) || framing.has(name) || name === '__proto__') continue
    recorded[name] = rawHeaders[i + 1]!.slice(0, valueCharactersMax)
    count++
  }
  return recorded
}

/** The software development kit, as `openai-python/2.9`, from what the official ones send; undefined for others. */
export function sdkOf(headers: Readonly<Record<string, string | readonly string[] | undefined>>): string | undefined {
  const { 'x-stainless-lang': language, 'x-stainless-package-version': version, 'user-agent': agent } = headers
  if (typeof language !== 'string' || typeof version !== 'string') return undefined
  const family = typeof agent === 'string' && /anthropic/i.test(agent) ? 'anthropic' : 'openai'
  return `${family}-${language === 'js' ? 'node' : language}/${version}`.slice(0, 80)
}
