/** Vendors with one narrow job, day and night: translation, labelling, questions over own documents. */
import type { Dialogue } from '../dialogue.ts'
import type { DialectName } from '../line.ts'
import { drawOrganisation, openOrganisationSeats } from '../organisation.ts'
import { models } from '../provider.ts'
import type { Random } from '../random.ts'
import { rhythms } from '../rhythm.ts'
import { spreadOver } from '../router.ts'
import { makePart, type Part, type PartOptions } from '../scene.ts'
import { benignLabel } from '../seat.ts'
import { boundedBy } from '../style.ts'
import { fill } from '../text/fill.ts'
import { lexicons, sentence, sentences } from '../text/prose.ts'
import { playWorkload } from '../workload.ts'

/** What a vendor does. */
export type VendorTrade = 'translation' | 'labelling' | 'documents'

/** Options of {@link batchVendor}. */
export interface BatchVendorOptions extends PartOptions {
  readonly dialect?: DialectName
  readonly trade?: VendorTrade
  /** Whether its accounts are registered as one organisation's; true by default, otherwise it has one account. */
  readonly isDeclared?: boolean
}

const jobs: Readonly<Record<VendorTrade, string>> = {
  translation: 'Translate for our client, keep the tags, language {target}:\n<seg>{text}</seg>',
  labelling: 'Labels: praise, complaint, question, other. Text:\n{text}\nLabel and confidence:',
  documents: 'Use only the passages.\n[1] {text}\n[2] {other}\nQuestion: what follows from both?',
}
const languages = ['en', 'de', 'es', 'zh', 'ja', 'ar'] as const
const labelsEach = ['praise', 'complaint', 'question', 'other']

/** A part with one vendor. Hard negative: one template, narrow use, no night; one organisation or one account. */
export function batchVendor(options: BatchVendorOptions = {}): Part {
  const { requestsPerDay = 25, dialect = 'openai.chat', trade = 'translation', isDeclared = true } = options
  const accounts = isDeclared ? (options.accounts ?? 2) : 1
  return makePart(`${trade}_vendor`, options, (scene) => {
    const random = scene.random.fork('vendor')
    const organisation = drawOrganisation(random, scene, dialect, 'hosting')
    const label = benignLabel(`${trade}_vendor`, true)
    const seats = openOrganisationSeats(scene, random, organisation, accounts, label).map((seat) => {
      const { org: _, ...undeclared } = seat
      return isDeclared ? seat : undeclared
    })
    if (!isDeclared) for (const line of scene.accounts) delete line.org
    playWorkload(scene, random, options, {
      accounts,
      requestsPerDay,
      requestsPerDialogue: 1,
      rhythm: rhythms.flat,
      router: spreadOver(random.fork('keys'), seats, { failover: 1 }),
      nextWriter: () => () => job(random, dialect, trade),
    })
  })
}

function job(random: Random, dialect: DialectName, trade: VendorTrade): Dialogue {
  const lexicon = lexicons[random.pick(languages)]
  const target = lexicons[random.pick(languages)]
  const say = fill(jobs[trade], {
    target: target.language,
    text: sentences(random, lexicon, random.between(1, 4)),
    other: sentences(random, lexicon, 2),
  })
  const text = trade === 'labelling' ? random.pick(labelsEach) : sentence(random, target)
  return {
    dialect,
    model: models.small,
    stream: false,
    parameters: boundedBy(dialect, 500, 0),
    exchanges: [{ say, reply: { text }, pauseMs: 0 }],
  }
}
