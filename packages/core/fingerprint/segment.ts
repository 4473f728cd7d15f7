/**
 * Segments: the sentences, lines and labels of a prompt, each as the keyed hash of its masked words.
 *
 * A template is text that comes back; a slot is what changes in it. Which is which cannot be known from one prompt, so a
 * fingerprint keeps the hashes of the segments at both ends, and the population decides: those that come back across requests are
 * the skeleton, the others are the slot's value. The idea is Drain's (He, Zhu, Zheng, Lyu, "Drain: An Online Log Parsing
 * Approach with Fixed Depth Tree", 2017) at the grain of sentences; unlike Drain nothing depends on the order of reading.
 */
import type { HashList } from './hash-list.ts'
import { Domain, type KeyedHash } from './keyed-hash.ts'
import { Boundary, type Words } from './words.ts'

/** Kept from the beginning and from the end of a text: templates frame their slots, material fills the middle. */
export const segmentsHeadMax = 3
export const segmentsTailMax = 2

/** The first and the last words of a text are segments of their own, so that a slot in mid-sentence hides nothing. */
export const affixWords = 4

/** A sentence with fewer words says nothing of its author; a label may be a single word. */
const sentenceWordsMin = 3

interface Span {
  readonly from: number
  readonly to: number
}

/** The segments of `words` as index ranges, head and tail only. */
function spansOf(words: Words): Span[] {
  const spans: Span[] = []
  let from = 0
  for (let i = 0; i < words.count; i += 1) {
    const boundary = words.boundary[i]!
    if (boundary === Boundary.none && i + 1 < words.count) continue
    const length = i + 1 - from
    if (length >= sentenceWordsMin || boundary === Boundary.label) spans.push({ from, to: i + 1 })
    else if (boundary === Boundary.line && length === 2) spans.push({ from, to: i + 1 })
    from = i + 1
  }
  if (spans.length <= segmentsHeadMax + segmentsTailMax) return spans
  return [...spans.slice(0, segmentsHeadMax), ...spans.slice(-segmentsTailMax)]
}

function push(hash: KeyedHash, words: Words, span: Span, salt: number, into: HashList): void {
  const fold = hash.begin()
  hash.addWord(fold, salt)
  for (let i = span.from; i < span.to; i += 1) hash.addWord(fold, words.masked[i]!)
  hash.finish(Domain.segment, fold)
  if (!into.has(hash.low, hash.high)) into.push(hash.low, hash.high)
}

/** Appends the distinct segment hashes of `words` to `into`, in order, then the two affixes. */
export function segments(hash: KeyedHash, words: Words, into: HashList): void {
  for (const span of spansOf(words)) push(hash, words, span, 0, into)
  if (words.count < 2 * affixWords) return
  push(hash, words, { from: 0, to: affixWords }, 1, into)
  push(hash, words, { from: words.count - affixWords, to: words.count }, 2, into)
}

/**
 * The skeleton that one prompt shows by itself: its labels and its first segment, numbers masked. Leaves it in `hash`.
 * Coarser than what the population tells, but there from the first record on.
 */
export function skeleton(hash: KeyedHash, words: Words): void {
  const fold = hash.begin()
  let from = 0
  let first = true
  for (let i = 0; i < words.count; i += 1) {
    const boundary = words.boundary[i]!
    if (boundary === Boundary.none) continue
    if (first || boundary === Boundary.label) {
      const to = first ? Math.min(i + 1, from + 2 * affixWords) : i + 1
      for (let k = from; k < to; k += 1) hash.addWord(fold, words.masked[k]!)
      hash.addWord(fold, boundary)
    }
    first = false
    from = i + 1
  }
  hash.finish(Domain.skeleton, fold)
}
