/** The verdict table as text: JSON, names in snake case, times in RFC 3339. */
import { FaultList, type Reading, shown } from './fault.ts'
import { readMeasure, writeMeasure } from './measure.ts'
import {
  memberPath,
  type Members,
  readList,
  readMembers,
  readName,
  readOneOf,
  readTime,
  readWhole,
  wrongness,
} from './member.ts'
import { type Measure, type Subject, type Verdict, type VerdictTable } from './verdict.ts'

/** Most verdicts of one table. */
export const verdictsMax = 100_000

/** Most campaigns of one table, and most accounts in all of them, counted once for each. */
export const campaignsMax = 100_000
export const campaignAccountsMax = 2_000_000

/** Longest table, in UTF-16 units. */
export const tableCharsMax: number = 128 * 1024 * 1024

/** Longest sentence of a verdict, in characters. */
export const becauseCharsMax = 500

const subjectKinds: readonly Subject['kind'][] = ['key', 'user', 'account', 'org', 'campaign']

/**
 * Reads a table strictly: an unknown member, step or kind, a missing expiry, a duplicate id, a campaign that is not
 * listed are faults, and a table with a fault is no table. Never throws. O(length).
 */
export function parseVerdictTable(text: string): Reading<VerdictTable> {
  const faults = new FaultList()
  return faults.reading(readTable(text, faults))
}

function readTable(text: string, faults: FaultList): VerdictTable | undefined {
  if (text.length > tableCharsMax)
    return faults.add('$', `has ${text.length} characters`, `give at most ${tableCharsMax}`)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    return faults.add('$', `is no JSON (${shown((cause as Error).message).slice(1, -1)})`, 'give one JSON object')
  }
  const members = readMembers(json, '$', ['version', 'sequence', 'issued', 'verdicts', 'campaigns'], faults)
  if (members === undefined) return undefined
  if (members['version'] !== 1)
    faults.add('$.version', wrongness(members['version']), 'give 1, the only version that this release reads')
  const sequence = readWhole(members['sequence'], '$.sequence', 0, faults)
  const issuedMs = readTime(members['issued'], '$.issued', faults)
  const campaigns = readCampaigns(members['campaigns'] ?? {}, faults)
  const ids = new Set<string>()
  const verdicts = readList(members['verdicts'], '$.verdicts', verdictsMax, faults, (item, path) =>
    readVerdict(item, path, { issuedMs, campaigns, ids }, faults),
  )
  if (sequence === undefined || issuedMs === undefined || verdicts === undefined || campaigns === undefined)
    return undefined
  return { version: 1, sequence, issuedMs, verdicts, campaigns }
}

function readCampaigns(value: unknown, faults: FaultList): VerdictTable['campaigns'] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return faults.add('$.campaigns', wrongness(value), 'give an object of lists of accounts by campaign id')
  const given = Object.entries(value)
  if (given.length > campaignsMax)
    return faults.add('$.campaigns', `has ${given.length} campaigns`, `give at most ${campaignsMax}`)
  let left = campaignAccountsMax
  const read: [string, readonly string[]][] = []
  for (const [id, accounts] of given) {
    const path = memberPath('$.campaigns', id)
    readName(id, path, faults)
    const names = readList(accounts, path, left, faults, (item, itemPath) => readName(item, itemPath, faults))
    if (names === undefined) continue
    left -= names.length
    if (new Set(names).size < names.length) faults.add(path, 'names an account twice', 'name each account once')
    read.push([id, names])
  }
  return Object.fromEntries(read)
}

/** What a verdict is held against. */
interface Around {
  readonly issuedMs: number | undefined
  readonly campaigns: VerdictTable['campaigns'] | undefined
  /** Ids of the verdicts before it. */
  readonly ids: Set<string>
}

const verdictMembers = ['id', 'subject', 'measure', 'because', 'not_before', 'expires', 'shadow']

