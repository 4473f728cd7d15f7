/** Sets of innocent parts, from which the worlds of the panel take what they want. */
import { agency } from '../archetype/agency.ts'
import { batchVendor } from '../archetype/batch-vendor.ts'
import { classroom } from '../archetype/classroom.ts'
import { course } from '../archetype/course.ts'
import { cronFleet } from '../archetype/cron-fleet.ts'
import { declaredReseller } from '../archetype/declared-reseller.ts'
import { developer } from '../archetype/developer.ts'
import { enterprisePool } from '../archetype/enterprise-pool.ts'
import { evaluationLab } from '../archetype/evaluation-lab.ts'
import { family } from '../archetype/family.ts'
import { friendsPasting } from '../archetype/friends-pasting.ts'
import { gradingProduct } from '../archetype/grading-product.ts'
import { hackathon } from '../archetype/hackathon.ts'
import { healthCheck } from '../archetype/health-check.ts'
import { learner } from '../archetype/learner.ts'
import { licensedSynthetic } from '../archetype/licensed-synthetic.ts'
import { onboarding } from '../archetype/onboarding.ts'
import { openTeam } from '../archetype/open-team.ts'
import { publishedTranscript } from '../archetype/published-transcript.ts'
import { redTeam } from '../archetype/red-team.ts'
import { saas } from '../archetype/saas.ts'
import { scripter } from '../archetype/scripter.ts'
import { supportDesk } from '../archetype/support-desk.ts'
import { twoAccounts } from '../archetype/two-accounts.ts'
import { viralPrompt } from '../archetype/viral-prompt.ts'
import type { DialectName } from '../line.ts'
import type { Part } from '../scene.ts'
import type { Language } from '../text/lexicon.ts'

/** People who hold more than one account, or pay for each other's; `size` scales their number. */
export function households(size: number): readonly Part[] {
  return [
    twoAccounts({ accounts: 6 * size }),
    twoAccounts({ accounts: 4 * size, accountsPerPerson: 4 }),
    twoAccounts({ accounts: 3 * size, accountsPerPerson: 3 }),
    ...Array.from({ length: size }, (_, index) => family({ accounts: 3 + (index % 2) })),
    agency({ accounts: 4 + size }),
    friendsPasting({ accounts: 6 * size }),
  ]
}

/** Groups with something in common that nobody hid. */
export function gatherings(name: string, size: number, language: Language = 'en'): readonly Part[] {
  return [
    classroom({ name: `${name}-class`, accounts: 14 * size, untilDay: 6 }),
    hackathon({ name: `${name}-hackathon`, accounts: 9 * size, fromDay: 3 }),
    onboarding({ name: `${name}-onboarding`, accounts: 9 * size, fromDay: 2 }),
    publishedTranscript({ name: `${name}-transcript`, accounts: 8 * size }),
    course({ name: `${name}-course`, accounts: 12 * size, language }),
    supportDesk({ name: `${name}-desk`, accounts: 7 * size, language }),
    openTeam({ name: `${name}-team`, accounts: 4 + size }),
  ]
}

/** Strangers who use the same thing. */
export function fashions(size: number): readonly Part[] {
  return [
    viralPrompt({ accounts: 12 * size, slot: 'short' }),
    viralPrompt({ accounts: 12 * size, slot: 'free' }),
    cronFleet({ accounts: 9 * size }),
    healthCheck({ accounts: 4 * size, requestsPerDay: 6 }),
    learner({ accounts: 10 * size }),
    redTeam({ accounts: 5 * size }),
    evaluationLab({ accounts: 2 + size, benchmark: 'plainmath' }),
    evaluationLab({ accounts: 2 + size, benchmark: 'widequiz' }),
    developer({ accounts: 14 * size, requestsPerDay: 4, requests: 'own' }),
    scripter({ accounts: 8 * size }),
  ]
}

/** Organisations, most of them declared. */
export function organisations(dialect: DialectName): readonly Part[] {
  return [
    saas({ requestsPerDay: 25 }),
    batchVendor({ trade: 'translation', dialect }),
    batchVendor({ trade: 'labelling', isDeclared: false }),
    batchVendor({ trade: 'documents', requestsPerDay: 15 }),
    enterprisePool({ accounts: 6, dialect }),
    declaredReseller({ accounts: 2, requestsPerDay: 15 }),
    gradingProduct({ requestsPerDay: 10 }),
    licensedSynthetic({ accounts: 3, requestsPerDay: 10, task: 'knowledge', paraphrases: 2 }),
  ]
}
