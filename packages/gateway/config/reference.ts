/** The configuration's keys as people read them. */
import type { Key, Kind } from './schema.ts'

/** A table in Markdown: every key by its path, what it takes, what holds without it, what it means. */
export function referenceOf(keys: Keys): string {
  const rows = [...rowsOf(keys, '', new Map())].map((cells) => `| ${cells.join(' | ')} |`)
  return ['| key | takes | default | meaning |', '|---|---|---|---|', ...rows].join('\n')
}

type Keys = Readonly<Record<string, Key<unknown>>>

/** `seen` has the maps that were told already, by where: the same keys are not told twice. */
function* rowsOf(keys: Keys, path: string, seen: Map<Keys, string>): Generator<readonly string[]> {
  for (const [name, { kind, about, fallback }] of Object.entries(keys)) {
    const here = path === '' ? name : `${path}.${name}`
    const [within, suffix] = insideOf(kind)
    const told = within === undefined ? undefined : seen.get(within)
    const takes = told === undefined ? kind.name.replaceAll('|', 'or') : `as \`${told}\``
    yield [`\`${here}\``, takes, defaultOf(kind, fallback), about]
    if (within === undefined || told !== undefined) continue
    seen.set(within, `${here}${suffix}`)
    yield* rowsOf(within, `${here}${suffix}`, seen)
  }
}

/** The keys of a map, or of the maps in a list or a map by free names. */
function insideOf(kind: Kind<unknown>): readonly [keys: Keys | undefined, suffix: string] {
  if (kind.keys !== undefined || kind.each === undefined) return [kind.keys, '']
  return [kind.each.keys, kind.name.startsWith('list') ? '[]' : '.…']
}

function defaultOf(kind: Kind<unknown>, fallback: unknown): string {
  if (fallback === 'required') return '**required**'
  if (fallback === undefined || kind.keys !== undefined) return ''
  return typeof fallback === 'object' ? 'none' : `\`${String(fallback)}\``
}