function readVerdict(value: unknown, path: string, around: Around, faults: FaultList): Verdict | undefined {
  const members = readMembers(value, path, verdictMembers, faults)
  if (members === undefined) return undefined
  const id = readName(members['id'], `${path}.id`, faults)
  if (id !== undefined && around.ids.has(id))
    faults.add(`${path}.id`, `${shown(id)} stands before`, 'give every verdict an id of its own')
  if (id !== undefined) around.ids.add(id)
  const subject = readSubject(members['subject'], `${path}.subject`, around.campaigns, faults)
  const measure = readMeasure(members['measure'], `${path}.measure`, faults)
  const because = readBecause(members['because'], `${path}.because`, faults)
  const times = readTimes(members, path, around.issuedMs, measure, faults)
  const { shadow } = members
  if (shadow !== undefined && shadow !== true)
    faults.add(`${path}.shadow`, wrongness(shadow), 'give true or leave it out')
  if (id === undefined || subject === undefined || measure === undefined || because === undefined) return undefined
  return { id, subject, measure, because, ...times, ...(shadow === true ? { shadow } : {}) }
}

function readSubject(
  value: unknown,
  path: string,
  campaigns: VerdictTable['campaigns'] | undefined,
  faults: FaultList,
): Subject | undefined {
  const members = readMembers(value, path, ['kind', 'id', 'account'], faults)
  if (members === undefined) return undefined
  const kind = readOneOf(members['kind'], `${path}.kind`, subjectKinds, faults)
  const id = readName(members['id'], `${path}.id`, faults)
  if (kind === undefined || id === undefined) return undefined
  if (kind === 'campaign' && campaigns !== undefined && !Object.hasOwn(campaigns, id))
    return faults.add(`${path}.id`, `${shown(id)} is not among the campaigns`, 'list its accounts under $.campaigns')
  const { account: given } = members
  if (kind === 'user') {
    const account = readName(given, `${path}.account`, faults)
    return account === undefined ? undefined : { kind, id, account }
  }
  if (given !== undefined)
    return faults.add(
      `${path}.account`,
      'stands at a subject that is no user',
      'leave it out; only a user is of an account',
    )
  return { kind, id }
}

function readBecause(value: unknown, path: string, faults: FaultList): string | undefined {
  if (typeof value === 'string' && value.length > becauseCharsMax)
    return faults.add(path, `has ${value.length} characters`, `give at most ${becauseCharsMax}`)
  return readName(value, path, faults)
}

type Times = Pick<Verdict, 'notBeforeMs' | 'expiresMs'>

function readTimes(
  members: Members,
  path: string,
  issuedMs: number | undefined,
  measure: Measure | undefined,
  faults: FaultList,
): Times {
  const { not_before: notBefore, expires } = members
  const notBeforeMs = notBefore === undefined ? undefined : readTime(notBefore, `${path}.not_before`, faults)
  const expiresMs = expires === undefined ? undefined : readTime(expires, `${path}.expires`, faults)
  const step = measure?.step
  if (expires === undefined && step !== undefined && step !== 'label' && step !== 'terminate')
    faults.add(`${path}.expires`, 'is missing', `give a time; a verdict to ${step} always ends`)
  if (expires !== undefined && step === 'terminate')
    faults.add(`${path}.expires`, 'is given', 'leave it out, since to terminate is for good, or suspend instead')
  const fromMs = notBeforeMs ?? issuedMs
  if (expiresMs !== undefined && fromMs !== undefined && expiresMs <= fromMs)
    faults.add(`${path}.expires`, 'is not after the verdict comes into force', 'give a later time')
  return { ...(notBeforeMs === undefined ? {} : { notBeforeMs }), ...(expiresMs === undefined ? {} : { expiresMs }) }
}

/** A table as text, on one line; {@link parseVerdictTable} reads back an equal one. */
export function serialiseVerdictTable({ version, sequence, issuedMs, verdicts, campaigns }: VerdictTable): string {
  return JSON.stringify({
    version,
    sequence,
    issued: timeText(issuedMs),
    verdicts: verdicts.map(({ id, subject, measure, because, notBeforeMs, expiresMs, shadow }) => ({
      id,
      subject,
      measure: writeMeasure(measure),
      because,
      ...(notBeforeMs === undefined ? {} : { not_before: timeText(notBeforeMs) }),
      ...(expiresMs === undefined ? {} : { expires: timeText(expiresMs) }),
      ...(shadow === true ? { shadow } : {}),
    })),
    campaigns,
  })
}

function timeText(ms: number): string {
  return new Date(ms).toISOString()
}
