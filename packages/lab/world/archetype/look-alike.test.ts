/** The innocent look as suspicious as they should, and for the reasons that they should. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  agency,
  classroom,
  declaredReseller,
  enterprisePool,
  family,
  generateWorld,
  gradingProduct,
  greyReseller,
  licensedSynthetic,
  publishedTranscript,
  saas,
  twoAccounts,
  viralPrompt,
  type Part,
  type RecordLine,
  type World,
} from '../../world.ts'

function play(part: Part): World {
  return generateWorld({
    seed: 23,
    from: '2026-06-01T00:00:00Z',
    days: 5,
    errorShare: 0.02,
    incidents: [{ fromHour: 40, hours: 2, errorShare: 0.5 }],
    parts: [part],
  })
}

function distinct<T>(items: Iterable<T | undefined>): number {
  return new Set([...items].filter((item) => item !== undefined)).size
}

/** Ids of tool calls that the record's answer makes. */
function mintedCalls({ response }: RecordLine): readonly string[] {
  return [...JSON.stringify(response ?? {}).matchAll(/"(toolu_\w+)"/g)].map((found) => found[1] ?? '')
}

function presentsAny({ request }: RecordLine, ids: ReadonlySet<string>): boolean {
  return [...JSON.stringify(request).matchAll(/"(toolu_\w+)"/g)].some((found) => ids.has(found[1] ?? ''))
}

test('an enterprise pool moves conversations between accounts of one declared organisation', () => {
  const { records, accounts } = play(enterprisePool({ accounts: 5 }))
  assert.equal(distinct(accounts.map(({ org }) => org)), 1)
  assert.ok(accounts.every(({ org }) => org !== undefined))
  const minter = new Map(records.flatMap((record) => mintedCalls(record).map((id) => [id, record.account])))
  const crossed = records.filter((record) =>
    [...minter].some(([id, account]) => account !== record.account && presentsAny(record, new Set([id]))),
  )
  assert.ok(crossed.length > records.length / 3)
})

test('readers of a transcript present the ids that its author was given', () => {
  const { records, labels } = play(publishedTranscript({ accounts: 12, requestsPerDay: 3 }))
  const author = labels.find(({ archetype }) => archetype === 'published_author')?.account
  const own = new Set(records.filter(({ account }) => account === author).flatMap(mintedCalls))
  const readers = new Set(
    records.filter((record) => record.account !== author && presentsAny(record, own)).map(({ account }) => account),
  )
  assert.ok(readers.size >= 8, String(readers.size))
  assert.equal(distinct(labels.map(({ group }) => group)), 1)
})

test('a class shares network, mail domain, evening of sign-up and assignment, as one null group', () => {
  const { records, accounts, labels } = play(classroom({ name: 'history', accounts: 10, requestsPerDay: 4 }))
  assert.equal(distinct(accounts.map(({ email_domain: domain }) => domain)), 1)
  assert.ok(labels.every(({ group, kind }) => group === 'history' && kind === 'benign'))
  assert.equal(
    distinct(records.filter(({ client }) => client?.as_type === 'education').map(({ client }) => client?.asn)),
    1,
  )
})

test('a viral prompt is one template from accounts that share nothing else', () => {
  const { records, accounts } = play(viralPrompt({ accounts: 15 }))
  const users = records
    .filter(({ request }) => /Lantern|Museum/.test(JSON.stringify(request)))
    .map(({ account }) => account)
  assert.equal(distinct(users), 15)
  const cards = accounts.flatMap(({ payment }) => payment ?? [])
  assert.equal(distinct(cards), cards.length)
})

test('end users of a product ask again what was asked before', () => {
  const { records } = play(saas({ requestsPerDay: 80 }))
  assert.equal(distinct(records.map(({ org }) => org)), 1)
  assert.ok(distinct(records.map(({ request }) => JSON.stringify(request))) < records.length)
  const named = records.map(({ client, request }) => client?.end_user ?? (request['user'] as string))
  assert.ok(distinct(named) > 10)
})

test('persons with two accounts try the other one after an error, with the same words', () => {
  const { records } = play(twoAccounts({ accounts: 12, requestsPerDay: 3 }))
  const tries = [...Map.groupBy(records, ({ request }) => JSON.stringify(request)).values()]
  const moved = tries.filter(
    ([first, second]) => first?.status !== 200 && second !== undefined && second.account !== first?.account,
  )
  assert.ok(moved.length >= 3, String(moved.length))
})

test('agency and family pay with one card and declare nothing', () => {
  for (const part of [agency({ accounts: 5 }), family({ accounts: 5 })]) {
    const { accounts } = play(part)
    assert.equal(distinct(accounts.map(({ payment }) => payment)), 1)
    assert.ok(accounts.every(({ org }) => org === undefined))
  }
})

test('a declared reseller says so and names its customers; a grey one does neither', () => {
  const declared = play(declaredReseller())
  assert.ok(declared.accounts.every(({ reseller, org }) => reseller === true && org !== undefined))
  assert.ok(distinct(declared.records.map(({ request }) => request['user'] as string)) > 10)
  const grey = play(greyReseller({ name: 'grey' }))
  assert.ok(
    grey.labels.every(
      ({ kind, campaign, harvest }) => kind === 'resale' && campaign === 'grey' && harvest?.length === 0,
    ),
  )
  assert.ok(grey.accounts.every(({ reseller, org }) => reseller === undefined && org === undefined))
})

test('licensed and grading teams are one organisation each, and benign', () => {
  const licensed = play(licensedSynthetic())
  assert.ok(licensed.accounts.every(({ tier }) => tier === undefined || tier === 'contract'))
  for (const { accounts, labels } of [licensed, play(gradingProduct())]) {
    assert.equal(distinct(accounts.map(({ org }) => org)), 1)
    assert.ok(labels.every(({ kind, hard }) => kind === 'benign' && hard))
  }
})
