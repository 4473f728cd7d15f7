/** Shows that the documents speak of what there is: commands, flags, exit statuses, scripts, files and dependencies. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: root }).sort()
const readme = read('README.md')
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

/** Everything in a document that is code: fenced blocks and spans. */
const codeOf = (text: string): string[] =>
  [...text.matchAll(/```\w*\n(.*?)```|`([^`\n]+)`/gs)].map(([, a, b]) => a ?? b!)

const stillhunt = (...words: string[]): string =>
  execFileSync(process.execPath, [join(root, 'packages/cli/stillhunt.mjs'), ...words], { encoding: 'utf8' })
const commands = [...stillhunt('--help').matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, name]) => name!)
const helps = new Map(commands.map((name) => [name, stillhunt(name, '--help')]))
const flagsIn = (text: string): string[] => [...new Set(text.match(/(?<![\w-])--[a-z][a-z-]*/g))]
const options = new Map([...helps].map(([name, help]) => [name, flagsIn(help.match(/^ {2}--.*$/gm)?.join('\n') ?? '')]))

test('every npm script that a document names is there', () => {
  let seen = 0
  for (const path of documents)
    for (const [, name] of codeOf(read(path))
      .join('\n')
      .matchAll(/npm run ([\w:]+)/g)) {
      assert.ok(Object.hasOwn(scripts, name!), `${path}: npm run ${name}`)
      seen += 1
    }
  assert.ok(seen >= 3, `saw only ${seen}`)
})

test('every command that a document shows is there, with the flags it is shown with', () => {
  let seen = 0
  for (const path of documents)
    for (const code of codeOf(read(path)))
      for (const [, name, rest] of code.replaceAll('\\\n', ' ').matchAll(/stillhunt ([a-z]+)\b([^\n|]*)/g)) {
        const known = options.get(name!)
        assert.ok(known !== undefined, `${path}: there is no stillhunt ${name}`)
        for (const flag of flagsIn(rest!))
          assert.ok([...known, '--help'].includes(flag), `${path}: stillhunt ${name} ${flag}`)
        seen += 1
      }
  assert.ok(seen >= 5, `saw only ${seen}`)
})

test('the README has every command, flag and exit status of the help', () => {
  assert.ok([...options.values()].flat().length >= 9)
  for (const [name, help] of helps) {
    assert.ok(readme.includes(`stillhunt ${name}`), `stillhunt ${name}`)
    for (const flag of options.get(name)!) assert.ok(readme.includes(`\`${flag}`), `stillhunt ${name} ${flag}`)
    for (const [, status] of help.slice(help.indexOf('Exit status')).matchAll(/^ {2}(\d) /gm))
      assert.ok(readme.includes(`| ${status} |`), `exit status ${status} of ${name}`)
  }
  assert.ok(helps.size >= 2, `saw only ${helps.size} commands`)
})

test('the record in the README is one that is read', () => {
  const records = readme.match(/^\{"v":1.*$/gm) ?? []
  assert.ok(records.length > 0)
  const folder = mkdtempSync(join(tmpdir(), 'stillhunt-readme-'))
  try {
    writeFileSync(join(folder, 'readme.jsonl'), records.join('\n'))
    const { data } = JSON.parse(stillhunt('scan', folder, '--json', '-', '--quiet')) as {
      data: { interactions: number; rejected: unknown[] }
    }
    assert.deepEqual(data.rejected, [])
    assert.equal(data.interactions, records.length)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('files that documents link to or name are there', () => {
  let seen = 0
  for (const path of documents) {
    const text = read(path)
    const links = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)|src="([^"]+)"/g)].map(([, a, b]) => a ?? b!)
    const named = codeOf(text).flatMap((code) => code.match(/\b(packages|docs)\/[\w./-]*\w/g) ?? [])
    for (const target of links.filter((link) => !/^[a-z]+:/.test(link)))
      assert.ok(existsSync(join(root, dirname(path), target)), `${path} links to ${target}`)
    for (const target of named) assert.ok(existsSync(join(root, target)), `${path} names ${target}`)
    seen += links.length + named.length
  }
  assert.ok(seen >= 30, `saw only ${seen}`)
})

test('every dependency is accounted for in its decision record', () => {
  const record = read('docs/decisions/006-dependencies.md')
  const manifests = ['package.json', ...globSync('packages/*/package.json', { cwd: root })]
  const names = manifests.flatMap((path) => {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(read(path)) as Record<string, Record<string, string>>
    return Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !name.startsWith('@stillhunt/'))
  })
  assert.ok(names.length >= 10, `saw only ${names.length}`)
  for (const name of names) assert.ok(record.includes(`\`${name}\``), name)
})
