/** SynchroTrap: accounts that do the same at about the same time, again and again, are run by one party. */
import { Components, suspicionBySize } from './components.ts'
import { pairsOf, type Row } from './likeness.ts'
import type { Baseline, Trial } from './method.ts'
import { absent, contentKinds, type ObjectKind, objectKinds, type Traffic } from './traffic.ts'

const hourMs = 3_600_000
const bins = { hour: hourMs, day: 24 * hourMs } as const
const similarityMinima = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4] as const
/** Doing one thing together once is chance. */
const matchesMin = 2

function* trials(traffic: Traffic): Generator<Trial> {
  for (const kinds of [...objectKinds.map((kind) => [kind]), contentKinds])
    for (const [bin, binMs] of Object.entries(bins)) {
      const rows = actions(traffic, kinds, binMs)
      const pairs = pairsOf(rows, matchesMin).map((pair) => ({
        ...pair,
        similarity: pair.objects / (rows[pair.a]!.size + rows[pair.b]!.size - pair.objects),
      }))
      for (const similarityMin of similarityMinima) {
        const components = new Components(traffic.accounts.length)
        for (const { a, b, similarity } of pairs) if (similarity >= similarityMin) components.join(a, b)
        const groups = components.groups()
        const setting = `same ${kinds.join(' or ')} within the ${bin}, similarity of at least ${similarityMin}`
        yield { setting, suspicion: suspicionBySize(traffic, groups), groups }
      }
    }
}

/** By account: what it did when, as numbers that are equal where object and bin are. */
function actions({ accounts, calls }: Traffic, kinds: readonly ObjectKind[], binMs: number): Row[] {
  const rows = accounts.map(() => new Map<number, number>())
  const numbers = new Map<string, number>()
  for (const kind of kinds)
    for (const [call, object] of calls.objects[kind].entries()) {
      if (object === absent) continue
      const action = `${object} ${Math.floor(calls.timeMs[call]! / binMs)}`
      if (!numbers.has(action)) numbers.set(action, numbers.size)
      rows[calls.account[call]!]!.set(numbers.get(action)!, 1)
    }
  return rows
}

/** See the header. Suspicion is the number of parties in a cluster. */
export const synchroTrap: Baseline = {
  name: 'SynchroTrap',
  source: 'Cao et al., Uncovering Large Groups of Active Malicious Accounts in Online Social Networks, 2014',
  published: 'more than 2 million accounts of 1,156 campaigns at Facebook in a month, precision above 99 %',
  deviation: 'fixed bins instead of sliding matches, objects of an API, the kind of object chosen by the labels',
  hint: 'none',
  trials,
}
