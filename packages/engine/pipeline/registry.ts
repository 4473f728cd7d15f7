/** Imports the account registry. */
import { Domain, addressPrefix, KeyedHash } from '@stillhunt/core/fingerprint'
import { type Account, parseAccount, recordBytesMax } from '@stillhunt/core/interaction'
import { isUtf8 } from 'node:buffer'
import type { RejectedEntry } from '../report.ts'
import { encodeBlock, IntegerColumn, type Store, TextColumn, WideColumn } from '../store.ts'
import { chunksOf } from './chunk.ts'
import { openSource, type Source } from './source.ts'

function makeColumns() {
  return {
    account: new WideColumn(),
    name: new TextColumn(),
    scan: new IntegerColumn(32),
    org: new WideColumn(),
    created: new WideColumn("DateTime64(3, 'UTC')"),
    plan: new TextColumn(),
    tier: new TextColumn(),
    email_domain: new WideColumn(),
    payment: new WideColumn(),
    country: new TextColumn(),
    phone_prefix: new WideColumn(),
    signup_address: new WideColumn(),
    signup_prefix: new WideColumn(),
    referral: new WideColumn(),
    reseller: new IntegerColumn(8),
  }
}

/** Imports `source`; `scan` is higher than that of any earlier import, so that its lines replace earlier ones. */
export async function ingestRegistry(
  source: Source,
  store: Store,
  secret: Uint8Array,
  scan: number,
): Promise<RejectedEntry[]> {
  const hash = new KeyedHash(secret)
  const columns = makeColumns()
  const rejected = new Map<string, { count: number; first_line: number }>()
  let line = 0
  let rows = 0
  for await (const { bytes } of chunksOf((await openSource(source)).pieces, recordBytesMax)) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (let from = 0; from < buffer.length;) {
      const feed = buffer.indexOf(10, from)
      const to = feed < 0 ? buffer.length : feed
      const text = buffer.subarray(from, to)
      from = to + 1
      line += 1
      if (text.length === 0) continue
      const parsed = isUtf8(text) ? parseAccount(text.toString('utf8')) : ({ ok: false, reason: 'not UTF-8' } as const)
      if (parsed.ok) {
        push(columns, hash, parsed.value, scan)
        rows += 1
        continue
      }
      const known = rejected.get(parsed.reason)
      if (known === undefined) rejected.set(parsed.reason, { count: 1, first_line: line })
      else known.count += 1
    }
    if (rows > 0) await store.insert('registry', [encodeBlock(columns, rows)])
    for (const column of Object.values(columns)) column.clear()
    rows = 0
  }
  return [...rejected].map(([reason, { count, first_line }]) => ({ reason: `${reason} (accounts)`, count, first_line }))
}

function push(columns: ReturnType<typeof makeColumns>, hash: KeyedHash, account: Account, scan: number): void {
  const identity = (kind: string, value: string | undefined): bigint =>
    value === undefined ? 0n : hash.text(Domain.identity, `${kind} ${value}`)
  columns.account.push(hash.text(Domain.account, account.account))
  columns.name.push(account.account)
  columns.scan.push(scan)
  columns.org.push(account.org === undefined ? 0n : hash.text(Domain.org, account.org))
  columns.created.push(BigInt(account.createdMs ?? 0))
  columns.plan.push(account.plan ?? '')
  columns.tier.push(account.tier ?? '')
  columns.email_domain.push(identity('email', account.emailDomain?.toLowerCase()))
  columns.payment.push(identity('payment', account.payment))
  columns.country.push(account.country ?? '')
  columns.phone_prefix.push(identity('phone', account.phonePrefix))
  columns.signup_address.push(identity('address', account.signupIp))
  columns.signup_prefix.push(account.signupIp === undefined ? 0n : identity('prefix', addressPrefix(account.signupIp)))
  columns.referral.push(identity('referral', account.referral))
  columns.reseller.push(account.reseller === true ? 1 : 0)
}
