import type { AccountEntry, CampaignEntry, CapabilityMix, Report } from './report.ts'
import { all, list, matching, nullable, object, type Shape, type ShapeFault } from './shape.ts'

const text = matching('a string', (value) => typeof value === 'string')
const number = matching('a finite number', (value) => Number.isFinite(value))
const share = matching('a number from 0 to 1', (value) => Number.isFinite(value) && isWithin(value as number, 0, 1))
const count = matching('a whole number from 0 on', (value) => Number.isSafeInteger(value) && (value as number) >= 0)
const line = matching('a line number from 1 on', (value) => Number.isSafeInteger(value) && (value as number) >= 1)

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/
const time = matching(
  'an RFC 3339 time',
  (value) => typeof value === 'string' && RFC_3339.test(value) && Number.isFinite(Date.parse(value)),
)

// Writers round each share on its own, so five of them add up to 1 only nearly.
const MIX_SUM_TOLERANCE = 0.01

const capabilities = all(
  object({ reasoning: share, code: share, agentic: share, grading: share, general: share }),
  matching('shares that add up to 1, or all zero', (value) => {
    const mix = value as CapabilityMix
    const sum = mix.reasoning + mix.code + mix.agentic + mix.grading + mix.general
    return sum === 0 || isWithin(sum, 1 - MIX_SUM_TOLERANCE, 1 + MIX_SUM_TOLERANCE)
  }),
)

const evidence = all(
  list(object({ signal: text, nats: number, statement: text, records: list(text) })),
  matching('evidence strongest first', (value) => isDescending((value as { nats: number }[]).map(({ nats }) => nats))),
)

const account = all(
  object({
    account: text,
    probability: share,
    detected_at: time,
    interactions: count,
    interactions_after: count,
    evidence,
  }),
  matching('no more interactions after detection than in all', (value) => {
    const entry = value as AccountEntry
    return entry.interactions_after <= entry.interactions
  }),
)

const campaign = all(
  object({
    id: matching('an id that begins with "c-"', (value) => typeof value === 'string' && value.startsWith('c-')),
    kind: oneOf('extraction', 'resale', 'coordinated'),
    confidence: share,
    first_seen: time,
    last_seen: time,
    detected_at: time,
    interactions: count,
    output_tokens: count,
    control: share,
    extraction: share,
    deception: share,
    capabilities,
    evidence,
    accounts: list(account),
  }),
  matching('first_seen not after last_seen', (value) => {
    const entry = value as CampaignEntry
    return Date.parse(entry.first_seen) <= Date.parse(entry.last_seen)
  }),
  matching('each account once', (value) => isDistinct((value as CampaignEntry).accounts.map((entry) => entry.account))),
)

const data = all(
  object({
    from: nullable(time),
    to: nullable(time),
    interactions: count,
    accounts: count,
    duplicates: count,
    rejected: list(object({ reason: text, count, first_line: line })),
  }),
  matching('from not after to, or null both', (value) => {
    const { from, to } = value as Report['data']
    return from === null || to === null ? from === to : Date.parse(from) <= Date.parse(to)
  }),
)

const report = object({
  version: matching('version 1', (value) => value === 1),
  data,
  campaigns: all(
    list(campaign),
    matching('each campaign id once', (value) => isDistinct((value as CampaignEntry[]).map(({ id }) => id))),
  ),
})

/**
 * Holds a parsed report against the contract and returns the first fault with its path, null when it is sound.
 * Takes anything and never throws. Fields that the contract does not name are passed over, since it grows by fields.
 */
export function checkReport(value: unknown): ShapeFault | null {
  return report(value, '$')
}

function oneOf(...words: readonly string[]): Shape {
  return matching(`one of ${words.join(', ')}`, (value) => words.includes(value as string))
}

function isWithin(value: number, low: number, high: number): boolean {
  return value >= low && value <= high
}

function isDistinct(names: readonly string[]): boolean {
  return new Set(names).size === names.length
}

function isDescending(values: readonly number[]): boolean {
  return values.every((value, index) => index === 0 || value <= (values[index - 1] ?? value))
}
