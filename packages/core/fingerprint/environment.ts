/**
 * Where an agent works: the roots of the paths that its tool calls name, numbers masked.
 *
 * `/home/ana/shop/src/a.ts` gives `/home/ana/shop`; `/testbed/task_41/x.py` gives `/testbed/task_0`. A root shared by
 * accounts that do not know each other is a shared machine image or a shared task runner.
 */
import type { Conversation } from '../interaction.ts'
import type { HashList } from './hash-list.ts'
import { Domain, type KeyedHash } from './keyed-hash.ts'

/** Distinct roots kept of one interaction. */
export const environmentsMax = 4
const unitsReadMax = 600
const rootParts = 3

const absolutePath = /(?:^|[\s"'`:=(])((?:[A-Za-z]:)?(?:[/\\][\w.@-]+){2,})/g

/** Appends the keyed hashes of the path roots that the newest tool calls name. */
export function environments(hash: KeyedHash, conversation: Conversation, into: HashList): void {
  const last = conversation.turns.findLast((turn) => turn.role === 'assistant')
  for (const turn of last === undefined ? conversation.answers : [last, ...conversation.answers])
    for (const part of turn.parts) if (part.kind === 'tool-call') readRoots(hash, part.arguments, into)
}

function readRoots(hash: KeyedHash, text: string, into: HashList): void {
  if (!text.includes('/') && !text.includes('\\')) return
  for (const match of text.slice(0, unitsReadMax).matchAll(absolutePath)) {
    if (into.length >= environmentsMax) return
    const parts = match[1]!.split(/[/\\]+/)
    // A last part with an ending is a file, which is no place.
    const folders = parts.at(-1)!.includes('.') ? parts.slice(0, -1) : parts
    const root = folders
      .slice(0, rootParts + 1)
      .join('/')
      .replace(/[0-9a-f]{6,}|\d+/gi, '0')
    const fold = hash.begin()
    hash.addText(fold, root)
    hash.finish(Domain.environment, fold)
    if (!into.has(hash.low, hash.high)) into.push(hash.low, hash.high)
  }
}
