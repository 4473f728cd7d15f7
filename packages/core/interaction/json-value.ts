/** A JSON object of unknown content. Only known names are read from it, so a member called `__proto__` is just another one. */
export type JsonObject = { readonly [name: string]: unknown }

const nothing: readonly unknown[] = []

/** The value when it is a JSON object, undefined for null, arrays and scalars. */
export function objectOf(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined
}

/** The elements when the value is an array; anything else has no elements. */
export function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : nothing
}

/** The value when it is a string, otherwise the empty string. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The JSON word for the type of a value: `null`, `array`, `object`, `string`, `number` or `boolean`. */
export function jsonTypeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

/**
 * The value as JSON without white space, members in the order in which they came. Never throws: a value nested so deep
 * that it cannot be written, or no JSON value at all, gives the empty string.
 */
export function compactJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    return ''
  }
}
