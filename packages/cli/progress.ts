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

  constructor(stream: NodeJS.WriteStream, clock: () => number) {
    this.stream = stream
    this.clock = clock
    this.startedMs = clock()
    this.shownMs = this.startedMs
  }

  readonly show = (progress: Progress): void => {
    const now = this.clock()
    const intervalMs = this.stream.isTTY ? barIntervalMs : lineIntervalMs
    // What was over at once needs no word in a log.
    const isSilent = !this.stream.isTTY && this.shownMs === this.startedMs
    if (now - this.shownMs < intervalMs && (progress.isReading || isSilent)) return
    this.shownMs = now
    const text = describe(progress, now - this.startedMs)
    if (this.stream.isTTY) {
      this.stream.write(`\r\u001b[2K${fit(`${bar(progress)}${text}`, this.stream.columns ?? 80)}`)
      this.drawn = true
    } else this.stream.write(`${text}\n`)
  }

  /** Takes the bar away. */
  done(): void {
    if (this.drawn) this.stream.write('\r\u001b[2K')
    this.drawn = false
  }
}

function bar({ bytes, bytesTotal, isReading }: Progress): string {
  if (bytesTotal === null || bytesTotal === 0 || !isReading) return ''
  const filled = Math.min(barCells, Math.floor((bytes / bytesTotal) * barCells))
  return `${'━'.repeat(filled)}${'─'.repeat(barCells - filled)} `
}

function describe({ bytes, bytesTotal, records, isReading }: Progress, elapsedMs: number): string {
  if (!isReading) return `${records.toLocaleString('en-US')} records read, looking for operators …`
  const seconds = Math.max(0.001, elapsedMs / 1000)
  const rate = `${Math.round(records / seconds).toLocaleString('en-US')} records/s`
  const count = `${records.toLocaleString('en-US')} records, ${rate}`
  if (bytesTotal === null || bytesTotal === 0) return count
  const share = Math.min(1, bytes / bytesTotal)
  const left = share > 0 ? Math.ceil((seconds * (1 - share)) / share) : 0
  return `${Math.floor(share * 100)} %, ${count}, ${left < 60 ? `${left} s` : `${Math.ceil(left / 60)} min`} left`
}

function fit(text: string, columns: number): string {
  return text.length < columns ? text : text.slice(0, Math.max(0, columns - 1))
}
