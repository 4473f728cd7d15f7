/**
 * Shows that the house is in order: every import is lawful, every file is named and sized as its kind is.
 *
 * Each law is first shown to catch a breach; each look at the tree counts what it saw, since a look that saw nothing
 * would pass.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { house, testsMayAlso } from './tidy/house.ts'
import { importFaults, type Manifest, type Manifests, roomOf, roomsInCycles } from './tidy/import-law.ts'
import { readSource } from './tidy/source-file.ts'
import { fileLinesMax, foldersIn, functionLinesMax, nameFaults, sourceFaults } from './tidy/style-law.ts'

const root = import.meta.dirname
const paths = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
  .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length + 1))
  .sort()
const files = paths
  .filter((path) => /\.(ts|mjs)$/.test(path))
  .map((path) => readSource(path, readFileSync(`${root}/${path}`, 'utf8')))
const readManifest = (path: string): Manifest => JSON.parse(readFileSync(`${root}/${path}`, 'utf8')) as Manifest
const manifests: Manifests = new Map([
  ...['core', 'engine', 'gateway', 'lab', 'cli'].map(
    (folder) => [folder, readManifest(`${folder}/package.json`)] as const,
  ),
  ['', readManifest('../package.json')],
])

/** The faults of a file at `path` that holds `text`. */
const importFaultsOf = (path: string, text: string): string[] => importFaults(readSource(path, text), manifests)
const sourceFaultsOf = (path: string, text: string): string[] => sourceFaults(readSource(path, text))

const unlawfulImports: readonly (readonly [path: string, text: string, fault: RegExp])[] = [
  ['core/link/a.ts', "import { x } from '../campaign.ts'", /core\/link may import no other room/],
  ['core/campaign/a.ts', "import type { X } from '../link/link.ts'", /through the door, core\/link\.ts/],
  ['core/campaign/a.ts', "export * from '../link/link.ts'", /through the door/],
  ['core/link/a.ts', "import { readFileSync } from 'node:fs'", /computes only/],
  ['core/link/a.ts', "import { x } from '@stillhunt/engine/store'", /not among the dependencies/],
  ['engine/report/a.ts', "import { x } from '../../core/link.ts'", /leaves the package/],
  ['engine/report/a.ts', "import { x } from '@stillhunt/core/link'", /engine\/report may import no other room/],
  ['engine/pipeline/a.ts', "import { x } from '@stillhunt/core/link/family'", /does not export it/],
  ['engine/pipeline/a.ts', "await import('chdb')", /only engine\/store/],
  ['engine/store/a.ts', "import x from 'left-pad'", /not among the dependencies/],
  ['engine/store/a.ts', 'await import(name)', /a computed name/],
  ['engine/elsewhere/a.ts', '', /no room/],
]

for (const [path, text, fault] of unlawfulImports)
  test(`unlawful in ${path}: ${text || 'being there'}`, () => {
    assert.match(importFaultsOf(path, text).join('\n'), fault)
  })

test('a lawful import is no fault', () => {
  assert.deepEqual(importFaultsOf('core/campaign/a.ts', "import { x } from '../link.ts'"), [])
  assert.deepEqual(importFaultsOf('engine/pipeline/a.ts', "import type { X } from '@stillhunt/core/link'"), [])
  assert.deepEqual(importFaultsOf('engine/store/a.ts', "await import('chdb')"), [])
  assert.deepEqual(importFaultsOf('core/link/a.test.ts', "import test from 'node:test'"), [])
})

test('a name in another case or a name for anything is a fault', () => {
  assert.match(nameFaults('core/link/Family.ts').join(), /kebab/)
  assert.match(nameFaults('core/link/utils.ts').join(), /says nothing/)
  assert.match(nameFaults('core/shared/family.ts').join(), /says nothing/)
  assert.deepEqual(nameFaults('engine/signal/shared-client/signal.ts'), [])
})

test('a long file, a long function, a bare export and output are faults', () => {
  const long = '\n'.repeat(fileLinesMax + 1)
  assert.match(sourceFaultsOf('core/link/a.ts', long).join(), /split it/)
  assert.match(
    sourceFaultsOf('core/link/a.ts', `const f = () => {${'\n'.repeat(functionLinesMax)}}`).join(),
    /a function/,
  )
  assert.match(sourceFaultsOf('core/link/a.ts', '// why\nexport const x = 1').join(), /docstring/)
  assert.match(sourceFaultsOf('core/link/a.ts', 'console.log(1)').join(), /console/)
  assert.deepEqual(sourceFaultsOf('core/link/a.ts', '/** Why. */\nexport const x = 1\nexport const y = 2'), [])
})

