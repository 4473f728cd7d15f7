/**
 * What each test signal takes for chance, as worlds to draw groups from, and worlds in which something is behind a group.
 * One entry per signal: adding a test signal is adding its entry here.
 */
import { Random } from '@stillhunt/core/statistics'
import type { Compared } from './activity-reader.ts'
import {
  dayMs,
  drawn,
  type DrawnRow,
  type Extent,
  hourMs,
  minuteMs,
  pickOf,
  type Person,
  type Plan,
} from './drawn-world.fixture.ts'

/** How p-values lie where nothing is: uniform, as those of e-values, or higher than uniform, for a reason. */
export type Validity = 'uniform' | 'e-values' | { readonly higher: string }

/** One signal's null and its alternative. */
export interface Law {
  readonly validity: Validity
  chance(random: Random): Compared
  operator(random: Random): Compared
}

const fewSteps = 'few accounts can show it, and a slight excess answers 1'
const slightIsNone = 'a slight difference answers 1'
const corrected = 'times the number of things looked at'

/** People and operators by one way of drawing. */
function law(
  validity: Validity,
  drawer: (random: Random, isOperated: boolean) => (place: Parameters<Parameters<typeof drawn>[1]>[0]) => Person,
  extent: Partial<Extent> = {},
): Law {
  return {
    validity,
    chance: (random) => drawn(random, drawer(random, false), extent),
    operator: (random) => drawn(random, drawer(random, true), extent),
  }
}

/** How often people of a plan show something, and members of an operator's. */
const showing: Readonly<Record<Plan, number>> = { free: 0.05, payg: 0.15, team: 0.35 }
const operatedShowing = 0.9

/** A law of shares: who shows something is one thing, by plan; `callOf` draws a call of one who does or does not. */
function shares(
  callOf: (random: Random, shows: boolean, at: number) => DrawnRow,
  validity: Validity = { higher: fewSteps },
): Law {
  return law(validity, (random, isOperated) => ({ isMember, plan }) => {
    const shows = random.unit() < (isOperated && isMember ? operatedShowing : showing[plan])
    const calls = pickOf(random, [12, 18])
    return { calls, rows: () => list(calls, (at) => callOf(random, shows, at)) }
  })
}

function list<T>(count: number, make: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at))
}

function within(random: Random, fromMs: number, toMs: number): number {
  return Math.floor(fromMs + random.unit() * (toMs - fromMs))
}

const anyTime = (random: Random): number => within(random, 0, 14 * dayMs)

function exponential(random: Random): number {
  return -Math.log(random.unit())
}

/** Mean 1 and a variance of 1 over the shape, which is a whole number. */
function gamma(random: Random, shape: number): number {
  return list(shape, () => exponential(random)).reduce((a, b) => a + b, 0) / shape
}

/** Poisson, by the gaps. */
function poisson(random: Random, mean: number): number {
  let count = -1
  for (let at = 0; at < mean; count += 1) at += exponential(random)
  return Math.max(0, count)
}

/** Calls that members make together: `turns` says, in order, whose is next, `rowOf` what it is. */
function together(turns: readonly number[], rowOf: (turn: number) => DrawnRow): (place: { index: number }) => Person {
  const own = Map.groupBy(turns.keys(), (turn) => turns[turn]!)
  return ({ index }) => {
    const mine = own.get(index) ?? []
    return { calls: mine.length, rows: () => mine.map(rowOf) }
  }
}

const membersDefault = 14
const alone: Partial<Extent> = { membersMin: membersDefault, membersMax: membersDefault, others: 0 }

/** Whose call is next among people who are as alike as those whom the bet is against: rates that keep all calls long. */
function urn(random: Random, accounts: number, turns: number): number[] {
  const rates = list(accounts, () => gamma(random, 30))
  const all = rates.reduce((a, b) => a + b, 0)
  return list(turns, () => {
    let left = random.unit() * all
    return rates.findIndex((rate) => (left -= rate) <= 0)
  })
}

