import { AnswerAssembly } from '../../answer-assembly.ts'
import type { AnswerStream } from '../../answer-stream.ts'
import type { Usage } from '../../interaction.ts'
import type { JsonObject } from '../../json-value.ts'
import { readUsage } from './usage.ts'

/** Embeddings are not streamed. Should a server do it, the last event that is no error is the body. */
export function openStream(): AnswerStream {
  return new EmbeddingAssembly()
}

class EmbeddingAssembly extends AnswerAssembly {
  #body: JsonObject | undefined

  get body(): JsonObject | undefined {
    return this.#body
  }

  get usage(): Usage | undefined {
    return this.#body === undefined ? undefined : readUsage(this.#body)
  }

  protected override take(event: JsonObject, type: string): void {
    const error = event['error'] ?? (type === 'error' ? event : undefined)
    if (error !== undefined) this.fail(error)
    else if (!this.isTruncated) this.#body = event
  }

  protected override takeEndMarker(): void {
    this.end()
  }
}
