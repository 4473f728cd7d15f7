/** Accounts behind one address, or paid by one instrument, are one: no statistics, only joining. */
import { Components, suspicionBySize } from './components.ts'
import type { Baseline, Trial } from './method.ts'
import { absent, callsOf, type ObjectKind, partiesOf, type Traffic } from './traffic.ts'

/** An object that more accounts share is public (a campus, a carrier) and joins nobody; one setting for each limit. */
const holdersMaxima = [2, 5, 10, 20, 50, Infinity] as const

/** By object number: the accounts that have it, ascending. */
export function holdersOf(traffic: Traffic, kinds: readonly (ObjectKind | 'payment')[]): ReadonlyMap<number, number[]> {
  const holders = new Map<number, number[]>()
  const add = (object: number, account: number): void => {
    if (object === absent) return
    const known = holders.get(object)
    if (known === undefined) holders.set(object, [account])
    else if (known.at(-1) !== account) known.push(account)
  }
  for (const kind of kinds) {
    if (kind === 'payment') for (const [account, object] of traffic.payment.entries()) add(object, account)
    else for (const [call, object] of traffic.calls.objects[kind].entries()) add(object, traffic.calls.account[call]!)
  }
  return holders
}

/** The groups that objects of these kinds join, where no more than `holdersMax` accounts have them. */
export function joinBy(traffic: Traffic, kinds: readonly (ObjectKind | 'payment')[], holdersMax: number): number[][] {
  const components = new Components(traffic.accounts.length)
  for (const accounts of holdersOf(traffic, kinds).values())
    if (accounts.length <= holdersMax) for (const account of accounts) components.join(accounts[0]!, account)
  return components.groups()
}

function* trialsOf(traffic: Traffic, kinds: readonly (ObjectKind | 'payment')[]): Generator<Trial> {
  for (const kind of kinds)
    for (const holdersMax of holdersMaxima) {
      const groups = joinBy(traffic, [kind], holdersMax)
      const setting = `${kind}${holdersMax === Infinity ? '' : `, of at most ${holdersMax} accounts`}`
      yield { setting: `${setting}; parties joined`, suspicion: suspicionBySize(traffic, groups), groups }
      if (kind === 'payment') continue
      yield { setting: `${setting}; mean parties of a call`, suspicion: meanParties(traffic, kind, holdersMax), groups }
    }
}

/** By account: how many parties use the object of a call, in the mean over its calls; public objects count as nobody's. */
function meanParties(traffic: Traffic, kind: ObjectKind, holdersMax: number): Float64Array {
  const parties = new Map<number, number>()
  for (const [object, accounts] of holdersOf(traffic, [kind]))
    if (accounts.length <= holdersMax) parties.set(object, partiesOf(traffic, accounts) - 1)
  return Float64Array.from(traffic.accounts, (_, account) => {
    const calls = callsOf(traffic, account)
    const sum = calls.reduce((total, call) => total + (parties.get(traffic.calls.objects[kind][call]!) ?? 0), 0)
    return sum / Math.max(1, calls.length)
  })
}

const deviation = 'connected components; accounts of a declared organisation count as one'

/** Joined by address or network. Suspicion is the number of parties joined, or of parties behind the address of a call. */
export const sharedAddress: Baseline = {
  name: 'Shared address',
  source: 'Stringhini et al., EvilCohort: Detecting Communities of Malicious Accounts on Online Services, 2015',
  published: '170,000 spam accounts among 21 million in the mail log of a day',
  deviation: `${deviation}; no communities, and no check of the accounts named`,
  hint: 'none',
  trials: (traffic) => trialsOf(traffic, ['address', 'network']),
}

/** Joined by payment instrument. Suspicion is the number of parties joined. */
export const sharedPayment: Baseline = {
  name: 'Shared payment',
  source: 'the duplicate check of payment processors',
  published: 'nothing: a rule of thumb',
  deviation,
  hint: 'none',
  trials: (traffic) => trialsOf(traffic, ['payment']),
}
