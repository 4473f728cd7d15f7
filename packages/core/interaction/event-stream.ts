/** Server-Sent Events as model APIs send them (HTML Living Standard, section 9.2), read from decoded text. */
import type { StreamEvent } from './answer-stream.ts'
import { scanJson } from './json-scan.ts'
import { LineSplitter, lineTooLong } from './line-splitter.ts'

/** Most characters of the lines of one event. A larger one is dropped and counted; what comes after it is read. */
export const eventCharsMax: number = 16 * 1024 * 1024

/** What a line counts beside its characters: an event of very many empty lines is not small. */
const charsPerLine = 16

/** Most levels of the JSON in an event whose last line has no end. */
const levelsMax = 256

/**
 * Reads an event stream chunk by chunk; any chunking gives the same events. `id`, `retry`, unknown fields and comments
 * are passed over. An event with a name and no data is an event with empty data, as the official clients have it and
 * browsers do not; an empty name is none. Never throws. A chunk that is exactly one event, as nearly all are, costs
 * about 0.3 µs; otherwise cost is proportional to the text.
 */
export class EventStreamDecoder {
  readonly #charsMax: number
  readonly #lines: LineSplitter
  #event: string | undefined
  #data: string | undefined
  #chars = 0
  #isTooLarge = false
  #droppedEvents = 0
  #isTruncated = false

  /** A decoder for one stream that drops events of more than `charsMax` characters. */
  constructor(charsMax: number = eventCharsMax) {
    this.#charsMax = charsMax
    this.#lines = new LineSplitter(charsMax)
  }

  /** Events that were larger than allowed. */
  get droppedEvents(): number {
    return this.#droppedEvents
  }

  /** Whether the stream ended inside an event, which was then not delivered. Known after {@link end}. */
  get isTruncated(): boolean {
    return this.#isTruncated
  }

  /** The events that end in this chunk. */
  push(text: string): readonly StreamEvent[] {
    if (this.#isBetweenEvents && text.length + 2 * charsPerLine <= this.#charsMax) {
      const event = wholeEvent(text)
      if (event !== undefined) return [event]
    }
    const lines: (string | typeof lineTooLong)[] = []
    this.#lines.push(text, lines)
    const events: StreamEvent[] = []
    for (const line of lines)
      if (line === '') this.#dispatch(events)
      else this.#take(line)
    return events
  }

  /**
   * The stream is over: the last event, which by the standard is none without a blank line after it, though several
   * providers' recordings end so. Of an event whose last line has not ended either, it cannot be known whether it is
   * whole: it is when its data is a JSON document or the end marker, otherwise the stream is truncated.
   */
  end(): readonly StreamEvent[] {
    const rest = this.#lines.takeRest()
    if (rest !== '') this.#take(rest)
    const events: StreamEvent[] = []
    if (this.#isTooLarge || (this.#data !== undefined && this.#isWhole(rest))) this.#dispatch(events)
    else this.#isTruncated = this.#event !== undefined || this.#data !== undefined || !isNothing(rest)
    this.#clear()
    return events
  }

  #isWhole(rest: string | typeof lineTooLong): boolean {
    return isNothing(rest) || (isDataLine(rest) && isDocument(this.#data ?? ''))
  }

  get #isBetweenEvents(): boolean {
    return this.#chars === 0 && !this.#isTooLarge && this.#lines.isBetweenLines
  }

  #take(line: string | typeof lineTooLong): void {
    if (line === lineTooLong) return this.#tooLarge()
    const colon = line.indexOf(':')
    const name = colon === -1 ? line : line.slice(0, colon)
    if (name !== 'data' && name !== 'event') return undefined
    this.#chars += line.length + charsPerLine
    if (this.#isTooLarge || this.#chars > this.#charsMax) return this.#tooLarge()
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)
    if (name === 'event') this.#event = value === '' ? undefined : value
    else this.#data = this.#data === undefined ? value : `${this.#data}\n${value}`
    return undefined
  }

  #tooLarge(): void {
    this.#clear()
    this.#isTooLarge = true
  }

  #dispatch(events: StreamEvent[]): void {
    if (this.#isTooLarge) this.#droppedEvents++
    else if (this.#event !== undefined || this.#data !== undefined)
      events.push({ event: this.#event, data: this.#data ?? '' })
    this.#clear()
  }

  #clear(): void {
    this.#event = undefined
    this.#data = undefined
    this.#chars = 0
    this.#isTooLarge = false
  }
}

/** The event when the text is one event as providers write them, with nothing before or after it. */
function wholeEvent(text: string): StreamEvent | undefined {
  let from = 0
  let event: string | undefined
  if (text.startsWith('event: ')) {
    const lineEnd = text.indexOf('\n')
    event = text.slice('event: '.length, lineEnd) || undefined
    from = lineEnd + 1
  }
  const end = text.length - 2
  if (!text.startsWith('data: ', from) || text.indexOf('\n', from) !== end || !text.endsWith('\n')) return undefined
  // A return ends a line as well; no JSON has one.
  return text.includes('\r') ? undefined : { event, data: text.slice(from + 'data: '.length, end) }
}

function isNothing(rest: string | typeof lineTooLong): boolean {
  return rest !== lineTooLong && (rest === '' || rest.startsWith(':'))
}

function isDataLine(line: string | typeof lineTooLong): boolean {
  return line !== lineTooLong && line.startsWith('data:')
}

function isDocument(data: string): boolean {
  return data.trim() === '[DONE]' || scanJson(data, levelsMax) === 'whole'
}
