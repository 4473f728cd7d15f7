/** The tap of one process: calls become records in a spool. */
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { settleBytes, settleObject, type BodyRule, type SettledBody } from './body.ts'
import { BodyThread } from './body-thread.ts'
import { SpoolFullError, type Intent, type OpenCall, type Outcome, type Tap } from './call.ts'
import { Condition } from './condition.ts'
import { newWriterCounters, type WriterCounters } from './counter.ts'
import { Journal } from './journal.ts'
import { Ledger } from './ledger.ts'
import {
  beginLine,
  closingOf,
  endLine,
  interruptedClosing,
  requestBytesMax,
  responseRoom,
  type Line,
} from './record-line.ts'
import { gatewayMember } from './response-member.ts'
import { SegmentWriter, type RecordLine } from './segment-writer.ts'
import { type Begun, type CallKeeper, SpoolCall } from './spool-call.ts'
import { makeWriter, measure, openFolder, type Room } from './spool-folder.ts'
import { settingsOf, type SpoolOptions, type SpoolSettings } from './spool-option.ts'

/** A {@link Tap} that writes to a spool. */
export interface SpoolTap extends Tap {
  readonly counters: WriterCounters
  /** Why calls are refused now; undefined when they are not. */
  readonly refusesBecause: string | undefined
  /**
   * Writes what there is and gives the spool up. Calls that are still open are recorded as interrupted by the keeper, and
   * those that a disk takes no records of within `flushMsMax`: they are counted as lost.
   */
  stop(): Promise<void>
}

/** Begins to write to a spool, in a folder of its own. Throws when the folder cannot be made. */
export async function openTap(options: SpoolOptions): Promise<SpoolTap> {
  const settings = settingsOf(options)
  const secret = await openFolder(settings.folder)
  const folder = await makeWriter(settings.folder, settings.now())
  const writer = new SpoolWriter(settings, folder, secret)
  await writer.measure()
  return writer
}

/**
 * Bodies from this length on are settled in a thread of their own. A shorter one takes 0.3 ms, or 2 ms where it is made
 * of nothing but short strings and brackets.
 */
const threadBytesMin = { keep: 64 * 1024, hash: 8 * 1024, omit: 64 * 1024 } as const
const measureMs = 1000
/** After a failed write so long all calls are refused; then one may try. */
const refusalMs = 250
/** At the end a disk that does not even answer is waited for so long. */
const closeMsMax = 2000
/** A disk on which little fits is well and ill by turns: it is well again when it was for so long. */
const wellMsMin = 3000
const emptyBody = Buffer.from('{}')

class SpoolWriter implements SpoolTap, CallKeeper {
  readonly counters: WriterCounters = newWriterCounters()
  readonly #settings: SpoolSettings
  readonly #folder: string
  readonly #secret: Uint8Array
  readonly #journal: Journal
  readonly #segments: SegmentWriter
  readonly #ledger: Ledger
  readonly #thread = new BodyThread()
  readonly #condition: Condition
  readonly #timers: NodeJS.Timeout[] = []
  /** Endings whose bodies are still being settled. */
  readonly #settling = new Set<Promise<void>>()
  #room: (Room & { readonly recordBytes: number }) | undefined
  #lastTryMs = -Infinity
  #isStopped = false

  constructor(settings: SpoolSettings, folder: string, secret: Uint8Array) {
    this.#settings = settings
    this.#folder = folder
    this.#secret = secret
    this.#condition = new Condition(settings.onChange, settings.now, wellMsMin)
    this.#ledger = new Ledger(settings.folder, settings.now)
    this.#journal = new Journal(folder, settings, this.counters)
    this.#segments = new SegmentWriter(folder, settings, this.counters, this.#journal, (shed) => this.#shed(shed))
    this.#timers.push(setInterval(() => void this.measure(), measureMs).unref())
    if (settings.sync === 'interval')
      this.#timers.push(setInterval(() => void this.#sync(), settings.syncIntervalMs).unref())
  }

