/** Groups drawn from a population of strangers, each with the reference that a scan would match to it. */
import type { Random } from '@stillhunt/core/statistics'
import { Activity, type ActivityRow, columnsOf, Lexicon } from '../signal.ts'
import type { ClassedAccount } from './account-class.ts'
import type { Compared } from './activity-reader.ts'
import { Candidates } from './reference.ts'

/** The first midnight, a Monday, and milliseconds of a minute, an hour, a day. */
export const startMs: number = Date.UTC(2026, 5, 1)
export const minuteMs = 60_000
export const hourMs = 3_600_000
export const dayMs = 86_400_000

/** A row by what matters of it; `timeMs` since the first midnight. */
export type DrawnRow = Partial<Omit<ActivityRow, 'account' | 'id'>> & { readonly timeMs: number }

/** One account: how many calls it has and which, drawn when it is looked at, and what else is known of it. */
export interface Person {
  readonly calls: number
  rows(): readonly DrawnRow[]
  readonly facts?: Partial<ClassedAccount>
}

/** Who is drawn: the `index`-th of all, of whom the first are the members. */
export interface Place {
  readonly index: number
  readonly isMember: boolean
  readonly plan: Plan
}

/** Draws the person at a place; whether it is a member matters to an operator only. */
export type Draw = (place: Place) => Person

/** How many are drawn. */
export interface Extent {
  readonly membersMin: number
  readonly membersMax: number
  /** Others, among whom the reference is found. */
  readonly others: number
}

/** Plans differ in what is done on them, and members are not of all plans alike: without matching nothing would hold. */
export type Plan = 'free' | 'payg' | 'team'
const memberPlans: readonly Plan[] = ['free', 'payg', 'payg', 'team', 'team', 'team', 'team']
const otherPlans: readonly Plan[] = ['free', 'free', 'free', 'payg', 'payg', 'payg', 'team', 'team', 'team']

const extentDefault: Extent = { membersMin: 10, membersMax: 18, others: 240 }

/** Draws a group and its reference. */
export function drawn(random: Random, draw: Draw, extent: Partial<Extent> = {}): Compared {
  const { membersMin, membersMax, others } = { ...extentDefault, ...extent }
  const count = membersMin + random.below(membersMax - membersMin + 1)
  const personOf = new Map<ClassedAccount, Person>()
  const accounts = Array.from({ length: count + others }, (_, index) => {
    const isMember = index < count
    const plan = pickOf(random, isMember ? memberPlans : otherPlans)
    const person = draw({ index, isMember, plan })
    const account = classed(index, plan, person)
    personOf.set(account, person)
    return account
  })
  const [members, candidates] = [accounts.slice(0, count), new Candidates(accounts.slice(count))]
  const reference = candidates.matchedTo(members)
  const lexicon = new Lexicon()
  return {
    group: new Activity(columnsOf(rowsIn(members, personOf), lexicon), members, lexicon),
    reference: new Activity(
      columnsOf(rowsIn(reference, personOf), lexicon),
      reference,
      lexicon,
      candidates.peersOf(members),
    ),
  }
}

/** One of some values. */
export function pickOf<T>(random: Random, values: readonly T[]): T {
  return values[random.below(values.length)]!
}

function classed(index: number, plan: Plan, { calls, facts }: Person): ClassedAccount {
  return {
    index,
    hash: `${index + 1}`,
    name: `a${index}`,
    isDeclared: false,
    dialect: 'openai.chat',
    model: 'model-1',
    client: '0',
    plan,
    country: '',
    payment: '',
    signupPrefix: '',
    emailDomain: '',
    referral: '',
    createdMs: Number.NaN,
    interactions: calls,
    conversations: calls,
    firstMs: startMs,
    lastMs: startMs + dayMs,
    ...facts,
  }
}

const plain: Omit<ActivityRow, 'account' | 'id' | 'timeMs' | 'opening'> = {
  status: 200,
  model: 'model-1',
  outputTokens: 100,
  promptWords: 20,
  answerWords: 80,
  isPrompt: true,
  isTemplated: false,
  slot: '',
  digest: '',
  reasoning: 0,
  code: 0,
  agentic: 0,
  grading: 0,
  elicitation: false,
  prefix: '',
  asType: '',
  country: '',
  home: '',
  endUser: '',
  language: 0,
  claimedLanguage: 0,
  claimedSystem: 0,
  describedSystem: 0,
  sketch: [0, 0, 0, 0, 0, 0, 0, 0],
}

function rowsIn(accounts: readonly ClassedAccount[], personOf: ReadonlyMap<ClassedAccount, Person>): ActivityRow[] {
  return accounts
    .flatMap((one, account) =>
      personOf
        .get(one)!
        .rows()
        .map((row, at): ActivityRow => {
          const id = `${one.hash}-${at}`
          return { ...plain, opening: id, ...row, account, id, timeMs: startMs + row.timeMs }
        }),
    )
    .sort((a, b) => a.timeMs - b.timeMs || a.account - b.account)
}
