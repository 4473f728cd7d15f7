/**
 * Skeleton sharing: accounts fill the same templates.
 *
 * Catches: prompt factories, also paraphrased ones: a factory has tens of phrasings, its accounts share many of them.
 * Honest users trip it by: a viral prompt, a popular agent, a class's assignment, a framework's default (many holders each,
 * or a single template). Therefore it opens no pair by itself, its family is capped below what a link needs, and
 * whether the slots look like a work queue is tested on the group (see campaign evidence).
 * Evasion: paraphrase by a model for every request, about doubling the cost.
 * Weight: per template log(population / holders).
 * Source: Drain (He et al. 2017) for skeletons; Pacheco et al., "Uncovering Coordinated Networks on Social Media", 2021, for
 * rarity-weighted co-use.
 */
import { counted, outsiders, readSql, type TraitSignal } from '../signal.ts'

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
  sentence: ({ aspect, values, who, inside, outside }) =>
    `${counted(values, `telling ${aspect}`)} used by ${who}; the most common by ${counted(inside, 'member')} and ${outsiders(outside)}.`,
}
