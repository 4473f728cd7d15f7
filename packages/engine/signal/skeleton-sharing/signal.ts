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
import { counted, outsiders, readSql, type TraitAnswer, type TraitSignal } from '../signal.ts'

/** A template came with so many different prompts, and with at least one for every two accounts. */
const fillingsMin = 3
const accountsPerFillingMax = 2

interface Answer extends TraitAnswer {
  /** The first prompts of each account, as time and sketch, in any order. */
  readonly prompts: readonly (readonly [timeMs: number, sketch: number])[]
}

/** Holders count from the first moment on, after their own first use, at which the value shows to be a template. */
function siftTemplates(answer: TraitAnswer): TraitAnswer | null {
  if (answer.aspect !== 'prompt skeleton') return answer
  const { accounts, sinces, uses, prompts } = answer as Answer
  const joins = sinces.map((sinceMs, index) => ({ sinceMs, index })).sort((a, b) => a.sinceMs - b.sinceMs)
  const seen = new Set<number>()
  const admittedMs = new Map<number, number>()
  let joined = 0
  let waiting: number[] = []
  for (const [timeMs, sketch] of [...prompts].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    seen.add(sketch)
    for (; joined < joins.length && joins[joined]!.sinceMs <= timeMs; joined += 1) waiting.push(joins[joined]!.index)
    if (seen.size < fillingsMin || accountsPerFillingMax * seen.size < joined) continue
    for (const index of waiting) admittedMs.set(index, timeMs)
    waiting = []
  }
  const kept = [...admittedMs.keys()].sort((a, b) => a - b)
  return {
    ...answer,
    accounts: kept.map((index) => accounts[index]!),
    uses: kept.map((index) => uses[index]!),
    sinces: kept.map((index) => admittedMs.get(index)!),
  }
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
