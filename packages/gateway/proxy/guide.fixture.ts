/** What the guide says is different about talking through the gateway: read from it, so that nothing else may differ. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'

/** One line of a table of differences. */
export interface Difference {
  /** Names of headers, some ending in `…`, or of what else is different. */
  readonly names: readonly string[]
  readonly meaning: string
}

/** The tables of differences. */
export interface Guide {
  readonly toUpstream: readonly Difference[]
  readonly toClient: readonly Difference[]
}

const text = readFileSync(`${import.meta.dirname}/../../../docs/gateway.md`, 'utf8')

/** Reads the tables below "What differs from talking to the provider directly". */
export function readGuide(): Guide {
  const start = text.indexOf('What differs from talking to the provider directly')
  const section = text.slice(start, text.indexOf('\n## ', start))
  const tableOf = (title: string): Difference[] => {
    const [, rows = ''] = new RegExp(`\\| ${title} \\| *\\|\\n\\|[-|]+\\|\\n((?:\\|.*\\n)+)`).exec(section) ?? []
    return rows
      .trim()
      .split('\n')
      .map((row) => {
        const [, first = '', meaning = ''] = row.split('|')
        return { names: spansIn(first), meaning: meaning.trim() }
      })
  }
  const guide = { toUpstream: tableOf('to the upstream'), toClient: tableOf('to the client') }
  assert.ok(guide.toUpstream.length >= 3 && guide.toClient.length >= 5, 'the guide has no tables of differences')
  return guide
}

function spansIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, span]) => span!)
}

function isNamed(name: string, names: readonly string[]): boolean {
  return names.some((listed) => (listed.endsWith('…') ? name.startsWith(listed.slice(0, -1)) : listed === name))
}

/** What was different about a call, so that more may be. */
export interface Circumstances {
  /** Limits hold for the caller. */
  readonly hasLimits: boolean
  /** The gateway asked for usage. */
  readonly asksForUsage: boolean
  /** Its answer is a batch. */
  readonly tellsOfBatch: boolean
}

const ofBatches = 'where a batch is the answer'

/** Whether the guide lists header `name` of a request under the circumstances. */
export function isListedToUpstream(
  { toUpstream }: Guide,
  name: string,
  { asksForUsage, tellsOfBatch }: Omit<Circumstances, 'hasLimits'>,
): boolean {
  return toUpstream.some(({ names, meaning }) =>
    // What goes along with asking for usage is excused only where it was asked for.
    names.includes('stream_options.include_usage')
      ? asksForUsage && isNamed(name, spansIn(meaning))
      : isNamed(name, names) && (tellsOfBatch || !meaning.includes(ofBatches)),
  )
}

/** Whether the guide lists header `name` of an answer under the circumstances. */
export function isListedToClient({ toClient }: Guide, name: string, circumstances: Circumstances): boolean {
  return toClient.some(
    ({ names, meaning }) =>
      isNamed(name, names) &&
      (circumstances.hasLimits || !meaning.includes('where there are limits')) &&
      (circumstances.asksForUsage || !meaning.includes('usage we asked for')) &&
      (circumstances.tellsOfBatch || !meaning.includes(ofBatches)),
  )
}

/** The wish for usage as the guide names it. */
export function usageWish({ toUpstream }: Guide): readonly [member: string, name: string] {
  const wish = toUpstream.flatMap(({ names }) => names).find((name) => name.includes('.'))
  assert.ok(wish !== undefined, 'the guide does not say that usage is asked for')
  const [member = '', name = ''] = wish.split('.')
  return [member, name]
}
