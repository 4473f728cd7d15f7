/** Fewest characters of a value that counts as made by a provider. */
const tokenCharsMin = 12

/** Fewest different characters of such a value. */
const tokenDistinctCharsMin = 8

/**
 * Whether a value can have been made at random by a provider. Shorter and poorer ones (`call_1`, `toolu_1`, `0`) are
 * what clients number their own calls with: strangers share them, so they link nobody. Characters whose codes differ by
 * a multiple of 128 count as the same. Stops at the eighth different character, so long values cost no more.
 */
export function isMintedToken(text: string): boolean {
  if (text.length < tokenCharsMin) return false
  // One bit for each ASCII character seen, 32 to a word: a set of characters takes ten times as long.
  let controls = 0
  let digits = 0
  let capitals = 0
  let smalls = 0
  let distinct = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const bit = 1 << (code & 31)
    const row = (code >> 5) & 3
    const seen = row === 3 ? smalls : row === 1 ? digits : row === 2 ? capitals : controls
    if ((seen & bit) !== 0) continue
    if (++distinct === tokenDistinctCharsMin) return true
    if (row === 3) smalls |= bit
    else if (row === 1) digits |= bit
    else if (row === 2) capitals |= bit
    else controls |= bit
  }
  return false
}

/** Up to this many tokens a scan finds a duplicate faster than a set, which must hash every token. */
const scanCountMax = 32

/** Collects tokens in the order in which they first occur, except those that another list has already. */
export class TokenList {
  readonly #tokens: string[] = []
  readonly #except: TokenList | undefined
  #known: Set<string> | undefined

  /** An empty list that will pass over whatever is in `except` at the time. */
  constructor(except?: TokenList) {
    this.#except = except
  }

  /** Adds the value when it is a token that is not in the list yet; anything else, whatever its type, is passed over. */
  add(value: unknown): void {
    if (typeof value !== 'string' || !isMintedToken(value)) return
    if (this.has(value) || this.#except?.has(value) === true) return
    this.#tokens.push(value)
    if (this.#known !== undefined) this.#known.add(value)
    else if (this.#tokens.length > scanCountMax) this.#known = new Set(this.#tokens)
  }

  /** Whether the token is in the list. */
  has(token: string): boolean {
    return this.#known === undefined ? this.#tokens.includes(token) : this.#known.has(token)
  }

  /** The tokens, oldest first. The list itself, not a copy: it grows with further calls of `add`. */
  get tokens(): readonly string[] {
    return this.#tokens
  }
}