/** Fillings of templates: new ones, and any of those before. An operator's are of a list that is gone through again. */
function fillings(random: Random, isOperated: boolean): string[] {
  const uses: string[] = []
  let known = 0
  for (let use = 0; use < 150; use += 1) {
    const isNew = known === 0 || random.unit() < 0.5
    uses.push(isOperated ? `${use % 50}` : `${isNew ? known++ : random.below(known)}`)
  }
  return uses
}

/** Runs of tasks, each by any two accounts or more: an operator's are all of one number. */
function runs(random: Random, isOperated: boolean): { readonly task: string; readonly account: number }[] {
  return list(60, String).flatMap((task) => {
    const times = isOperated ? 4 : 2 + random.below(17)
    const first = random.below(membersDefault)
    const second = (first + 1 + random.below(membersDefault - 1)) % membersDefault
    return list(times, (at) => ({ task, account: [first, second][at] ?? random.below(membersDefault) }))
  })
}

/** By name. */
export const laws: Readonly<Record<string, Law>> = {
  'dealt-turns': law(
    'e-values',
    (random, isOperated) => {
      const turns = isOperated ? list(200, (at) => at % membersDefault) : urn(random, membersDefault, 200)
      return together(turns, (turn) => ({ timeMs: turn * 7 * minuteMs + random.below(5 * minuteMs) }))
    },
    alone,
  ),
  'equalised-totals': law('e-values', (random, isOperated) => ({ isMember }) => {
    const calls = 2 + poisson(random, 150 * (isOperated && isMember ? 1 : gamma(random, 10)))
    return { calls, rows: () => [{ timeMs: anyTime(random) }] }
  }),
  'co-activity': law({ higher: slightIsNone }, (random, isOperated) => {
    // Everybody of one office has the same hours in every week, and each is there in some week more than in the others.
    const officeHours = list(6, () => random.below(168))
    const week = random.below(3)
    return ({ isMember, index }) => {
      const busy = isOperated ? week : random.below(3)
      const hours = list(12, (at) => officeHours[at % 6]! + 168 * (at < 8 ? busy : random.below(3)))
      const timesMs = isMember ? hours.map((hour) => hour * hourMs) : list(12, () => within(random, 0, 21 * dayMs))
      if (index === 0) timesMs.push(0, 21 * dayMs - 1)
      return { calls: 12, rows: () => timesMs.map((timeMs) => ({ timeMs })) }
    }
  }),
  'send-pacing': law(
    { higher: corrected },
    (random, isOperated) => {
      const sendsMs = list(5, (day) => {
        let timeMs = within(random, day * dayMs, day * dayMs + 20 * hourMs)
        return list(100, () => (timeMs += Math.floor((isOperated ? 3000 : 0) + 4000 * exponential(random))))
      }).flat()
      const members = together(
        sendsMs.map(() => random.below(membersDefault)),
        (turn) => ({ timeMs: sendsMs[turn]! }),
      )
      return ({ isMember, index }) => {
        if (isMember) return members({ index })
        const counts = list(5, () => poisson(random, 100 / membersDefault))
        const timeOn = (day: number): number => within(random, day * dayMs, (day + 1) * dayMs)
        return { calls: 36, rows: () => counts.flatMap((count, day) => list(count, () => ({ timeMs: timeOn(day) }))) }
      }
    },
    { membersMin: membersDefault, membersMax: membersDefault },
  ),
  'account-replacement': law(
    'uniform',
    (random, isOperated) => {
      // Most stay; some of those who were there go dead, and others begin, at any time.
      const deathsMs = list(12, () => within(random, 2 * dayMs, 25 * dayMs))
      return ({ index }) => {
        const diesMs = deathsMs[index] ?? 30 * dayMs
        const born = index < 24 ? 0 : within(random, dayMs, 29.4 * dayMs)
        const bornMs = isOperated && index >= 24 ? deathsMs[index % 12]! + 5 * minuteMs : born
        const calls = Math.max(6, Math.floor((10 * (diesMs - bornMs)) / dayMs))
        const inside = list(calls, () => ({ timeMs: within(random, bornMs, diesMs) }))
        return { calls, rows: () => [{ timeMs: bornMs }, ...inside, { timeMs: diesMs }] }
      }
    },
    { membersMin: 36, membersMax: 36, others: 0 },
  ),
  'work-queue': law(
    'uniform',
    (random, isOperated) => {
      const slots = fillings(random, isOperated)
      return together(
        slots.map(() => random.below(membersDefault)),
        (turn) => ({ timeMs: turn * minuteMs, isTemplated: true, slot: `s${slots[turn]!}` }),
      )
    },
    alone,
  ),
  'rollout-count': law(
    { higher: corrected },
    (random, isOperated) => {
      const all = runs(random, isOperated)
      return together(
        all.map(({ account }) => account),
        (turn) => ({ timeMs: turn * minuteMs, digest: `t${all[turn]!.task}` }),
      )
    },
    alone,
  ),
  elicitation: shares((random, shows) => ({ timeMs: anyTime(random), elicitation: shows && random.unit() < 0.8 })),
  grading: shares((random, shows) => ({ timeMs: anyTime(random), grading: shows && random.unit() < 0.8 ? 100 : 0 })),
  'capability-sweep': law({ higher: slightIsNone }, (random, isOperated) => ({ isMember, index }) => {
    const purpose =
      isOperated && isMember ? 'reasoning' : pickOf(random, ['reasoning', 'code', 'agentic', 'grading'] as const)
    return {
      calls: 12,
      rows: () =>
        list(12, (at) => ({ timeMs: anyTime(random), isTemplated: true, slot: `${index} ${at}`, [purpose]: 100 })),
    }
  }),
  'distribution-shift': law(
    { higher: slightIsNone },
    (random, isOperated) =>
      ({ isMember }) => {
        const kind = (isOperated && isMember) || random.unit() < 0.25 ? 1 : 2
        return { calls: 12, rows: () => list(12, () => ({ timeMs: anyTime(random), sketch: list(8, () => kind) })) }
      },
    { membersMin: 8, membersMax: 8 },
  ),
  'release-pivot': shares((random, shows, at) => {
    const timeMs = at % 2 === 0 ? within(random, 3 * dayMs, 7 * dayMs) : within(random, 7 * dayMs, 9 * dayMs)
    const isLate = timeMs > 8.2 * dayMs && random.unit() < 0.3
    return { timeMs, model: timeMs >= 7 * dayMs && (shows || isLate) ? 'model-2' : 'model-1' }
  }),
  'environment-multiplicity': shares((random, shows) => ({
    timeMs: anyTime(random),
    home: `home ${random.below(shows ? 9 : 2)}`,
  })),
  'language-multiplicity': shares((random, shows) => ({
    timeMs: anyTime(random),
    language: 1 + random.below(shows ? 4 : 2),
  })),
  'client-contradiction': shares((random, shows) => ({
    timeMs: anyTime(random),
    claimedSystem: 1,
    describedSystem: shows && random.unit() < 0.8 ? 2 : 1,
  })),
  'proxied-access': law(
    { higher: `${fewSteps}; ${corrected}` },
    (random, isOperated) =>
      ({ isMember, plan, index }) => {
        // Some work abroad, in small offices.
        const shows = random.unit() < showing[plan]
        const prefix = shows ? `office ${random.below(5)}` : `home ${index}`
        const asType = isOperated && isMember ? 'vpn' : 'isp'
        return {
          calls: 12,
          facts: { country: 'DE' },
          rows: () => list(12, () => ({ timeMs: anyTime(random), prefix, asType, country: shows ? 'FR' : 'DE' })),
        }
      },
  ),
  'night-activity': shares((random, shows) => ({
    // Night in Germany is from midnight to five in UTC.
    timeMs: random.below(14) * dayMs + Math.floor((shows ? random.unit() * 8 : 6 + random.unit() * 16) * hourMs),
    country: 'DE',
  })),
  'sign-up-cluster': law({ higher: slightIsNone }, (random, isOperated) => ({ isMember, plan }) => {
    // Teams were invited in one week, others came over three months.
    const days = plan === 'team' ? 2 : 90
    const createdMs = isOperated && isMember ? within(random, 0, 4 * hourMs) : within(random, 0, days * dayMs)
    return { calls: 12, facts: { createdMs }, rows: () => [{ timeMs: anyTime(random) }] }
  }),
}
