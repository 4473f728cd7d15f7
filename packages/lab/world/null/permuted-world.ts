/**
 * A world without operators, made from any world by permutation: who said what, when, from where and who is registered
 * how are all kept, but nothing of it belongs together any more.
 *
 * This is the null hypothesis "no two accounts are of one hand" made flesh (Fisher, The Design of Experiments, 1935): each
 * layer keeps its own distribution, popular prompts and shared addresses included; only what layers say jointly is gone.
 */
import type { AccountLine, ClientLine, LabelLine, RecordLine } from '../line.ts'
import { Random } from '../random.ts'
import type { World } from '../world.ts'
import { conversationsOf, type Talk } from './conversations-of.ts'
import { remint } from './remint.ts'

/** Records in order of time, registry, and labels where there are any. */
export interface Traffic {
  readonly records: readonly RecordLine[]
  readonly accounts: readonly AccountLine[]
  readonly labels?: readonly LabelLine[]
}

const jitterMs = 30 * 60_000

/**
 * Permutes. Whole conversations are dealt to the accounts of the same class, each of which gets as many as it had; what
 * the calls of an account show of their client, and its registry row, go to other accounts of the class, each by a
 * shuffle of its own. A class is: an organisation (whose accounts are declared, so only times and tokens change), an
 * archetype of hard negatives or a null group where labels name it, else everyone, per main dialect. Volume is not part of
 * the class: an operator's accounts are alike in volume, and would be dealt their own conversations again. Every
 * conversation begins when another one of its class did, give or take half an hour, and gets tokens of its own: kept at its
 * hour, what an operator ran in one batch would stay together. All labels of the result are benign. Seeded: the same
 * traffic and seed give the same world.
 */
export function permutedWorld(traffic: Traffic, seed: string): World {
  const random = new Random(`permuted ${seed}`)
  const talks = conversationsOf(traffic.records)
  const classes = classesOf(traffic, talks)
  const ownerOf = dealTalks(random.fork('talks'), talks, classes)
  const callersOf = shuffleCallers(random.fork('callers'), traffic.records, classes)
  const beginsMs = dealTimes(random.fork('times'), talks, classes)
  const records = talks.flatMap((talk, index) => {
    const drawn = random.fork(`talk ${index}`)
    const owner = ownerOf[index] ?? ''
    const shiftMs = (beginsMs[index] ?? 0) - beginMsOf(talk) + drawn.between(-jitterMs, jitterMs)
    return talk.map((record) => asSentBy(remint(shifted(record, shiftMs), `${seed} ${index}`), owner, callersOf, drawn))
  })
  return {
    records: records.sort((one, other) => order(one.ts, other.ts) || order(one.id, other.id)),
    accounts: shuffleRegistry(random.fork('registry'), traffic.accounts, classes),
    labels: labelsOf(traffic, classes),
  }
}

/** Accounts by class, and the class of each. */
interface Classes {
  readonly of: ReadonlyMap<string, string>
  readonly orgOf: ReadonlyMap<string, string>
  readonly members: ReadonlyMap<string, readonly string[]>
}

function classesOf({ records, accounts, labels = [] }: Traffic, talks: readonly Talk[]): Classes {
  const orgOf = new Map<string, string>()
  for (const { account, org } of [...accounts, ...records]) if (org !== undefined) orgOf.set(account, org)
  const labelOf = new Map(labels.map((label) => [label.account, label]))
  const dialects = Map.groupBy(talks, (talk) => talk[0]?.account ?? '')
  const of = new Map<string, string>()
  const names = new Set([...records.map(({ account }) => account), ...accounts.map(({ account }) => account)])
  for (const account of [...names].sort(order)) {
    const label = labelOf.get(account)
    const org = orgOf.get(account)
    const isNamed = label !== undefined && label.kind === 'benign' && label.hard
    const kind = isNamed ? (label.group ?? label.archetype) : 'everyone'
    of.set(account, org === undefined ? `${kind}, ${mainDialect(dialects.get(account) ?? [])}` : `org ${org}`)
  }
  const members = Map.groupBy(of.keys(), (account) => of.get(account) ?? '')
  return { of, orgOf, members }
}

function mainDialect(talks: readonly Talk[]): string {
  const counts = Map.groupBy(talks, ([first]) => first?.dialect ?? '')
  const [most] = [...counts].sort(([one, left], [other, right]) => right.length - left.length || order(one, other))
  return most?.[0] ?? ''
}