  open(intent: Intent): Promise<OpenCall> {
    const refusal = this.#refusal()
    if (refusal !== undefined) return Promise.reject(refusal)
    const rule = this.#ruleOf(intent, requestBytesMax, intent.isRead === true)
    const { request } = intent
    if (request.length >= threadBytesMin[intent.content])
      return this.#thread.settle(request, rule, intent.account).then((body) => this.#begin(intent, body))
    return this.#begin(intent, settleBytes(request, rule))
  }

  #begin(intent: Intent, body: SettledBody): Promise<OpenCall> {
    if (body.fault !== undefined) this.counters.bodyFaults += 1
    const gateway = {
      content: intent.content === 'keep' ? undefined : intent.content,
      request_fault: body.fault,
      request_bytes: body.fault === undefined ? undefined : intent.request.length,
    }
    const begun = { intent, line: beginLine(intent, body.json ?? emptyBody), gateway }
    return new Promise((resolve, reject) => this.#journal.open(new SpoolCall(begun, this, resolve, reject)))
  }

  onBegun(isProtected: boolean): void {
    this.counters[isProtected ? 'opened' : 'unprotected'] += 1
    this.counters.openCalls += 1
  }

  onRefused(): void {
    this.counters.refused += 1
  }

  onEnded(call: SpoolCall, outcome: Outcome): void {
    // Once stopped, the folder belongs to the keeper, for which calls under way were interrupted.
    if (call.isEnding || this.#isStopped) {
      this.counters.strayEndings += 1
      return
    }
    call.isEnding = true
    const { response } = outcome
    const { intent, line } = call.begun
    const rule = this.#ruleOf(intent, responseRoom(line), outcome.isRead === true)
    if (!(response instanceof Uint8Array) || response.length < threadBytesMin[intent.content]) {
      this.#end(call, lineOf(call.begun, outcome, rule))
      return
    }
    const ending = this.#thread
      .settle(response, rule, intent.account)
      .then((body) => this.#end(call, lineOf(call.begun, outcome, rule, body)))
      .finally(() => this.#settling.delete(ending))
    this.#settling.add(ending)
  }

  async flush(): Promise<void> {
    const isWritten = await within(this.#settings.flushMsMax, this.#written())
    // Once given up, nothing waits for the disk any longer.
    if (!isWritten) this.#segments.isGivenUp = this.#journal.isGivenUp = true
  }

  async #written(): Promise<void> {
    await Promise.all(this.#settling)
    await this.#segments.idle()
    await this.#journal.settled()
    this.counters.queuedBytes = this.#segments.queuedBytes
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    for (const timer of this.#timers) clearInterval(timer)
    if (!this.#segments.isGivenUp) await this.flush()
    await this.#thread.stop()
    // A disk that hangs answers nothing, not even that it is full.
    await within(
      closeMsMax,
      this.#close().catch(() => (this.counters.writeFailures += 1)),
    )
  }

  async #close(): Promise<void> {
    await this.#written()
    const { isGivenUp } = this.#segments
    await this.#segments.close()
    await this.#journal.close()
    await this.#ledger.flush()
    const owner = join(this.#folder, 'owner')
    // Without an owner nobody looks for calls under way; with one that is no process, the keeper does.
    if (this.counters.openCalls === 0 && !isGivenUp) await rm(owner, { force: true })
    else await writeFile(owner, 'stopped')
  }

  /** Looks how full the spool is. Never throws. */
  async measure(): Promise<void> {
    this.#tell()
    await this.#ledger.flush()
    if (this.#settings.whenFull !== 'refuse') return
    // Who is not ready gets no calls by which it would see that the disk takes something again.
    this.#journal.probe()
    const { recordBytes } = this.counters
    try {
      this.#room = { ...(await measure(this.#settings.folder)), recordBytes }
    } catch {
      this.counters.writeFailures += 1
    }
  }

  #end(call: SpoolCall, { chunks, bytes }: Line): void {
    this.counters.openCalls -= 1
    this.#segments.add({ intended: call, chunks, bytes })
  }

  #ruleOf({ content }: Intent, bytesMax: number, isRead: boolean): BodyRule {
    return { content, bytesMax, secret: this.#secret, isRead }
  }

  #refusal(): SpoolFullError | undefined {
    if (this.#isStopped) return new SpoolFullError('[spool full] this tap was stopped; open another one')
    if (this.#settings.whenFull !== 'refuse') return undefined
    const nowMs = this.#settings.now()
    const because = this.#fullBecause() ?? (nowMs - this.#lastTryMs < refusalMs ? this.#failsBecause() : undefined)
    if (because !== undefined) {
      this.counters.refused += 1
      this.#tell()
      return new SpoolFullError(`[spool full] ${because}; make room on the disk, or see why the sink takes nothing`)
    }
    this.#lastTryMs = nowMs
    return undefined
  }

  get refusesBecause(): string | undefined {
    return this.#settings.whenFull === 'refuse' ? (this.#fullBecause() ?? this.#failsBecause()) : undefined
  }

  #failsBecause(): string | undefined {
    const failing = [this.#segments, this.#journal].find(({ failingSinceMs }) => failingSinceMs !== undefined)
    return failing && `a write failed: ${failing.failure?.message}`
  }

  #tell(): void {
    this.#condition.is('writing', this.#failsBecause())
    this.#condition.is('room', this.refusesBecause)
  }

  #fullBecause(): string | undefined {
    const { bytesMax, freeBytesMin, queuedBytesMax } = this.#settings
    const { queuedBytes } = this.#segments
    if (queuedBytes > queuedBytesMax) return `${queuedBytes} bytes wait for the disk, at most ${queuedBytesMax}`
    if (this.#room === undefined) return undefined
    const sinceBytes = this.counters.recordBytes - this.#room.recordBytes
    const usedBytes = this.#room.usedBytes + sinceBytes
    if (usedBytes >= bytesMax) return `the spool has ${usedBytes} bytes, at most ${bytesMax}`
    const freeBytes = this.#room.freeBytes - sinceBytes
    return freeBytes < freeBytesMin ? `the disk has ${freeBytes} bytes left, at least ${freeBytesMin}` : undefined
  }

  #shed(records: readonly RecordLine[]): void {
    const bytes = records.reduce((sum, record) => sum + record.bytes, 0)
    void this.#ledger.enter({ records: records.length, bytes, because: 'the disk took nothing' })
  }

  async #sync(): Promise<void> {
    try {
      await this.#journal.sync()
      await this.#segments.sync()
    } catch {
      this.counters.writeFailures += 1
    }
  }
}

/** Whether `work` is done in so many ms. */
async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  const late = new AbortController()
  const isLate = pause(ms, false, { signal: late.signal, ref: true }).catch(() => false)
  const isInTime = await Promise.race([work.then(() => true), isLate])
  late.abort()
  return isInTime
}

/** The line of a call that ended. Never throws: what cannot be written of an outcome leaves the interrupted call's line. */
function lineOf({ line, gateway }: Begun, outcome: Outcome, rule: BodyRule, settled?: SettledBody): Line {
  try {
    const body = settled ?? settledResponse(outcome.response, rule)
    return endLine(line, body.json, closingOf(outcome, gatewayMember(gateway, outcome, body, rule)))
  } catch {
    return endLine(line, undefined, interruptedClosing(gateway))
  }
}

function settledResponse(response: Outcome['response'], rule: BodyRule): SettledBody {
  if (response === undefined) return { json: undefined, fault: undefined }
  return response instanceof Uint8Array ? settleBytes(response, rule) : settleObject(response, rule)
}
