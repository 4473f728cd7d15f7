/** The verdict table of a signed file, obeyed as long as it is good and followed as it changes. */
import type { KeyObject } from 'node:crypto'
import { FileError, FileWatch, readWhole, type WatchOptions } from '../file.ts'
import { nothing } from './combine.ts'
import type { Asker, Enforcement, Enforcer } from './enforcement.ts'
import { envelopeBytesMax } from './envelope.ts'
import { checkSequence, readSequenceState, type SequenceState, writeSequenceState } from './sequence-state.ts'
import { keyIdOf } from './signing-key.ts'
import { loadTable } from './table-load.ts'
import type { TableIndex } from './table-index.ts'

/** How a signed file is followed. */
export interface SignedFileOptions extends WatchOptions {
  /** Public keys (Ed25519), at least one: a table that any of them has signed is obeyed. */
  readonly trust: readonly KeyObject[]
  /** Where the highest sequence number is kept over restarts. Without it a restart takes whatever table it finds first. */
  readonly statePath?: string
  /**
   * Who followed the same file until now. Its sequence number counts, and its table stays in force until a better one is
   * there, as long as who signed it is trusted. It may be closed afterwards.
   */
  readonly before?: Enforcer | undefined
  /** A table could not be taken; the one from before stays in force. Once for each new reason. */
  readonly onFault?: (fault: FileError) => void
  /** A table came into force. */
  readonly onTable?: (table: TableInForce) => void
}

/** What is told of a table that came into force. */
export interface TableInForce {
  readonly sequence: number
  readonly issuedMs: number
  /** Who signed it. */
  readonly keyId: string
  readonly verdicts: number
  /** Accounts in campaigns that have verdicts. */
  readonly campaignAccounts: number
  /** From when the change was noticed to when it is in force. */
  readonly tookMs: number
}

/**
 * Follows a signed file. A file that is missing or not good is told by `onFault`, and nothing is enforced until a good one
 * is there (`sequence` is undefined until then). Throws {@link FileError} when the state cannot be read, and RangeError
 * without a trusted key.
 */
export async function openSignedFile(path: string, options: SignedFileOptions): Promise<Enforcer> {
  if (options.trust.length === 0) throw new RangeError('verdicts need a trusted key')
  const last = options.statePath === undefined ? undefined : await readSequenceState(options.statePath)
  const enforcer = new SignedFileEnforcer(path, options, last)
  if (options.before instanceof SignedFileEnforcer) enforcer.inherit(options.before)
  await enforcer.start()
  return enforcer
}

class SignedFileEnforcer implements Enforcer {
  private readonly path: string
  private readonly options: SignedFileOptions
  private last: SequenceState | undefined
  private index: TableIndex | undefined
  private signer: string | undefined
  private watch: FileWatch | undefined
  private mark: string | undefined
  private lastFault = ''

  constructor(path: string, options: SignedFileOptions, last: SequenceState | undefined) {
    this.path = path
    this.options = options
    this.last = last
  }

  /** Takes over what `before` knows of the same file. */
  inherit({ path, last, index, signer }: SignedFileEnforcer): void {
    if (path !== this.path || last === undefined) return
    if (this.last === undefined || last.sequence > this.last.sequence) this.last = last
    if (!this.options.trust.some((key) => keyIdOf(key) === signer)) return
    this.index = index
    this.signer = signer
  }

  async start(): Promise<void> {
    const isSettled = await this.reload()
    this.watch = new FileWatch(this.path, isSettled ? this.mark : undefined, () => this.reload(), this.options)
  }

  get sequence(): number | undefined {
    return this.index === undefined ? undefined : this.last?.sequence
  }

  of(asker: Asker, nowMs: number): Enforcement {
    return this.index?.of(asker, nowMs) ?? nothing
  }

  close(): void {
    this.watch?.close()
  }

  private async reload(): Promise<boolean> {
    const sinceMs = performance.now()
    try {
      const { bytes, mark } = await readWhole(this.path, envelopeBytesMax)
      this.mark = mark
      const { head, index } = await loadTable({
        path: this.path,
        bytes: bytes as Buffer<ArrayBuffer>,
        trust: this.options.trust,
      })
      const { sequence, issuedMs, keyId, verdicts } = head
      checkSequence(this.path, this.last, head)
      await this.remember(head)
      this.index = index
      this.signer = keyId
      this.lastFault = ''
      const { campaignAccounts } = index
      const tookMs = performance.now() - sinceMs
      this.options.onTable?.({ sequence, issuedMs, keyId, verdicts, campaignAccounts, tookMs })
      return true
    } catch (cause) {
      return this.fail(FileError.of('unreadable', this.path, cause))
    }
  }

  /** A disk that takes no state must not keep a table from coming into force. */
  private async remember({ sequence, sha256 }: SequenceState): Promise<void> {
    const isNew = this.last?.sequence !== sequence
    this.last = { sequence, sha256 }
    const { statePath, onFault } = this.options
    if (statePath === undefined || !isNew) return
    await writeSequenceState(statePath, this.last).catch((cause: FileError) => onFault?.(cause))
  }

  private fail(fault: FileError): boolean {
    if (fault.message !== this.lastFault) this.options.onFault?.(fault)
    this.lastFault = fault.message
    return !fault.retry
  }
}
