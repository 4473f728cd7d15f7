/** Builds a world: plays its parts, each on its own stage, and merges what they leave behind. */
import type { AccountLine, LabelLine, RecordLine } from './line.ts'
import { Random } from './random.ts'
import { dayMs, hourMs } from './rhythm.ts'
import type { Part, Scene } from './scene.ts'

/** A time of trouble at the provider, in hours from the world's beginning. */
export interface IncidentSpec {
  readonly fromHour: number
  readonly hours: number
  /** Probability that a call fails meanwhile, in [0, 1]; half of them by default. */
  readonly errorShare?: number
}

/** A world, declared. The same specification gives the same bytes everywhere. */
export interface WorldSpec {
  readonly seed: string | number
  /** When it begins, RFC 3339. */
  readonly from: string
  readonly days: number
  readonly parts: readonly Part[]
  /** Probability that a call fails outside incidents, in [0, 1]; 0.01 by default. */
  readonly errorShare?: number
  readonly incidents?: readonly IncidentSpec[]
  /** What the provider's log leaves out of every record; nothing by default. */
  readonly unlogged?: readonly Unlogged[]
}

/** `failures`: records of calls that were not answered with 200; `clients`: network, program and key of the caller. */
export type Unlogged = 'failures' | 'clients'

/** Traffic, registry and labels; records by time, accounts and labels by account. */
export interface World {
  readonly records: readonly RecordLine[]
  readonly accounts: readonly AccountLine[]
  readonly labels: readonly LabelLine[]
}

const errorShareDefault = 0.01
const incidentErrorShareDefault = 0.5

/**
 * Generates a world. A part draws only from the stream of its name, so adding a part leaves the others' lines as they
 * are; parts without a name are told apart by their place among those of their archetype. Throws RangeError when two
 * parts have one name, or `from` is no time.
 */
export function generateWorld(spec: WorldSpec): World {
  const fromMs = Date.parse(spec.from)
  if (!Number.isFinite(fromMs)) throw new RangeError(`from is not an RFC 3339 time: ${spec.from}`)
  const records: RecordLine[] = []
  const accounts: AccountLine[] = []
  const labels: LabelLine[] = []
  for (const [name, part] of nameParts(spec.parts)) {
    const scene = makeScene(spec, name, fromMs)
    part.play(scene)
    for (const record of scene.records) if (isLogged(record, spec)) records.push(asLogged(record, spec))
    accounts.push(...scene.accounts)
    labels.push(...scene.labels)
  }
  return {
    records: records.sort((left, right) => order(left.ts, right.ts) || order(left.id, right.id)),
    accounts: accounts.sort(byAccount),
    labels: labels.sort(byAccount),
  }
}

function isLogged({ status }: RecordLine, { unlogged = [] }: WorldSpec): boolean {
  return status === 200 || !unlogged.includes('failures')
}

function asLogged(record: RecordLine, { unlogged = [] }: WorldSpec): RecordLine {
  if (!unlogged.includes('clients')) return record
  const { client: _, key: __, ...rest } = record
  return rest
}

function makeScene(spec: WorldSpec, name: string, fromMs: number): Scene {
  return {
    random: new Random(`${spec.seed}/${name}`),
    window: { fromMs, untilMs: fromMs + spec.days * dayMs },
    name,
    errorShare: spec.errorShare ?? errorShareDefault,
    incidents: (spec.incidents ?? []).map(({ fromHour, hours, errorShare = incidentErrorShareDefault }) => ({
      fromMs: fromMs + fromHour * hourMs,
      untilMs: fromMs + (fromHour + hours) * hourMs,
      errorShare,
    })),
    records: [],
    accounts: [],
    labels: [],
  }
}

function nameParts(parts: readonly Part[]): Map<string, Part> {
  const named = new Map<string, Part>()
  const seen = new Map<string, number>()
  for (const part of parts) {
    const place = (seen.get(part.archetype) ?? 0) + 1
    if (part.name === undefined) seen.set(part.archetype, place)
    const name = part.name ?? `${part.archetype}-${place}`
    if (named.has(name)) throw new RangeError(`two parts of the world are called ${name}`)
    named.set(name, part)
  }
  return named
}

function byAccount(left: { readonly account: string }, right: { readonly account: string }): number {
  return order(left.account, right.account)
}

/** By UTF-16 units: collation differs between machines. */
function order(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
