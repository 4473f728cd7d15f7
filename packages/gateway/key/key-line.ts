/** One key as a line of the file: JSON, names in snake case, times in RFC 3339, and of the key itself only its hash. */
import {
  FaultList,
  readLimitsInto,
  readMembers,
  readModels,
  readName,
  readTime,
  type Reading,
  writeLimits,
} from '@stillhunt/core/policy'
import type { KeyGrant } from './key.ts'
import { keyIdPattern } from './key-text.ts'

/** Everything that is known of a key. */
export interface KeyRecord {
  readonly grant: KeyGrant
  /** SHA-256 of the key, 64 digits of lower-case hex. */
  readonly sha256: string
  readonly createdMs: number
  readonly revokedMs?: number
  /** Ids of the keys before and after it, where it was rotated. */
  readonly rotatedFrom?: string
  readonly rotatedTo?: string
}

/** Longest line, in bytes. */
export const keyLineBytesMax = 65_536

const known = [
  'id',
  'sha256',
  'account',
  'org',
  'plan',
  'tier',
  'models',
  'limits',
  'created',
  'expires',
  'revoked_at',
  'rotated_from',
  'rotated_to',
]

/** Reads a line strictly: a restriction that is misspelt would be none. Never throws, and tells neither hash nor line. */
export function readKeyLine(line: string): Reading<KeyRecord> {
  const faults = new FaultList()
  return faults.reading(readRecord(line, faults))
}

function readRecord(line: string, faults: FaultList): KeyRecord | undefined {
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch {
    return faults.add('$', 'is no JSON', 'give one JSON object a line')
  }
  const members = readMembers(json, '$', known, faults)
  if (members === undefined) return undefined
  const { sha256, revoked_at: revoked, rotated_from: from, rotated_to: to } = members
  const grant = readGrant(members, faults)
  const createdMs = readTime(members['created'], '$.created', faults)
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256))
    return faults.add('$.sha256', 'is no SHA-256', 'give 64 digits of lower-case hex')
  if (grant === undefined || createdMs === undefined) return undefined
  const record: Filled<KeyRecord> = { grant, sha256, createdMs }
  if (revoked !== undefined) record.revokedMs = readTime(revoked, '$.revoked_at', faults)
  if (from !== undefined) record.rotatedFrom = readId(from, '$.rotated_from', faults)
  if (to !== undefined) record.rotatedTo = readId(to, '$.rotated_to', faults)
  return record as KeyRecord
}

/** Members that turn out undefined do so with a fault, and then nothing is answered. */
type Filled<Value> = { -readonly [Name in keyof Value]: Value[Name] | undefined }

// Member by member rather than spread: a million lines are read in half the time.
function readGrant(members: Readonly<Record<string, unknown>>, faults: FaultList): KeyGrant | undefined {
  const { org, plan, tier, models, limits, expires } = members
  const id = readId(members['id'], '$.id', faults)
  const account = readName(members['account'], '$.account', faults)
  if (id === undefined || account === undefined) return undefined
  const grant: Filled<KeyGrant> = { id, account }
  if (org !== undefined) grant.org = readName(org, '$.org', faults)
  if (plan !== undefined) grant.plan = readName(plan, '$.plan', faults)
  if (tier !== undefined) grant.tier = readName(tier, '$.tier', faults)
  if (models !== undefined) grant.models = readModels(models, '$.models', faults)
  if (limits !== undefined) grant.limits = readLimitsInto(limits, '$.limits', faults)
  if (expires !== undefined) grant.expiresMs = readTime(expires, '$.expires', faults)
  return grant as KeyGrant
}

function readId(value: unknown, path: string, faults: FaultList): string | undefined {
  if (typeof value === 'string' && keyIdPattern.test(value)) return value
  return faults.add(path, 'is no id of a key', 'give shk_ and 12 letters or digits')
}

/** A record as a line, with its newline; what {@link readKeyLine} reads. */
export function writeKeyLine({ grant, sha256, createdMs, revokedMs, rotatedFrom, rotatedTo }: KeyRecord): string {
  const { id, account, org, plan, tier, models, limits, expiresMs } = grant
  const time = (ms: number | undefined): string | undefined =>
    ms === undefined ? undefined : new Date(ms).toISOString()
  return `${JSON.stringify({
    id,
    sha256,
    account,
    org,
    plan,
    tier,
    models,
    limits: limits === undefined ? undefined : writeLimits(limits),
    created: time(createdMs),
    expires: time(expiresMs),
    revoked_at: time(revokedMs),
    rotated_from: rotatedFrom,
    rotated_to: rotatedTo,
  })}\n`
}
