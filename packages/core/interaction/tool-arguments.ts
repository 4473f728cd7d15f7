import { compactJson } from './json-value.ts'

/** Arguments longer than this are kept as sent: comparing them is not worth parsing them twice. */
const argumentsCharsMax = 1024 * 1024

/**
 * The arguments of a tool call in the one form in which the same call reads the same in a response and in the history
 * that a client sends back: JSON without white space, members in the order in which they came. A text that is no JSON,
 * such as one cut off by the token limit, stays as it is; absent arguments are the empty string.
 */
export function canonicalArguments(value: unknown): string {
  if (typeof value !== 'string') return value === undefined ? '' : compactJson(value)
  if (value === '' || value === '{}' || value.length > argumentsCharsMax) return value
  try {
    // The text itself when it is nested so deep that it cannot be written again.
    return compactJson(JSON.parse(value)) || value
  } catch {
    return value
  }
}
