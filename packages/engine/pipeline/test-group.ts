/** All that tests say of one group, in sentences. */
import { type Axis, type TestOutcome, testSignals } from '../signal.ts'
import type { Store } from '../store.ts'
import type { ClassedAccount } from './account-class.ts'
import { Candidates } from './reference.ts'
import { type ActivityPlan, type Compared, type OwnTemplates, readCompared } from './activity-reader.ts'

/** What one test says of a group. */
export interface TestEntry {
  readonly signal: string
  readonly axis: Axis
  readonly outcome: TestOutcome
  /** One sentence with its numbers. */
  readonly statement: string
}

/** Which group is tested, and against whom. */
export interface GroupToTest {
  /** Members, as indices of the directory. */
  readonly members: readonly number[]
  /** Every account that is in some group: none of them is a reference for another. */
  readonly grouped: ReadonlySet<number>
  readonly templates: OwnTemplates
  /** All accounts, see `readClasses`; read once for all groups. */
  readonly classes: ReadonlyMap<number, ClassedAccount>
  /** See `ActivityPlan`. */
  readonly untilMs?: number
}

/** The outcomes of all tests that have enough to judge by, in the order of the table of signals. One query. */
export async function testGroup(store: Store, group: GroupToTest): Promise<TestEntry[]> {
  return testCompared(await readGroup(store, group))
}

/** What {@link testGroup} looks at. */
export async function readGroup(store: Store, group: GroupToTest): Promise<Compared> {
  const candidates = candidatesOf(group.classes, new Set([...group.grouped, ...group.members]))
  const [compared] = await readCompared(store, [planOf(group, candidates)])
  return compared!
}

/** Whom groups may be compared with: who is in none of them and declared to nobody. */
export function candidatesOf(classes: GroupToTest['classes'], grouped: ReadonlySet<number>): Candidates {
  return new Candidates([...classes.values()].filter(({ index, isDeclared }) => !isDeclared && !grouped.has(index)))
}

/** Who is read for a group. */
export function planOf(
  { members, templates, classes, untilMs }: Omit<GroupToTest, 'grouped'>,
  candidates: Candidates,
): ActivityPlan {
  return {
    members: members.flatMap((index) => classes.get(index) ?? []),
    candidates,
    templates,
    ...(untilMs === undefined ? {} : { untilMs }),
  }
}

/** {@link testGroup} of activities that were read, by the tests that are wanted. */
export function testCompared(
  { group, reference }: Compared,
  isWanted: (name: string) => boolean = () => true,
): TestEntry[] {
  return testSignals.flatMap((signal): TestEntry[] => {
    if (!isWanted(signal.name)) return []
    const outcome = signal.test(group, reference)
    if (outcome === null) return []
    return [{ signal: signal.name, axis: signal.axis, outcome, statement: signal.sentence(outcome) }]
  })
}