/** The new owner of each conversation. Within an organisation everything stays where it was. */
function dealTalks(random: Random, talks: readonly Talk[], { of }: Classes): readonly string[] {
  const owners = talks.map(([first]) => first?.account ?? '')
  return dealt(random, owners, talks, (account) => {
    const name = of.get(account) ?? ''
    return name.startsWith('org ') ? undefined : name
  })
}

/** When each conversation begins now. */
function dealTimes(random: Random, talks: readonly Talk[], { of }: Classes): readonly number[] {
  return dealt(random, talks.map(beginMsOf), talks, (account) => of.get(account))
}

function beginMsOf(talk: Talk): number {
  return Date.parse(talk[0]?.ts ?? '')
}

/** `values` of conversations, dealt out anew among those of one class; what has none keeps its own. */
function dealt<T>(
  random: Random,
  values: readonly T[],
  talks: readonly Talk[],
  classOf: (account: string) => string | undefined,
): readonly T[] {
  const places = Map.groupBy(talks.keys(), (index) => classOf(talks[index]?.[0]?.account ?? ''))
  const result = [...values]
  for (const [name, own] of places) {
    if (name === undefined) continue
    const from = random.fork(name).shuffle(own)
    own.forEach((index, place) => (result[index] = values[from[place] ?? index] as T))
  }
  return result
}

/** What a record shows of who called. */
interface Caller {
  readonly client: ClientLine | undefined
  readonly key: string | undefined
  readonly org: string | undefined
}

function shuffleCallers(
  random: Random,
  records: readonly RecordLine[],
  { members, orgOf }: Classes,
): ReadonlyMap<string, readonly Caller[]> {
  const seen = Map.groupBy(records, ({ account }) => account)
  const shown = new Map<string, readonly Caller[]>()
  for (const [name, accounts] of members) {
    const from = name.startsWith('org ') ? accounts : random.fork(name).shuffle(accounts)
    accounts.forEach((account, index) => {
      const own = seen.get(from[index] ?? '') ?? []
      shown.set(
        account,
        own.map(({ client, key }) => ({ client: withoutEndUser(client), key, org: orgOf.get(account) })),
      )
    })
  }
  return shown
}

function withoutEndUser(client: ClientLine | undefined): ClientLine | undefined {
  if (client === undefined) return undefined
  const { end_user: _, ...rest } = client
  return rest
}

function asSentBy(
  record: RecordLine,
  account: string,
  callersOf: ReadonlyMap<string, readonly Caller[]>,
  random: Random,
): RecordLine {
  const { client: before, key: _, org: __, ...rest } = record
  const callers = callersOf.get(account) ?? []
  const caller = callers.length === 0 ? undefined : random.pick(callers)
  const endUser = before?.end_user
  return {
    ...rest,
    account,
    ...(caller?.org === undefined ? {} : { org: caller.org }),
    ...(caller?.key === undefined ? {} : { key: caller.key }),
    ...(caller?.client === undefined
      ? {}
      : { client: { ...caller.client, ...(endUser === undefined ? {} : { end_user: endUser }) } }),
  }
}

function shifted(record: RecordLine, shiftMs: number): RecordLine {
  const ts = new Date(Date.parse(record.ts) + shiftMs).toISOString()
  if (record.response === undefined) return { ...record, ts }
  const response = Object.entries(record.response).map(([name, value]) => [
    name,
    (name === 'created' || name === 'created_at') && typeof value === 'number'
      ? value + Math.round(shiftMs / 1000)
      : value,
  ])
  return { ...record, ts, response: Object.fromEntries(response) as RecordLine['request'] }
}

function shuffleRegistry(random: Random, lines: readonly AccountLine[], { of }: Classes): AccountLine[] {
  const kindOf = (account: string): string => (of.get(account) ?? '').split(', ')[0] ?? ''
  const groups = Map.groupBy(lines, ({ account }) => kindOf(account))
  const dealt: AccountLine[] = []
  for (const [name, own] of groups) {
    const from = name.startsWith('org ') ? own : random.fork(name).shuffle(own)
    own.forEach(({ account }, index) => dealt.push({ ...(from[index] as AccountLine), account }))
  }
  return dealt.sort((one, other) => order(one.account, other.account))
}

function labelsOf({ labels = [] }: Traffic, { of }: Classes): LabelLine[] {
  const labelOf = new Map(labels.map((label) => [label.account, label]))
  return [...of.keys()].map((account) => {
    const label = labelOf.get(account)
    const isKept = label !== undefined && label.kind === 'benign'
    const { archetype, hard, group } = isKept ? label : { archetype: 'permuted', hard: true, group: null }
    return { account, archetype, campaign: null, kind: 'benign', hard, group }
  })
}

/** By UTF-16 units: collation differs between machines. */
function order(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
