import { AnswerAssembly } from '../../answer-assembly.ts'
import type { AnswerStream } from '../../answer-stream.ts'
import type { Assembled } from '../../fragment.ts'
import type { Usage } from '../../interaction.ts'
import { arrayOf, objectOf, type JsonObject } from '../../json-value.ts'
import { addItemEvent, itemTypeOf } from './stream-item.ts'
import { readUsage } from './usage.ts'

/**
 * Adds up the events of a response, items by `output_index`: their ids may change from event to event. The body is the
 * response that the last event tells, with the items that the events made where it has none: a stream that was cut has
 * none, and some servers leave the last one empty. A second response in one stream begins anew. The end is that last
 * event or an error.
 */
export function openStream(): AnswerStream {
  return new ResponseAssembly()
}

class ResponseAssembly extends AnswerAssembly {
  #response: JsonObject | undefined
  readonly #items = new Map<number, Assembled>()

  get body(): JsonObject | undefined {
    const response = this.#response ?? (this.#items.size > 0 ? { object: 'response' } : undefined)
    if (response === undefined || this.#items.size === 0 || arrayOf(response['output']).length > 0) return response
    const items = [...this.#items].sort(([one], [other]) => one - other)
    return { ...response, output: items.map(([, item]) => item) }
  }

  get usage(): Usage | undefined {
    return this.#response === undefined ? undefined : readUsage(this.#response)
  }

  protected override take(event: JsonObject, type: string): void {
    const response = objectOf(event['response'])
    if (response !== undefined && type.startsWith('response.')) return this.#takeResponse(response, type)
    if (type === 'error') {
      this.fail(event['error'] ?? event)
      return this.end()
    }
    const index = event['output_index']
    if (typeof index !== 'number' || this.isTruncated) return undefined
    const item = objectOf(event['item'])
    if (item !== undefined) this.#items.set(index, { ...item })
    else addItemEvent(this.#itemAt(index, type), type, event)
    return undefined
  }

  #takeResponse(response: JsonObject, type: string): void {
    this.#response = response
    if (type === 'response.created') {
      this.#items.clear()
      this.end(false)
    }
    if (!endTypes.has(type)) return
    const error = response['error'] ?? undefined
    // The error event that comes before says more.
    if (error !== undefined && this.error === undefined) this.fail(error)
    this.end()
  }

  /** The item, also when a stream has lost its start. */
  #itemAt(index: number, type: string): Assembled {
    const known = this.#items.get(index)
    if (known !== undefined) return known
    const item: Assembled = { type: itemTypeOf(type) }
    this.#items.set(index, item)
    return item
  }
}

const endTypes: ReadonlySet<string> = new Set([
  'response.completed',
  'response.incomplete',
  'response.failed',
  'response.cancelled',
])
