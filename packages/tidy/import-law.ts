/** The law of imports: rooms by the table, through their doors; packages by their exports; nothing undeclared. */
import { posix } from 'node:path'
import { house, keptTo, pure, testsMayAlso } from './house.ts'
import type { SourceFile } from './source-file.ts'

/** What the law needs of a `package.json`. */
export interface Manifest {
  readonly name: string
  readonly exports?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

/** Manifests by folder below `packages/`; the repository's own by the empty string. */
export type Manifests = ReadonlyMap<string, Manifest>

/** The room that a file below `packages/` is in, undefined when the table has none for it. */
export function roomOf(path: string): string | undefined {
  const parts = path.replace(/(\.test)?\.[a-z]+$/, '').split('/')
  return [parts.slice(0, 2).join('/'), parts[0]!].find((room) => Object.hasOwn(house, room))
}

/** What is unlawful about the imports of one file, as sentences that say what to do. */
export function importFaults(file: SourceFile, manifests: Manifests): string[] {
  const room = roomOf(file.path)
  if (room === undefined)
    return [`${file.path}: no room of packages/tidy/house.ts holds this file; move it or add a row`]
  return file.imports.flatMap(({ specifier, line }) => {
    const fault = specifier.startsWith('.')
      ? relativeFault(file, room, specifier)
      : specifier.startsWith('node:')
        ? nodeFault(file)
        : packageFault(file, room, specifier, manifests)
    return fault === undefined ? [] : [`${file.path}:${line} imports ${specifier}: ${fault}`]
  })
}

function relativeFault(file: SourceFile, room: string, specifier: string): string | undefined {
  const target = posix.join(posix.dirname(file.path), specifier)
  const other = roomOf(target)
  if (target.startsWith('..') || packageOf(target) !== packageOf(file.path))
    return 'a relative path leaves the package; import the other package by its name'
  if (other === room) return undefined
  if (other === undefined || target !== `${other}.ts`) return `go through the door, ${other ?? 'a room'}.ts`
  return tableFault(file, room, other)
}

function nodeFault(file: SourceFile): string | undefined {
  return pure.includes(packageOf(file.path)) && !file.isTest
    ? 'this package computes only; take what the rim knows as an argument'
    : undefined
}

function packageFault(file: SourceFile, room: string, specifier: string, manifests: Manifests): string | undefined {
  const name = /^(@[^/]+\/)?[^/]+/.exec(specifier)![0]
  const { dependencies, devDependencies } = manifests.get(packageOf(file.path)) ?? manifests.get('')!
  if (!Object.hasOwn({ ...dependencies, ...devDependencies }, name)) return 'not among the dependencies in package.json'
  const owner = [...manifests].find(([, manifest]) => manifest.name === name)
  if (owner === undefined)
    return (keptTo[name] ?? room) === room ? undefined : `only ${keptTo[name]} may know this package`
  const door = owner[1].exports?.[`.${specifier.slice(name.length)}`]
  if (door === undefined) return 'the package does not export it'
  return tableFault(file, room, roomOf(posix.join(owner[0], door)))
}

function tableFault(file: SourceFile, room: string, other: string | undefined): string | undefined {
  const allowed = [...house[room]!, ...(file.isTest ? (testsMayAlso[room] ?? []) : [])]
  return other !== undefined && allowed.includes(other)
    ? undefined
    : `${room} may import ${allowed.join(', ') || 'no other room'}; see packages/tidy/house.ts`
}

/** The first folder of a path; files beside the packages belong to the repository's own. */
function packageOf(path: string): string {
  return path.includes('/') && !path.startsWith('tidy/') ? path.split('/')[0]! : ''
}

/** Rooms from which the table leads back to themselves. */
export function roomsInCycles(table: Readonly<Record<string, readonly string[]>>): string[] {
  const reach = (from: string, seen: Set<string>): Set<string> => {
    for (const next of table[from] ?? []) if (!seen.has(next)) reach(next, seen.add(next))
    return seen
  }
  return Object.keys(table).filter((room) => reach(room, new Set()).has(room))
}