test('every import is lawful', () => {
  assert.deepEqual(
    files.flatMap((file) => importFaults(file, manifests)),
    [],
  )
  const imports = files.reduce((sum, file) => sum + file.imports.length, 0)
  assert.ok(files.length >= 240 && imports >= 850, `saw only ${files.length} files and ${imports} imports`)
})

test('the table of rooms has no cycle, no empty room and no permission that nobody uses', () => {
  assert.deepEqual(roomsInCycles({ a: ['b'], b: ['c'], c: ['b'] }), ['b', 'c'])
  assert.deepEqual(roomsInCycles(house), [])
  const inhabited = new Set(paths.map(roomOf))
  const stale = Object.keys(house).filter((room) => !inhabited.has(room))
  for (const table of [house, testsMayAlso])
    for (const [room, others] of Object.entries(table))
      for (const other of others) {
        const specifiers = files.filter(({ path }) => roomOf(path) === room).flatMap(({ imports }) => imports)
        const door = new RegExp(`/${other.split('/')[1]}(\\.ts|/[a-z-]+)?$`)
        if (!specifiers.some(({ specifier }) => door.test(specifier))) stale.push(`${room} → ${other}`)
      }
  assert.deepEqual(stale, [])
})

test('every door that a package names is there', () => {
  const doors = [...manifests].flatMap(([folder, { exports = {} }]) =>
    Object.values(exports).map((door) => `${folder}/${door.slice(2)}`),
  )
  assert.ok(doors.length >= 10, `saw only ${doors.length} doors`)
  assert.deepEqual(
    doors.filter((door) => !paths.includes(door)),
    [],
  )
})

test('files are named for what is in them', () => {
  assert.deepEqual(paths.flatMap(nameFaults), [])
})

test('files and functions are short, exports have docstrings, only the lab writes to the console', () => {
  assert.deepEqual(files.flatMap(sourceFaults), [])
  const functions = files.reduce((sum, file) => sum + file.functions.length, 0)
  const exports = files.reduce((sum, file) => sum + file.exports.length, 0)
  assert.ok(functions >= 1500 && exports >= 350, `saw only ${functions} functions and ${exports} exports`)
})

test('every signal has its code and a test, and its query unless it is a test on what was read already', () => {
  const signals = foldersIn('engine/signal', paths)
  assert.ok(signals.size >= 20, `saw only ${signals.size} signals`)
  for (const [name, names] of signals) {
    const isTest = readFileSync(`${root}/engine/signal/${name}/signal.ts`, 'utf8').includes(': TestSignal = {')
    const wanted = [...(isTest ? [] : ['query.sql']), 'signal.test.ts', 'signal.ts']
    assert.deepEqual(
      wanted.filter((file) => !names.includes(file)),
      [],
      `engine/signal/${name}`,
    )
  }
})

/** What npm keeps of a package in the lock file, as far as we ask. */
interface LockEntry {
  readonly optional?: boolean
  readonly engines?: { readonly node?: string }
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

test('the lock file installs the same under every npm and Node', () => {
  const { packages } = JSON.parse(readFileSync(`${root}/../package-lock.json`, 'utf8')) as {
    packages: Record<string, LockEntry>
  }
  const entries = Object.entries(packages)
  // npm 11 refuses a lock file that leaves out builds for other platforms; npm writes one where a registry lacks them.
  const builds = entries.flatMap(([, { optionalDependencies = {} }]) => Object.keys(optionalDependencies))
  assert.ok(builds.length >= 60, `saw only ${builds.length} builds`)
  assert.deepEqual(
    builds.filter((name) => !Object.hasOwn(packages, `node_modules/${name}`)),
    [],
  )
  // npm drops an optional package whose engines refuse the Node that runs npm, although all runs under the pinned one:
  // the linter and the parser would be missing under Debian's Node 18. Such lines are taken out of the lock file.
  const isPicky = ({ optional = false, engines }: LockEntry): boolean =>
    optional && engines?.node !== undefined && !/^>=\s*1[0-8]\b/.test(engines.node)
  assert.deepEqual(
    entries.filter(([, entry]) => isPicky(entry)).map(([name]) => name),
    [],
  )
})
