/** Conversations are told from records as the generator knows them, whoever carried them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  consumerChat,
  developer,
  generateWorld,
  operator,
  type DialectName,
  type OperatorOptions,
  type Part,
  type RecordLine,
} from '../../world.ts'
import { conversationsOf } from './conversations-of.ts'

function play(parts: readonly Part[], errorShare = 0): readonly RecordLine[] {
  return generateWorld({ seed: 3, from: '2026-06-01T00:00:00Z', days: 4, errorShare, parts }).records
}

/** A container's path is drawn anew for every task, and is in every request of it. */
function taskOf({ request }: RecordLine): string {
  return /\/[a-z]+\/[0-9a-f]{8}/.exec(JSON.stringify(request))?.[0] ?? ''
}

const options = { task: 'agentic', accounts: 6, failover: 2 } as const
const relays: readonly (readonly [name: string, options: OperatorOptions])[] = [
  ['openai.chat', { ...options, dialect: 'openai.chat' }],
  ['openai.responses', { ...options, dialect: 'openai.responses' }],
  ['anthropic.messages', { ...options, dialect: 'anthropic.messages' }],
  ['rewritten ids', { ...options, disguises: ['rewritten-ids'] }],
  ['edited history', { ...options, dialect: 'anthropic.messages', disguises: ['edited-history'] }],
]

for (const [name, relay] of relays)
  test(`over any account, failures included: ${name}`, () => {
    const records = play([operator(relay)], 0.1)
    const talks = conversationsOf(records)
    const tasks = new Set(records.map(taskOf))
    assert.ok(tasks.size > 20)
    const whole = talks.filter((talk) => new Set(talk.map(taskOf)).size === 1)
    assert.ok(whole.length > 0.97 * talks.length, `${whole.length} of ${talks.length}`)
    assert.ok(Math.abs(talks.length - tasks.size) <= 0.05 * tasks.size, `${talks.length} for ${tasks.size}`)
  })

test('people stay within their accounts', () => {
  const talks = conversationsOf(play([consumerChat({ accounts: 40 }), developer({ accounts: 10 })], 0.05))
  const crossing = talks.filter((talk) => new Set(talk.map(({ account }) => account)).size > 1)
  assert.ok(crossing.length <= 2, String(crossing.length))
})

test('responses that name the one before them are one conversation', () => {
  const dialect: DialectName = 'openai.responses'
  const records = play([consumerChat({ accounts: 60, requestsPerDay: 5 })]).filter(
    (record) => record.dialect === dialect,
  )
  const talkOf = new Map(conversationsOf(records).flatMap((talk, index) => talk.map(({ id }) => [id, index] as const)))
  const byResponse = new Map(records.map((record) => [record.response?.['id'], record]))
  const chained = records.filter(({ request }) => request['previous_response_id'] !== undefined)
  assert.ok(chained.length > 10)
  for (const record of chained) {
    const before = byResponse.get(record.request['previous_response_id'])
    assert.equal(talkOf.get(record.id), talkOf.get(before?.id ?? ''))
  }
})

test('the same words sent again after an answer begin a conversation of their own', () => {
  const records = play([operator({ task: 'code', rolloutsPerTask: 4, accounts: 4 })])
  assert.equal(conversationsOf(records).length, records.length)
})
