/**
 * Whether any string or member name in a JSON value holds a surrogate without its partner, which no UTF-8 can store.
 * Recurses as deep as the value: check its depth first.
 */
export function hasLoneSurrogate(value: unknown): boolean {
  if (typeof value === 'string') return !value.isWellFormed()
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(hasLoneSurrogate)
  return Object.entries(value).some(([name, member]) => !name.isWellFormed() || hasLoneSurrogate(member))
}

/**
 * Whether a JSON text could hold a lone surrogate. A text that came out of a strict UTF-8 decoder can have one only in
 * an escape, so that nearly every line is spared the walk over its strings.
 */
export function hasSurrogateEscape(text: string): boolean {
  return text.includes('\\u') && (text.includes('\\ud') || text.includes('\\uD'))
}
