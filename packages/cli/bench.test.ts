// `stillhunt bench` on the small world, on the bundled example, and on labels that are wrong.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Comparison } from '@stillhunt/lab/comparison'
import { accounts, folder, logs, put, stillhunt } from './hunt.fixture.ts'

const labels = join(folder, 'labels.jsonl')

test('table, figures and picture say the same of labelled logs', async () => {
  const [json, svg] = [join(folder, 'bench.json'), join(folder, 'bench.svg')]
  const run = await stillhunt(['bench', logs, '--labels', labels, '--accounts', accounts, '--json', json, '--svg', svg])
  assert.deepEqual([run.status, run.stderr], [0, ''])
  assert.ok(run.stdout.split('\n').every((line) => [...line].length <= 80))
  const { detector, methods } = JSON.parse(readFileSync(json, 'utf8')) as Comparison
  assert.deepEqual([detector.recall, detector.precision, detector.campaigns], [1, 1, 1])
  const picture = readFileSync(svg, 'utf8')
  for (const { name } of methods) assert.ok(run.stdout.includes(`\n${name} `) && picture.includes(`>${name}<`), name)
  const piped = await stillhunt(['bench', logs, '--labels', labels, '--accounts', accounts, '--json', '-'])
  assert.equal(piped.stdout, readFileSync(json, 'utf8'))
})

test('without LOGS the example world is compared, and nothing is left behind', async () => {
  const before = readdirSync(folder)
  const { status, stdout, stderr } = await stillhunt(['bench'], { env: { LC_ALL: 'C' } })
  assert.deepEqual([status, stderr], [0, ''])
  assert.match(stdout, /^[\n -~]+$/)
  assert.match(stdout, /^4,883 interactions of 221 accounts: 28 of 2 extraction campaigns/)
  assert.deepEqual(readdirSync(folder), before)
})

test('labels and inputs that cannot be used are told in one line, before anything is scanned where that can be', async () => {
  const bad = put('bad-labels.jsonl', '{"account":"al","kind":"evil"}')
  const strange = put('strange-labels.jsonl', '{"account":"al","kind":"extraction"}')
  const cases: readonly (readonly [words: readonly string[], message: RegExp])[] = [
    [
      [logs, '--labels', bad],
      /bad-labels\.jsonl line 1 has the kind "evil"; a kind is one of benign, extraction, resale/,
    ],
    [[logs, '--labels', strange], /strange-labels\.jsonl labels no account of these logs as extraction/],
    [[logs, '--labels', join(folder, 'none.jsonl')], /\[not found\] .*none\.jsonl/],
    [[logs, '--labels', folder], /is a folder; name a file in it/],
    [[join(folder, 'none.jsonl'), '--labels', labels], /\[not found\] .*none\.jsonl/],
    [[logs, '--labels', labels, '--accounts', join(folder, 'none.jsonl')], /\[not found\] .*none\.jsonl/],
    [[logs, '--labels', labels, '--svg', folder], /cannot write .*: it is a folder/],
  ]
  for (const [words, message] of cases) {
    const { status, stdout, stderr } = await stillhunt(['bench', ...words])
    assert.deepEqual([status, stdout], [1, ''], words.join(' '))
    assert.match(stderr, message)
    assert.match(stderr, /^stillhunt: [^\n]+\n$/)
  }
})

test('logs that break off are compared as far as they go', async () => {
  const whole = readFileSync(logs, 'utf8').split('\n')
  const { gzipSync } = await import('node:zlib')
  const packed = gzipSync(whole.join('\n'))
  const cut = put('cut.jsonl.gz', packed.subarray(0, Math.floor(packed.length * 0.9)))
  const { status, stdout, stderr } = await stillhunt(['bench', cut, '--labels', labels])
  assert.equal(status, 0)
  assert.match(stderr, /^stillhunt: .*cut\.jsonl\.gz: truncated: [^\n]+\n$/)
  assert.match(stdout, /\nSynchroTrap /)
})
