// What is read of a world does not depend on the order of its lines, and what cannot be read is passed over.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '../world.ts'
import { recordLine } from './scene.fixture.ts'
import { absent, callsOf, partiesOf } from './traffic.ts'
import { TrafficReader } from './traffic-reader.ts'

const atMs = Date.UTC(2026, 5, 1)
const prompt = 'Tell me in plain words how the tides come and go, please'
const lines = [
  recordLine('1', 'bo', atMs + 2, prompt, { client: { ip: '192.0.2.1', as_type: 'vpn' }, org: 'mill' }),
  recordLine('2', 'bo', atMs + 1, 'Short.', { client: { ip: '::ffff:192.0.2.1' } }),
  recordLine('3', 'al', atMs, `${prompt} 42`, { org: 'mill', status: 429 }),
  recordLine('4', 'cy', atMs, prompt),
]

function read(order: readonly string[]): ReturnType<TrafficReader['finish']> {
  const reader = new TrafficReader()
  for (const line of order) reader.addRecord(line)
  reader.addAccount('{"account":"cy","reseller":true,"plan":"team","payment":"card"}')
  reader.addAccount('{"account":"bo","tier":"phone","created":"2026-01-01T00:00:00Z"}')
  return reader.finish()
}

test('any order of the lines gives the same traffic', () => {
  const traffic = read(lines)
  for (let turn = 0; turn < 8; turn += 1) assert.deepEqual(read(new Random(`${turn}`).shuffle(lines)), traffic)
})

test('broken lines and repeated records are passed over', () => {
  assert.deepEqual(read(['{', '', lines[0]!, 'null', ...lines, lines[3]!]), read(lines))
})

test('calls are ordered by account and time, and know what they have in common', () => {
  const { accounts, calls, start, payment } = read(lines)
  assert.deepEqual(
    accounts.map(({ name, isReseller, plan, tier }) => [name, isReseller, plan, tier]),
    [
      ['al', false, absent, absent],
      ['bo', false, absent, 2],
      ['cy', true, 2, absent],
    ],
  )
  assert.deepEqual([...start], [0, 1, 3, 4])
  assert.deepEqual([...calls.timeMs], [atMs, atMs + 1, atMs + 2, atMs])
  const { address, network, opening, prompt: whole } = calls.objects
  assert.equal(address[1], address[2])
  assert.notEqual(network[1], absent)
  assert.deepEqual([address[0], network[3]], [absent, absent])
  assert.ok(opening[0] === opening[2] && opening[0] === opening[3] && opening[1] === absent)
  assert.ok(whole[0] !== whole[2] && whole[2] === whole[3])
  assert.deepEqual([...calls.isHosted], [0, 0, 1, 0])
  assert.deepEqual([...payment.subarray(0, 2)], [absent, absent])
  assert.deepEqual([...calls.status], [429, 200, 200, 200])
})

test('accounts of one declared organisation are one party', () => {
  const traffic = read(lines)
  assert.equal(partiesOf(traffic, [0, 1, 2]), 2)
  assert.deepEqual(callsOf(traffic, 1), [1, 2])
  assert.deepEqual(callsOf(traffic, 1, 1), [1])
})

test('only what is new in a request is its content', () => {
  const turn = (role: string, content: string): { role: string; content: string } => ({ role, content })
  const reader = new TrafficReader()
  const messages = [turn('user', 'The first of all questions'), turn('assistant', 'An answer'), turn('user', prompt)]
  reader.addRecord(recordLine('1', 'al', atMs, '', { request: { messages } }))
  reader.addRecord(recordLine('2', 'bo', atMs, prompt))
  const { prompt: whole } = reader.finish().calls.objects
  assert.equal(whole[0], whole[1])
})

test('a world without records has nothing in it', () => {
  const { accounts, calls } = new TrafficReader().finish()
  assert.deepEqual([accounts.length, calls.count, calls.embedding.length], [0, 0, 0])
})
