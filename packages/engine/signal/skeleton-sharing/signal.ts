/**
 * Skeleton sharing: accounts fill the same templates.
 *
 * Catches: prompt factories, also paraphrased ones: a factory has tens of phrasings, its accounts share many of them.
 * Honest users trip it by: a viral prompt, a popular agent, a class's assignment, a framework's default (many holders each,
 * or a single template). Therefore it opens no pair by itself, its family is capped below what a link needs, and
 * whether the slots look like a work queue is tested on the group (see campaign evidence).
 * A segment is part of a template when what it comes with changes: a question that many ask word for word is no template,
 * however many ask it. Two prompts per account suffice to see that, and it is evidence from the moment on at which it shows.
 * Evasion: paraphrase by a model for every request, about doubling the cost.
 * Weight: per template log(population / holders).
 * Source: Drain (He et al. 2017) for skeletons; Pacheco et al., "Uncovering Coordinated Networks on Social Media", 2021, for
 * rarity-weighted co-use.
 */
import type { Block } from '../../store.ts'
import { counted, listAt, outsiders, readSql, type TraitSignal } from '../signal.ts'

/** A template came with so many different prompts, and with at least one for every two accounts. */
const fillingsMin = 3
const accountsPerFillingMax = 2

/**
 * Holders count from the first moment on, after their own first use, at which the value shows to be a template. The first
 * prompts of each come as times and sketches, in any order.
 */
function siftTemplates(block: Block, row: number): Float64Array {
  const sinces = listAt(block, 'sinces', row) as Float64Array
  if (block.texts('aspect')[row] !== 'prompt skeleton') return sinces
  const [promptMs, sketches] = [listAt(block, 'promptMs', row), listAt(block, 'promptSketches', row)]
  const joins = Uint32Array.from(sinces.keys()).sort((a, b) => sinces[a]! - sinces[b]!)
  const prompts = Uint32Array.from(promptMs.keys()).sort(
    (a, b) => promptMs[a]! - promptMs[b]! || sketches[a]! - sketches[b]!,
  )
  const admittedMs = new Float64Array(sinces.length).fill(Number.NaN)
  const seen = new Set<number>()
  let joined = 0
  let admitted = 0
  for (const prompt of prompts) {
    const timeMs = promptMs[prompt]!
    seen.add(sketches[prompt]!)
    while (joined < joins.length && sinces[joins[joined]!]! <= timeMs) joined += 1
    if (seen.size < fillingsMin || accountsPerFillingMax * seen.size < joined) continue
    for (; admitted < joined; admitted += 1) admittedMs[joins[admitted]!] = timeMs
  }
  return admittedMs
}

const trait = { signal: 'skeleton-sharing', family: 'content', opensPairs: false } as const

/** See the file's header. */
export const skeletonSharing: TraitSignal = {
  kind: 'trait',
  name: 'skeleton-sharing',
  needs: {
    count: 'countIf(prompt_words > 0)',
    without: 'No request has text: skeleton-sharing was silent.',
  },
  traits: [
    { ...trait, aspect: 'prompt skeleton', weight: 1 },
    { ...trait, aspect: 'system prompt', weight: 1 },
  ],
  sql: readSql(import.meta.url),
  sift: siftTemplates,
  sentence: ({ aspect, values, who, inside, outside }) =>
    `${counted(values, `telling ${aspect}`)} used by ${who}; the most common by ${counted(inside, 'member')} and ${outsiders(outside)}.`,
}
