/** Lines of the access log as pino would write them, which takes several times as long: there is one for every request. */
import type { ServedCall } from '../proxy.ts'
import { timestampOf } from '../tap.ts'

/** See the file's header. */
export class ServedLines {
  readonly #level: number
  readonly #base: string
  #last: ServedCall | undefined
  #who = ''

  /** `level` and the members of `base` stand in each of them. */
  constructor(level: number, base: object) {
    this.#level = level
    this.#base = JSON.stringify(base).slice(1, -1)
  }

  /** The line of a call that was over at `atMs`, with its line feed. */
  of(call: ServedCall, atMs: number): string {
    const { id, status, latencyMs, ending, labels } = call
    const labelled = labels === undefined ? '' : `,"labels":${JSON.stringify(labels)}`
    return `{"level":${this.#level},"time":"${timestampOf(atMs)}",${this.#base},"id":"${id}",${this.#whoOf(call)},"status":${status},"latencyMs":${latencyMs},"ending":"${ending}"${labelled},"msg":"served"}\n`
  }

  /** What calls of one client mostly have alike, as JSON. */
  #whoOf(call: ServedCall): string {
    const last = this.#last
    const { route, account, key, model } = call
    if (last?.account !== account || last.key !== key || last.model !== model || last.route !== route) {
      this.#who = JSON.stringify({ route, account, key, model }).slice(1, -1)
      this.#last = call
    }
    return this.#who
  }
}
