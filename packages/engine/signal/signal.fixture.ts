/** Small logs, written call by call among strangers, and what one signal makes of them. One log serves all tests of a file. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  Evidence,
  type Link,
  linkThresholdNats,
  type Population,
  rarityNats,
  type Sharing,
  Sharings,
  sharingNats,
  TraitList,
  Traits,
} from '@stillhunt/core/link'
import { scan } from '../pipeline.ts'
import { openEmbeddedStore, type Store } from '../store.ts'
import { type EventSignal, readTraits, type SignalContext, type TraitSignal } from './signal.ts'

/** Accounts that every log has beside those of the test: each says one thing, and nothing of the test's. */
const strangers = 500

/** An input record, or a line of the registry. */
export type Line = Readonly<Record<string, unknown>>

/** One call, answered with 200 where nothing else is said, `second` seconds into the log. */
export function call(
  id: string,
  account: string,
  request: object,
  more: Line & { readonly second?: number } = {},
): Line {
  const { second = 0, ...fields } = more
  const ts = new Date(Date.UTC(2026, 5, 1) + second * 1000).toISOString()
  return { id, ts, account, dialect: 'openai.chat', model: 'model-1', status: 200, request, ...fields }
}

/** A chat request: what the user said, what was answered, what the user said then, and so on. */
export function chat(...said: readonly string[]): { readonly messages: readonly object[] } {
  return { messages: said.map((content, i) => ({ role: i % 2 === 0 ? 'user' : 'assistant', content })) }
}

/** What the model answered; several texts are several choices. */
export function answer(...texts: readonly string[]): Line {
  return { response: { choices: texts.map((content, index) => ({ index, message: { role: 'assistant', content } })) } }
}

/** `count` words that no other `theme` has, in an order of their own. */
export function prose(theme: string, count: number): string {
  const syllables = ['ka', 'lo', 'mi', 'ter', 'sun', 've', 'dor', 'pa', 'ni', 'ruk', 'el']
  const word = (i: number): string =>
    theme + syllables[i % 11]! + syllables[(i * i + 3) % 11]! + syllables[Math.floor(i / 11) % 11]!
  return Array.from({ length: count }, (_, i) => word(i)).join(' ')
}

/** An event by the names of its accounts. `nats`: what it weighs between two of them. */
export interface NamedEvent {
  readonly accounts: readonly string[]
  readonly holders: number
  readonly records: readonly string[]
  readonly bonusNats: number
  readonly delayMs: number | undefined
  readonly nats: number
}

/** A value by the names of those who have it; `uses` is parallel. `nats`: what it weighs between two of them. */
export interface NamedTrait {
  readonly aspect: string
  readonly accounts: readonly string[]
  readonly records: readonly string[]
  readonly uses: readonly number[]
  readonly nats: number
}

/** Fails when a weight is not the logarithm of the ratio. */
export function assertNats(actual: number | undefined, expected: number): void {
  if (actual === undefined || !(Math.abs(actual - expected) < 1e-9)) throw new Error(`${actual} nats, not ${expected}`)
}

/** What the signal alone says of two accounts: `ana–bo`. */
export interface NamedLink {
  readonly pair: string
  readonly nats: number
  /** Whether that would make them one operator's. */
  readonly suffices: boolean
}

/** Calls that have nothing to do with those of other scenes: their accounts and ids are told apart, their texts must be. */
export type Scenes<Name extends string> = Readonly<Record<Name, readonly Line[]>>

/** What a signal saw, scene by scene; `size` accounts were in the log. */
export interface Seen<Name extends string, T> {
  readonly size: number
  /** Ordered by accounts and records, or by aspect and accounts. */
  of(scene: Name): readonly T[]
  links(scene: Name): readonly NamedLink[]
}

/** What an event signal sees in the scenes, which are one log together. Throws when an event spans scenes. */
export async function eventsIn<Name extends string>(
  signal: EventSignal,
  scenes: Scenes<Name>,
): Promise<Seen<Name, NamedEvent>> {
  return among(linesOf(scenes), [], async (view) => {
    const sharings = await signal.read(view)
    const { size } = view.population
    const events = Array.from(sharings, (sharing) => ({
      accounts: sharing.accounts.map((account) => view.names[account]!),
      holders: sharing.holders,
      records: sharing.records,
      bonusNats: sharing.bonusNats,
      delayMs: sharing.delayMs,
      nats: sharingNats(view.population, sharing),
    }))
    events.sort((a, b) => compare([a.accounts, a.records], [b.accounts, b.records]))
    return seenOf(size, events, linksOf(view, [...sharings], new Traits([], [], size)))
  })
}

/** What a trait signal sees in the scenes and their lines of the registry. Throws when a value spans scenes. */
export async function traitsIn<Name extends string>(
  signal: TraitSignal,
  scenes: Scenes<Name>,
  registries: Partial<Scenes<Name>> = {},
): Promise<Seen<Name, NamedTrait>> {
  return among(linesOf(scenes), linesOf(registries), async (view) => {
    const kindOf = new Map(signal.traits.map(({ aspect }, kind) => [aspect, kind]))
    const rows = new TraitList()
    await readTraits(signal, view, holdersMax, kindOf, rows)
    const { size } = view.population
    const traits = Array.from(rows, ({ kind, accounts, uses }) => ({
      aspect: signal.traits[kind]!.aspect,
      accounts: Array.from(accounts, (account) => view.names[account]!),
      records: [],
      uses: Array.from(uses),
      nats: signal.traits[kind]!.weight * rarityNats(size, accounts.length),
    }))
    traits.sort((a, b) => compare([a.aspect, a.accounts, a.uses], [b.aspect, b.accounts, b.uses]))
    return seenOf(size, traits, linksOf(view, [], new Traits(signal.traits, rows, size)))
  })
}

