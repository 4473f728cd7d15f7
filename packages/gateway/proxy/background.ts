/** Answers that are made after their call and fetched later, any number of times: each is paid and recorded once. */
import type { Forwarded } from './forward.ts'
import type { Reserved } from './reserve.ts'

/** So many answers are remembered; the oldest is forgotten first, and is then paid and recorded again when fetched. */
const answersMax = 100_000

/** What came out when an answer was fetched that is final. */
export interface Fetched {
  /** The model that made it; empty where it does not say. */
  readonly model: string
  /** Tokens that were paid when it was asked for. */
  readonly paidTokens: number
}

/** Remembers by id what was paid for answers, and which of them came out. In one process; another one knows nothing of it. */
export class BackgroundAnswers {
  readonly #paid = new Map<string, number | 'came out'>()
  readonly #answersMax: number

  constructor(max: number = answersMax) {
    this.#answersMax = max
  }

  /** An answer was asked for, and `paidTokens` were paid. One that is final already has come out. */
  note(forwarded: Forwarded, paidTokens: number): void {
    const answer = answerOf(forwarded)
    if (answer === undefined) return
    this.#set(answer.id, answer.isFinal ? 'came out' : paidTokens)
  }

  /** An answer was fetched: what came out, the first time that it is final; undefined at any other time. */
  take(forwarded: Forwarded): Fetched | undefined {
    const answer = answerOf(forwarded)
    if (answer === undefined || !answer.isFinal || !answer.isBackground) return undefined
    const paid = this.#paid.get(answer.id)
    if (paid === 'came out') return undefined
    this.#set(answer.id, 'came out')
    return { model: answer.model, paidTokens: paid ?? 0 }
  }

  #set(id: string, state: number | 'came out'): void {
    this.#paid.set(id, state)
    if (this.#paid.size <= this.#answersMax) return
    for (const oldest of this.#paid.keys()) {
      this.#paid.delete(oldest)
      break
    }
  }
}

const remembered = new WeakMap<object, BackgroundAnswers>()

/** The memory beside `lasting`, which is the limiter: it stays the same when the configuration is read again. */
export function answersBeside(lasting: object): BackgroundAnswers {
  let answers = remembered.get(lasting)
  if (answers === undefined) remembered.set(lasting, (answers = new BackgroundAnswers()))
  return answers
}

/** Whether a call asks for an answer that can be fetched by its id. */
export function isFetchable({ route }: Reserved): boolean {
  return route.kind === 'generate' && route.dialect === 'openai.responses'
}

/** Statuses of an answer that does not change any more. */
const finalStatuses: readonly unknown[] = ['completed', 'incomplete', 'failed', 'cancelled']

interface Answer {
  readonly id: string
  readonly model: string
  readonly isFinal: boolean
  /** It does not say that it was made during its call, which paid and recorded it. */
  readonly isBackground: boolean
}

function answerOf({ status, inspected }: Forwarded): Answer | undefined {
  const response = inspected?.response
  if (status !== 200 || response === undefined) return undefined
  const body = response instanceof Uint8Array ? parsed(response) : response
  if (typeof body?.['id'] !== 'string') return undefined
  const { id, model, status: state, background } = body
  return {
    id,
    model: typeof model === 'string' ? model : '',
    isFinal: finalStatuses.includes(state),
    isBackground: background !== false,
  }
}

function parsed(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString())
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
