/** Imports the account registry. */
import { addressPrefix, canonicalAddress, Domain, KeyedHash } from '@stillhunt/core/fingerprint'
import { type Account, parseAccount, recordBytesMax, type RejectReason } from '@stillhunt/core/interaction'
import { isUtf8 } from 'node:buffer'
import type { RejectedEntry, SourceNote } from '../report.ts'
import { encodeBlock, IntegerColumn, type Store, TextColumn, WideColumn } from '../store.ts'
import { type Chunk, chunksOf } from './chunk.ts'
import { isBlank, textEnd, textStart } from './line.ts'
import { breakOf, openSource, type Source } from './source.ts'

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

/** What an import of a registry could not use. */
export interface RegistryFlaws {
  readonly rejected: readonly RejectedEntry[]
  readonly notes: readonly SourceNote[]
}

/** Imports `source`; `scan` is higher than that of any earlier import, so that its lines replace earlier ones. */
export async function ingestRegistry(
  source: Source,
  store: Store,
  secret: Uint8Array,
  scan: number,
): Promise<RegistryFlaws> {
  const reader = new RegistryReader(new KeyedHash(secret), scan)
  const notes: SourceNote[] = []
  try {
    for await (const chunk of chunksOf((await openSource(source)).pieces, recordBytesMax)) {
      reader.read(chunk)
      const block = reader.take()
      if (block !== null) await store.insert('registry', [block])
    }
  } catch (cause) {
    const note = breakOf(cause)
    if (note === null) throw cause
    notes.push({ source: source.path, note })
  }
  return { rejected: reader.rejected(), notes }
}

class RegistryReader {
  private readonly hash: KeyedHash
  private readonly scan: number
  private readonly columns = makeColumns()
  private readonly refused = new Map<string, { count: number; first_line: number }>()
  private line = 0
  private rows = 0

  constructor(hash: KeyedHash, scan: number) {
    this.hash = hash
    this.scan = scan
  }

  read({ bytes, oversized }: Chunk): void {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (const line of oversized) this.refuse('too long', this.line + line + 1)
    for (let from = 0; from < buffer.length;) {
      const feed = buffer.indexOf(10, from)
      const to = feed < 0 ? buffer.length : feed
      const start = textStart(buffer, from, to)
      this.line += 1
      this.readLine(buffer.subarray(start, textEnd(buffer, start, to)))
      from = to + 1
    }
  }

  private readLine(bytes: Buffer): void {
    if (!isUtf8(bytes)) return this.refuse('not UTF-8', this.line)
    const text = bytes.toString('utf8')
    if (isBlank(text)) return
    const parsed = parseAccount(text)
    if (!parsed.ok) return this.refuse(parsed.reason, this.line)
    push(this.columns, this.hash, parsed.value, this.scan)
    this.rows += 1
  }

  private refuse(reason: RejectReason, line: number): void {
    const known = this.refused.get(reason)
    if (known === undefined) this.refused.set(reason, { count: 1, first_line: line })
    else known.count += 1
  }

  /** The lines read since the last time, as a block; null when there are none. */
  take(): Uint8Array | null {
    if (this.rows === 0) return null
    const block = encodeBlock(this.columns, this.rows)
    for (const column of Object.values(this.columns)) column.clear()
    this.rows = 0
    return block
  }

  rejected(): RejectedEntry[] {
    return [...this.refused].map(([reason, flaws]) => ({ reason: `${reason} (accounts)`, ...flaws }))
  }
}

function push(columns: ReturnType<typeof makeColumns>, hash: KeyedHash, account: Account, scan: number): void {
  // An empty field is an absent one: accounts have nothing in common by leaving the same thing out.
  const identity = (kind: string, value = ''): bigint =>
    value === '' ? 0n : hash.text(Domain.identity, `${kind} ${value}`)
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
  columns.signup_address.push(identity('address', canonicalAddress(account.signupIp ?? '')))
  columns.signup_prefix.push(identity('prefix', addressPrefix(account.signupIp ?? '')))
  columns.referral.push(identity('referral', account.referral))
  columns.reseller.push(account.reseller === true ? 1 : 0)
}
