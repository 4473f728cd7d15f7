/** Wordings: one sense in very many words. */
import type { Random } from '../random.ts'

const innermost = /\[([^[\]]*)\]/

/**
 * Draws one wording of a text in which `[this|that|]` stands for one of its alternatives; they may be nested, and may be
 * empty. Slots in braces are left alone. O(length × choices).
 */
export function spin(random: Random, text: string): string {
  let spun = text
  for (let found = innermost.exec(spun); found !== null; found = innermost.exec(spun)) {
    const chosen = random.pick((found[1] ?? '').split('|'))
    spun = spun.slice(0, found.index) + chosen + spun.slice(found.index + found[0].length)
  }
  return spun
}
