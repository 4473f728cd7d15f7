/**
 * The prefix chain: one running hash over the turns of a conversation, read off where another request can meet it.
 *
 * `digest` is the whole request. `continued` is the conversation up to and with its last assistant turn: what this
 * request goes on from. `parent` is the request that earned that assistant turn, as its digest. `extended` is the request plus each of
 * its answers: what a next request can go on from. So `continued` of one record equal to `extended` of another is a
 * hand-over of a conversation; `parent` equal to `digest` is the same where answers were not logged. Reasoning is left out:
 * clients drop it. White space, ids and the system prompt do not count towards the chain; the system prompt counts
 * towards the digest.
 */
import type { Conversation, Turn } from '../interaction.ts'
import { HashList } from './hash-list.ts'
import { Domain, type Fold, type KeyedHash } from './keyed-hash.ts'

/** Rough lengths tell common openings ("hi") from conversations that nobody repeats by chance. */
export class Chain {
  /** The first turn: what requests of one conversation have in common. */
  opening = 0n
  digest = 0n
  parent = 0n
  continued = 0n
  readonly extended: HashList = new HashList()
  /** UTF-16 units without white space in the request's turns, and in the part that `continued` covers. */
  digestUnits = 0
  continuedUnits = 0
  /** Turns of the request. */
  depth = 0
}

const roleWord = { user: 11, assistant: 12, tool: 11, system: 13 } as const

function addTurn(hash: KeyedHash, fold: Fold, turn: Turn): void {
  hash.addWord(fold, roleWord[turn.role])
  for (const part of turn.parts) {
    if (part.kind === 'text' || part.kind === 'tool-result') hash.addText(fold, part.text)
    else if (part.kind === 'tool-call') {
      hash.addWord(fold, 14)
      hash.addText(fold, part.name)
      hash.addText(fold, part.arguments)
    } else if (part.kind === 'opaque') hash.addWord(fold, 15)
  }
}

/** Reads the chain of `conversation` into `chain`. `system` is the hash of the system prompt, 0n for none. O(text). */
export function readChain(hash: KeyedHash, conversation: Conversation, system: bigint, chain: Chain): void {
  const { turns, answers } = conversation
  const lastAssistant = turns.findLastIndex((turn) => turn.role === 'assistant')
  chain.opening = 0n
  chain.parent = 0n
  chain.continued = 0n
  chain.continuedUnits = 0
  const fold = hash.begin()
  for (const [at, turn] of turns.entries()) {
    if (at === lastAssistant && at > 0) chain.parent = digestOf(hash, fold, system)
    addTurn(hash, fold, turn)
    if (at === 0) {
      hash.finish(Domain.chain, fold)
      chain.opening = hash.value() || 1n
    }
    if (at !== lastAssistant) continue
    hash.finish(Domain.chain, fold)
    chain.continued = hash.value() || 1n
    chain.continuedUnits = fold.length
  }
  chain.depth = turns.length
  chain.digestUnits = fold.length
  chain.digest = turns.length === 0 ? 0n : digestOf(hash, fold, system)
  chain.extended.clear()
  for (const answer of answers) {
    const branch = { ...fold }
    addTurn(hash, branch, answer)
    hash.finish(Domain.chain, branch)
    chain.extended.push(hash.low, hash.high)
  }
}

/** A request's digest ends with its system prompt: one question under two instructions is two requests. */
function digestOf(hash: KeyedHash, fold: Fold, system: bigint): bigint {
  const closed = { ...fold }
  hash.addWord(closed, Number(system & 0xffffffffn) | 0)
  hash.finish(Domain.chain, closed)
  return hash.value() || 1n
}
