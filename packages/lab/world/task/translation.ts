/** Harvest of sentence pairs: prose of one language into another. */
import type { Random } from '../random.ts'
import type { Language, Lexicon } from '../text/lexicon.ts'
import { lexicons, sentences } from '../text/prose.ts'
import type { Harvest, Job, Style } from './harvest.ts'
import type { Wordings } from './wording.ts'

const styles: Readonly<Partial<Record<Language, readonly Style[]>>> & { readonly en: readonly Style[] } = {
  en: [
    [
      ['Translate into {target}. ', 'Render in {target}. '],
      ['Three versions: literal, idiomatic, formal. ', 'Give a literal, an idiomatic and a formal version. '],
      ['Then explain the choices.\n\n{source}', 'Explain what you chose and why.\n\n{source}'],
    ],
    [
      ['SOURCE: {source}\n'],
      ['TARGET LANGUAGE: {target}\n'],
      ['Output a JSON list of segment pairs.', 'Segment pairs as JSON.'],
    ],
    [
      ['You build a parallel corpus. ', 'Corpus work. '],
      ['{source} '],
      ['Align every clause with its {target} counterpart.', 'Clause by clause, in {target} beside it.'],
    ],
  ],
  de: [
    [
      [
        'Übersetze nach {target}: wörtlich, frei und förmlich. ',
        'Drei Fassungen in {target}: wörtlich, frei, förmlich. ',
      ],
      ['Begründe jede Wahl.\n\n{source}', 'Erkläre deine Wahl.\n\n{source}'],
    ],
  ],
  es: [
    [
      [
        'Traduce a {target} en tres versiones: literal, natural y formal. ',
        'Tres versiones en {target}: literal, natural, formal. ',
      ],
      ['Explica cada decisión.\n\n{source}', 'Justifica lo elegido.\n\n{source}'],
    ],
  ],
}

const wordings: Wordings = {
  en: [
    '[How would|What would|In what way would] [a native|a careful translator|an interpreter] [say|put|express] [this|the following|these lines] in {target}? {source} [Offer|Give|Show] [several|a few|three] [readings|options|variants] [with notes|and comment on them|and compare].',
    '{source}\n\n[Please put|Could you turn|Bring] [the above|this text|that] [into|over into] {target}, [phrase by phrase|in pieces|segment by segment], [both sides|source and result|original first] [next to each other|in a table|in pairs].',
  ],
}

/** Translation: a passage, its versions. */
export function translationHarvest(): Harvest {
  return { styles, wordings, thinks: false, outputTokensMax: 1800, requestsPerDialogue: 1, job: passageJob }
}

function passageJob(random: Random, lexicon: Lexicon): Job {
  const others = Object.values(lexicons).filter(({ language }) => language !== lexicon.language)
  const target = random.pick(others)
  return {
    slots: { target: target.language.toUpperCase(), source: sentences(random, lexicon, random.between(2, 5)) },
    answer: (drawn) => ({ reply: { text: sentences(drawn, target, drawn.between(3, 8)) } }),
  }
}
