/** Progress on standard error: a bar on a terminal, a plain line now and then in a pipe. */
import type { Progress } from '@stillhunt/engine/pipeline'

const barIntervalMs = 100
const lineIntervalMs = 5000
const barCells = 16

/** Shows progress until {@link done}. `clock` gives milliseconds that only grow. */
export class ProgressMeter {
  private readonly stream: NodeJS.WriteStream
  private readonly clock: () => number
  private readonly startedMs: number
  private shownMs: number
  private drawn = false
  private firstStepMs: number | undefined

  constructor(stream: NodeJS.WriteStream, clock: () => number) {
    this.stream = stream
    this.clock = clock
    this.startedMs = clock()
    this.shownMs = this.startedMs
  }

  readonly show = (progress: Progress): void => {
    const now = this.clock()
    const { bytes, bytesTotal, isReading } = progress
    const share = bytesTotal === null || bytesTotal === 0 || !isReading ? null : bytes / bytesTotal
    this.write(now, share, describe(progress, now - this.startedMs), !isReading)
  }

  /** That so many steps of so many are done, counted from one. */
  readonly showStep = (step: number, steps: number): void => {
    const now = this.clock()
    this.firstStepMs ??= now
    // Nothing is known of a step's length before the second one.
    const leftMs = step > 1 ? ((now - this.firstStepMs) / (step - 1)) * (steps - step) : null
    this.write(now, step / Math.max(1, steps), describeStep(step, steps, leftMs), false)
  }

  private write(now: number, share: number | null, text: string, isChange: boolean): void {
    const intervalMs = this.stream.isTTY ? barIntervalMs : lineIntervalMs
    // What was over at once needs no word in a log.
    const isSilent = !this.stream.isTTY && this.shownMs === this.startedMs
    if (now - this.shownMs < intervalMs && (!isChange || isSilent)) return
    this.shownMs = now
    if (this.stream.isTTY) {
      this.stream.write(`\r\u001b[2K${fit(`${bar(share)}${text}`, this.stream.columns ?? 80)}`)
      this.drawn = true
    } else this.stream.write(`${text}\n`)
  }

  /** Takes the bar away. */
  done(): void {
    if (this.drawn) this.stream.write('\r\u001b[2K')
    this.drawn = false
  }
}

function bar(share: number | null): string {
  if (share === null) return ''
  const filled = Math.min(barCells, Math.floor(share * barCells))
  return `${'━'.repeat(filled)}${'─'.repeat(barCells - filled)} `
}

function describeStep(step: number, steps: number, leftMs: number | null): string {
  const count = `step ${step.toLocaleString('en-US')} of ${steps.toLocaleString('en-US')}`
  return leftMs === null ? count : `${count}, ${timeLeft(Math.ceil(leftMs / 1000))}`
}

function timeLeft(seconds: number): string {
  return seconds < 60 ? `${seconds} s left` : `${Math.ceil(seconds / 60)} min left`
}

function describe({ bytes, bytesTotal, records, isReading }: Progress, elapsedMs: number): string {
  if (!isReading) return `${records.toLocaleString('en-US')} records read, looking for operators …`
  const seconds = Math.max(0.001, elapsedMs / 1000)
  const rate = `${Math.round(records / seconds).toLocaleString('en-US')} records/s`
  const count = `${records.toLocaleString('en-US')} records, ${rate}`
  if (bytesTotal === null || bytesTotal === 0) return count
  const share = Math.min(1, bytes / bytesTotal)
  const left = share > 0 ? Math.ceil((seconds * (1 - share)) / share) : 0
  return `${Math.floor(share * 100)} %, ${count}, ${timeLeft(left)}`
}

function fit(text: string, columns: number): string {
  return text.length < columns ? text : text.slice(0, Math.max(0, columns - 1))
}
