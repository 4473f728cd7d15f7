/** Support staff who share a page of canned prompts, each on an account of their own (a null group). */
import { cannedDialogue } from '../canned.ts'
import { playCrowd } from '../crowd.ts'
import { everydayWriter } from '../everyday-writer.ts'
import { drawOrganisation } from '../organisation.ts'
import { rhythms } from '../rhythm.ts'
import { makePart, type Part, type PartOptions } from '../scene.ts'
import { benignLabel } from '../seat.ts'
import { drawStyle } from '../style.ts'
import { question } from '../text/prose.ts'
import type { Language } from '../text/lexicon.ts'

/** Options of {@link supportDesk}. */
export interface SupportDeskOptions extends PartOptions {
  readonly language?: Language
}

const prompts = [
  'Reply to this customer in our tone (warm, short, no blame, one next step). Case {id}:\n{text}',
  'What is this customer really asking? One line, then the team that should take it. Case {id}:\n{text}',
  'Check my reply for tone and missing facts. Customer wrote: {text}\nI answer: {draft}',
]
const cannedShare = 0.75

/** A part with one desk. Hard negative: rare prompts, one office and one domain in common; the cases are all new. */
export function supportDesk(options: SupportDeskOptions = {}): Part {
  const { accounts = 12, requestsPerDay = 6, language = 'en' } = options
  return makePart('support_desk', options, (scene) => {
    const company = drawOrganisation(scene.random.fork('company'), scene, 'openai.chat', 'business')
    playCrowd(scene, options, {
      label: benignLabel('support_desk', true, scene.name),
      accounts,
      requestsPerDay,
      languages: [language],
      rhythm: rhythms.office,
      requestsPerDialogue: 1.5,
      member: (random, person) => {
        const style = drawStyle(random, person.dialect)
        const everyday = everydayWriter(random, person)
        const { lexicon } = person
        const text = (): string => question(random, lexicon, random.pick(lexicon.topics))
        return {
          write: () =>
            random.chance(cannedShare)
              ? cannedDialogue(random, person, style, {
                  template: random.pick(prompts),
                  slots: { id: random.between(10_000, 99_999), text: text(), draft: text() },
                  answerSentences: 3,
                  requests: random.geometric(1.3, 3),
                })
              : everyday(),
          registry: { email_domain: company.mailDomain },
          caller: (drawn) => ({ device: person.device, place: drawn.pick(company.places) }),
        }
      },
    })
  })
}
