/** What a relay makes of a conversation before it sends it on, so that its accounts look unrelated. */
import type { AnswerTurn, Turn } from './dialogue.ts'
import { Random } from './random.ts'

/**
 * `rewritten-ids`: every id of the provider is replaced by one of the same shape and sealed reasoning is left out;
 * `edited-history`: turns before the last two are cut short; `zero-width`: invisible characters inside the user's words.
 */
export type Disguise = 'rewritten-ids' | 'edited-history' | 'zero-width'

/** Turns as they go out instead of those that were spoken. */
export type Presentation = (turns: readonly Turn[]) => readonly Turn[]

const recentTurns = 2
const keptShare = 0.6
const keptLettersMin = 40
const omissions = [' …', ' [omitted]', ' (…)', ' ...']
const cloakedShare = 0.3
const cloakedLettersMin = 5
const zeroWidthSpace = '\u200b'

/** All disguises at once, in the order given; undefined when there is none. The same turns always look the same. */
export function presentationOf(disguises: readonly Disguise[], salt: string): Presentation | undefined {
  if (disguises.length === 0) return undefined
  const omission = new Random(`omission ${salt}`).pick(omissions)
  const makers: Readonly<Record<Disguise, Presentation>> = {
    'rewritten-ids': (turns) => turns.map((turn) => withOtherIds(turn, salt)),
    'edited-history': (turns) =>
      turns.map((turn, index) => (index < turns.length - recentTurns ? cutTurn(turn, omission) : turn)),
    'zero-width': (turns) => turns.map((turn) => (turn.role === 'user' ? { ...turn, text: cloak(turn.text) } : turn)),
  }
  return (turns) => disguises.reduce((shown, disguise) => makers[disguise](shown), turns)
}

function withOtherIds(turn: Turn, salt: string): Turn {
  const other = (id: string): string => sameShape(id, salt)
  if (turn.role === 'user') return turn
  if (turn.role === 'tool')
    return { ...turn, results: turn.results.map((result) => ({ ...result, callId: other(result.callId) })) }
  return {
    ...withoutReasoning(turn),
    messageId: other(turn.messageId),
    calls: turn.calls.map((call) => ({ ...call, id: other(call.id), itemId: other(call.itemId) })),
  }
}

function withoutReasoning(turn: AnswerTurn): AnswerTurn {
  const { reasoning: _, ...rest } = turn
  return rest
}

/** Another id with the same beginning and length; the empty one stays. */
function sameShape(id: string, salt: string): string {
  const begin = id.lastIndexOf('_') + 1
  const rest = id.slice(begin)
  const alphabet = /^[0-9a-f]+$/.test(rest) ? 'hexadecimal' : 'base62'
  return id.slice(0, begin) + new Random(`${salt} ${id}`).token(rest.length, alphabet)
}

function cutTurn(turn: Turn, omission: string): Turn {
  const cut = (text: string): string => {
    const letters = Math.max(keptLettersMin, Math.floor(text.length * keptShare))
    return text.length <= letters ? text : `${text.slice(0, letters).toWellFormed()}${omission}`
  }
  if (turn.role === 'user') return { ...turn, text: cut(turn.text) }
  if (turn.role === 'assistant') return { ...withoutReasoning(turn), text: cut(turn.text) }
  return { ...turn, results: turn.results.map((result) => ({ ...result, text: cut(result.text) })) }
}

/** Which words are cloaked, and where, differs from text to text. */
function cloak(text: string): string {
  const random = new Random(`cloak ${text}`)
  return text.replaceAll(/[\p{L}\p{M}]+/gu, (word) => {
    if (word.length < cloakedLettersMin || !random.chance(cloakedShare)) return word
    const at = random.between(1, word.length - 1)
    return word.slice(0, at) + zeroWidthSpace + word.slice(at)
  })
}
