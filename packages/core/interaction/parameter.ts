import { compactJson, type JsonObject } from './json-value.ts'

/** Most characters of one value; the rest is cut off. */
const valueCharsMax = 200

/** Most parameters of one request; in the order of their names, the rest is left out. */
const parameterCountMax = 64

/** What a request says or whom it concerns, not how the model is to answer. Also members that can hold a secret. */
const contentNames: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'input',
  'system',
  'instructions',
  'prompt',
  'suffix',
  'prediction',
  'tools',
  'functions',
  'mcp_servers',
  'metadata',
  'user',
  'safety_identifier',
  'prompt_cache_key',
  'previous_response_id',
  'conversation',
  'container',
])

/** The parameters of a request body in any dialect: everything but its content, values as compact JSON, sorted by name. */
export function readParameters(body: JsonObject): readonly (readonly [name: string, value: string])[] {
  const names: string[] = []
  for (const name in body) if (!contentNames.has(name)) names.push(name)
  names.sort()
  if (names.length > parameterCountMax) names.length = parameterCountMax
  return names.map((name) => [name, parameterValue(body[name])] as const)
}

function parameterValue(value: unknown): string {
  // Most values are small numbers, for which `JSON.stringify` takes five times as long.
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  const text = compactJson(value)
  if (text.length <= valueCharsMax) return text
  const cut = text.slice(0, valueCharsMax)
  // Half a character cannot be stored as UTF-8.
  return cut.isWellFormed() ? cut : cut.slice(0, -1)
}
