/** Shows whose a thing is: the first's who made it, for so long, and nobody crowds others out. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OwnerTable } from './owner-table.ts'
import type { Owned } from './owner.ts'

const of = (id: string, account = 'acme', more: Partial<Owned> = {}): Owned => ({
  kind: 'response',
  id,
  account,
  server: 'http://a/',
  ...more,
})

function tableOf(idsMax = 100): { table: OwnerTable; pass: (ms: number) => void } {
  let now = 1_000_000
  return {
    table: new OwnerTable({ idsMax, retentionMs: 60_000, nowMs: () => now }),
    pass: (ms) => void (now += ms),
  }
}

test('the first who made a thing keeps it, with the server that has it', () => {
  const { table } = tableOf()
  assert.equal(table.note(of('r')), 'new')
  assert.equal(table.note(of('r')), 'known')
  assert.equal(table.note(of('r', 'other')), 'taken')
  assert.equal(table.note(of('r', 'acme', { server: 'http://b/' })), 'taken')
  assert.deepEqual(table.find({ kind: 'response', id: 'r' }), of('r'))
  for (const id of ['R', 'r ', '', '__proto__', 'constructor'])
    assert.equal(table.find({ kind: 'response', id }), undefined, id)
})

test('a response and a batch of one id are two things', () => {
  const { table } = tableOf()
  table.note(of('x'))
  assert.equal(table.find({ kind: 'batch', id: 'x' }), undefined)
  assert.equal(table.note(of('x', 'other', { kind: 'batch' })), 'new')
  assert.equal(table.find({ kind: 'batch', id: 'x' })?.account, 'other')
})

test('after its time it is nobody’s, and may be made anew', () => {
  const { table, pass } = tableOf()
  table.note(of('r'))
  pass(60_000)
  assert.ok(table.find(of('r')))
  pass(1_000)
  assert.equal(table.find(of('r')), undefined)
  assert.equal(table.size, 0)
  assert.equal(table.note(of('r', 'other')), 'new')
})

test('what is over of those who never come again is forgotten as others come', () => {
  const { table, pass } = tableOf()
  for (let i = 0; i < 20; i += 1) table.note(of(`old-${i}`, `gone-${i}`))
  pass(120_000)
  for (let i = 0; i < 20; i += 1) table.note(of(`new-${i}`, 'acme'))
  assert.equal(table.size, 20)
})

test('whoever has most loses the oldest when there is no room', () => {
  const { table } = tableOf(100)
  for (let i = 0; i < 40; i += 1) table.note(of(`small-${i}`, `small-${i % 8}`))
  for (let i = 0; i < 500; i += 1) table.note(of(`flood-${i}`, 'flood'))
  assert.equal(table.size, 100)
  assert.equal(table.crowdedOut, 440)
  for (let i = 0; i < 40; i += 1) assert.ok(table.find(of(`small-${i}`)), `small-${i}`)
  assert.ok(table.find(of('flood-499')) && !table.find(of('flood-439')))
})

test('the batches of an account are its own, newest first, of all servers', () => {
  const { table, pass } = tableOf()
  const batch = (id: string, more: Partial<Owned> = {}): Owned => of(id, 'acme', { kind: 'batch', ...more })
  table.note(batch('1'))
  table.note(batch('2'))
  table.note(batch('not', { account: 'other' }))
  pass(2_000)
  table.note(batch('3', { server: 'http://b/' }))
  pass(2_000)
  table.note(batch('4'))
  table.note(of('5'))
  const ids = (): string[] => table.batchesOf('acme').map(({ id, isGone }) => (isGone ? `${id} gone` : id))
  assert.deepEqual(ids(), ['4', '3', '2', '1'])
  table.forget(batch('3'))
  assert.deepEqual(ids(), ['4', '3 gone', '2', '1'])
  assert.equal(table.find(batch('3')), undefined)
  assert.equal(table.note(batch('2', { account: 'other' })), 'taken')
  assert.equal(table.note(batch('3', { account: 'other' })), 'new')
  assert.deepEqual(ids(), ['4', '2', '1'])
  pass(57_000)
  assert.deepEqual(ids(), ['4'])
})