/** The lines of all scenes, with names that tell scenes apart. */
function linesOf(scenes: Readonly<Record<string, readonly Line[] | undefined>>): Line[] {
  return Object.entries(scenes).flatMap(([scene, lines = []]) =>
    lines.map((line) => {
      const named = (['id', 'account', 'org'] as const).flatMap((field) =>
        line[field] === undefined ? [] : [[field, `${scene}/${String(line[field])}`]],
      )
      return { ...line, ...Object.fromEntries(named) } as Line
    }),
  )
}

function seenOf<Name extends string, T extends { accounts: readonly string[]; records: readonly string[] }>(
  size: number,
  all: readonly T[],
  links: readonly (NamedLink & { scene: string })[],
): Seen<Name, T> {
  const sceneOf = ({ accounts }: T): string => {
    const [scene = '', ...others] = new Set(accounts.map((name) => name.split('/')[0]!))
    if (others.length > 0) throw new Error(`these have something in common: ${scene}, ${others.join(', ')}`)
    return scene
  }
  const bare = (name: string): string => name.slice(name.indexOf('/') + 1)
  const byScene = Map.groupBy(all, sceneOf)
  return {
    size,
    of: (scene) =>
      (byScene.get(scene) ?? []).map((one) => ({
        ...one,
        accounts: one.accounts.map(bare),
        records: one.records.map(bare),
      })),
    links: (scene) =>
      links.filter((link) => link.scene === scene).map(({ pair, nats, suffices }) => ({ pair, nats, suffices })),
  }
}

/** The most accounts that may have a value for it to be asked for, as detection has it in a log of this size. */
const holdersMax = 200

interface View extends SignalContext {
  readonly names: readonly string[]
}

function linksOf({ names, population }: View, sharings: Sharing[], traits: Traits): (NamedLink & { scene: string })[] {
  const threshold = linkThresholdNats(population.size)
  const links: Link[] = [...new Evidence({ population, sharings: new Sharings(sharings), traits }).links()]
  return links.map(({ a, b, nats }) => {
    const [scene = '', one] = names[a]!.split('/')
    return { scene, pair: `${one}–${names[b]!.split('/')[1]}`, nats, suffices: nats >= threshold }
  })
}

/** Imports the lines as a scan does, opens what it kept, and is gone with all of it. */
async function among<T>(
  records: readonly Line[],
  registry: readonly Line[],
  read: (view: View) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'stillhunt-test-'))
  try {
    const crowd = Array.from({ length: strangers }, (_, i) => call(`x${i}`, `x${i}`, chat(`I am the one at door ${i}`)))
    const log = await put(folder, 'a.jsonl', [...crowd, ...records])
    const accounts = registry.length === 0 ? {} : { accounts: await put(folder, 'accounts.jsonl', registry) }
    const data = join(folder, 'data')
    const { report } = await scan({ logs: [log], data, ...accounts, clock: () => 0 })
    const { rejected, duplicates } = report.data
    if (rejected.length > 0 || duplicates > 0) throw new Error(`a bad log: ${JSON.stringify(report.data)}`)
    const store = await openEmbeddedStore(data, true)
    try {
      return await read(await viewOf(store))
    } finally {
      await store.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function put(folder: string, name: string, lines: readonly Line[]): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, lines.map((line) => JSON.stringify(line)).join('\n'))
  return path
}

const namesSql = `
SELECT toString(seen.account) AS hash, any(named.name) AS name, toString(max(seen.org)) AS org
FROM interaction AS seen INNER JOIN account AS named ON named.account = seen.account
GROUP BY seen.account ORDER BY name`

async function viewOf(store: Store): Promise<View> {
  const rows = await store.query<{ hash: string; name: string; org: string }>(namesSql)
  const indices = new Map(rows.map(({ hash }, index) => [hash, index]))
  const orgs = ['0', ...new Set(rows.map(({ org }) => org).filter((org) => org !== '0'))]
  const population: Population = {
    size: rows.length,
    org: Int32Array.from(rows, ({ org }) => orgs.indexOf(org) - 1),
    reseller: new Uint8Array(rows.length),
  }
  return {
    store,
    population,
    names: rows.map(({ name }) => name),
    indexOf: (hash) => indices.get(hash),
    indicesOf: (hashes) => Int32Array.from(hashes, (hash) => indices.get(String(hash)) ?? -1),
  }
}

function compare(a: readonly unknown[], b: readonly unknown[]): number {
  const [x, y] = [a.flat().join('\n'), b.flat().join('\n')]
  return x < y ? -1 : x > y ? 1 : 0
}

/** Sharings for a sentence, one for each delay. */
export const sharingsOf = (...delaysMs: readonly number[]): Sharing[] =>
  delaysMs.map((delayMs, i) => ({
    signal: '',
    family: 'handoff',
    item: `${i}`,
    accounts: [0, 1],
    holders: 2,
    bonusNats: 0,
    records: [],
    delayMs,
  }))
