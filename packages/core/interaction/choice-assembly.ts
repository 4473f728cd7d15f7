import { AnswerAssembly } from './answer-assembly.ts'
import { indexOf, memberOf, type Assembled } from './fragment.ts'
import type { Usage } from './interaction.ts'
import { arrayOf, objectOf, type JsonObject } from './json-value.ts'

/** How a dialect whose answers are choices differs from the other. */
export interface ChoiceFormat {
  /** A choice before anything of it came. */
  readonly begin: () => Assembled
  /** Adds one member of a choice in a chunk, never `index`; null adds nothing that is not there. */
  readonly add: (choice: Assembled, name: string, value: unknown) => void
  /** The choice as it stands in a body, without its index. */
  readonly finish: (choice: Assembled) => JsonObject
  readonly readUsage: (body: JsonObject) => Usage | undefined
}

/**
 * Adds up chunks that tell of several choices by index. Other members of a chunk hold as the last one has them that has
 * more than null or the empty string. `[DONE]` is the end; an error is not, though servers close after it.
 */
export class ChoiceAssembly extends AnswerAssembly {
  readonly #format: ChoiceFormat
  readonly #members: Assembled = {}
  readonly #choices = new Map<number, Assembled>()
  #isBegun = false

  /** An answer of which nothing came yet. */
  constructor(format: ChoiceFormat) {
    super()
    this.#format = format
  }

  get body(): JsonObject | undefined {
    if (!this.#isBegun) return undefined
    const choices = [...this.#choices].sort(([one], [other]) => one - other)
    return {
      ...this.#members,
      choices: choices.map(([index, choice]) => ({ index, ...this.#format.finish(choice) })),
    }
  }

  get usage(): Usage | undefined {
    return this.#format.readUsage(this.#members)
  }

  protected override take(chunk: JsonObject, type: string): void {
    const error = chunk['error'] ?? (chunk['object'] === 'error' || type === 'error' ? chunk : undefined)
    if (error !== undefined) this.fail(error)
    if (error !== undefined && !Array.isArray(chunk['choices'])) return
    this.#isBegun = true
    for (const name in chunk) if (!chunkNames.has(name)) keepLast(this.#members, name, chunk[name])
    if (this.#members['object'] === 'chat.completion.chunk') this.#members['object'] = 'chat.completion'
    if (this.isTruncated) return
    for (const element of arrayOf(chunk['choices'])) {
      const choice = objectOf(element)
      if (choice !== undefined) this.#add(choice)
    }
  }

  protected override takeEndMarker(): void {
    this.end()
  }

  #add(choice: JsonObject): void {
    const index = indexOf(choice)
    let known = this.#choices.get(index)
    if (known === undefined) {
      known = this.#format.begin()
      this.#choices.set(index, known)
    }
    for (const name in choice) if (name !== 'index' && name !== '__proto__') this.#format.add(known, name, choice[name])
  }
}

/** Members of a chunk that are not the body's. `obfuscation` only hides lengths from who watches the network. */
const chunkNames: ReadonlySet<string> = new Set(['choices', 'error', 'obfuscation', '__proto__'])

/** Sets a member unless the value is null or empty and there is one. */
export function keepLast(target: Assembled, name: string, value: unknown): void {
  const isEmpty = value === null || value === ''
  if (!isEmpty || (memberOf(target, name) ?? null) === null) target[name] = value
}

/** Adds the lists in an object of log-probabilities to those that came before, without looking at what is in them. */
export function addLogprobs(choice: Assembled, name: string, value: unknown): void {
  const fragment = objectOf(value)
  const lists: Assembled = { ...objectOf(memberOf(choice, name)) }
  if (fragment === undefined) return keepLast(choice, name, value)
  for (const list in fragment)
    if (list !== '__proto__') {
      const elements = fragment[list]
      const before = memberOf(lists, list)
      // One by one: as arguments of one call a great many are too many.
      if (Array.isArray(elements) && Array.isArray(before)) for (const element of elements) before.push(element)
      else if (elements !== null || before === undefined) lists[list] = elements
    }
  choice[name] = lists
}
