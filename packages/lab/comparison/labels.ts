/** Reads labels: who is who, for scoring. */
import type { LabelLine } from '../world.ts'

/** Labels that were read, or the one thing that is wrong with them, as the end of a sentence. */
export type ReadLabels =
  | { readonly ok: true; readonly labels: readonly LabelLine[] }
  | { readonly ok: false; readonly fault: string }

const kinds = ['benign', 'extraction', 'resale']

/**
 * The labels in some lines of JSON. Of a label only `account` and `kind` are required: without `campaign` or `group` an
 * account belongs to none, without `hard` it is easy. Unlike logs, labels must be right in every line.
 */
export async function readLabels(
  lines: AsyncIterable<{ readonly number: number; readonly text: string }>,
): Promise<ReadLabels> {
  const labels = new Map<string, LabelLine>()
  for await (const { number, text } of lines) {
    const wrong = (fault: string): ReadLabels => ({ ok: false, fault: `line ${number} ${fault}` })
    const line = parse(text)
    if (line === undefined) return wrong('is no JSON object')
    const { account, kind } = line
    if (typeof account !== 'string' || account === '') return wrong('has no account')
    if (typeof kind !== 'string' || !kinds.includes(kind))
      return wrong(`has the kind ${JSON.stringify(kind ?? null)}; a kind is one of ${kinds.join(', ')}`)
    if (labels.has(account)) return wrong(`labels ${JSON.stringify(account)} a second time`)
    labels.set(account, labelOf(account, kind as LabelLine['kind'], line))
  }
  if (labels.size === 0) return { ok: false, fault: 'has no labels in it' }
  return { ok: true, labels: [...labels.values()] }
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined
  } catch {
    return undefined
  }
}

function labelOf(account: string, kind: LabelLine['kind'], line: Readonly<Record<string, unknown>>): LabelLine {
  const { archetype, campaign, hard, group } = line
  const textOr = <T>(value: unknown, otherwise: T): string | T => (typeof value === 'string' ? value : otherwise)
  return {
    account,
    kind,
    archetype: textOr(archetype, ''),
    campaign: textOr(campaign, null),
    hard: hard === true,
    group: textOr(group, null),
  }
}
