/** Scoring agrees with the benchmark's own scorer, and says what its rules say. */
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  readTimeline,
  ReferenceScorerError,
  referenceScorerPath,
  runReferenceScorer,
  scoreReport,
  timelineOf,
  type CampaignScore,
  type Score,
  type ScoredCampaign,
} from '../score.ts'
import { classroom, consumerChat, generateWorld, greyReseller, operator, writeWorld, type LabelLine } from '../world.ts'

const world = generateWorld({
  seed: 7,
  from: '2026-06-01T00:00:00Z',
  days: 3,
  parts: [
    operator({ name: 'one', accounts: 6 }),
    operator({ name: 'two', accounts: 5, task: 'grading', coverShare: 0.5 }),
    greyReseller({ name: 'three', accounts: 5 }),
    classroom({ name: 'class', accounts: 6 }),
    consumerChat({ accounts: 8 }),
  ],
})
const timeline = timelineOf(world.records)
const members = (campaign: string): string[] =>
  world.labels.filter((label) => label.campaign === campaign).map(({ account }) => account)
const benign = world.labels.filter(({ kind }) => kind === 'benign').map(({ account }) => account)

function claim(
  id: string,
  kind: ScoredCampaign['kind'],
  accounts: readonly string[],
  detectedAt: string,
  probability = 0.9,
): ScoredCampaign & { version?: 1 } {
  return { id, kind, detected_at: detectedAt, accounts: accounts.map((account) => ({ account, probability })) }
}

/** A report with hits, misses, confusions, a stranger, doubts, and one account that is claimed twice. */
const madeUp = {
  version: 1,
  campaigns: [
    claim('a', 'extraction', [...members('one').slice(0, 4), ...benign.slice(0, 2)], '2026-06-02T10:00:00Z'),
    claim('b', 'extraction', [members('one')[0] ?? '', ...members('two').slice(0, 2)], '2026-06-01T18:00:00Z'),
    claim(
      'c',
      'resale',
      [...members('three').slice(0, 3), members('two')[4] ?? '', benign[3] ?? ''],
      '2026-06-02T00:00:00Z',
    ),
    claim('d', 'extraction', [members('three')[4] ?? '', 'acct-stranger'], '2026-06-02T12:00:00Z'),
    claim('e', 'coordinated', benign.slice(4, 8), '2026-06-02T12:00:00Z'),
    claim('f', 'extraction', members('two').slice(2), '2026-06-02T12:00:00Z', 0.49),
  ],
} as const

test('both scorers agree on a made-up report', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'stillhunt-score-'))
  t.after(() => rmSync(folder, { recursive: true }))
  writeWorld(world, folder)
  const reportPath = join(folder, 'report.json')
  writeFileSync(reportPath, JSON.stringify(madeUp))
  const reference = await runReferenceScorer(reportPath, folder)
  if (reference === undefined) return t.skip('the reference scorer is not beside the repository')
  assert.deepEqual(inReferenceWords(scoreReport(madeUp, world.labels, timeline)), withoutLevels(reference))
  const fromDisk = await readTimeline(folder)
  assert.deepEqual(fromDisk, timeline)
})

test('a report of another format is refused in the words of the reference scorer', async (t) => {
  if (!existsSync(referenceScorerPath)) return t.skip('the reference scorer is not beside the repository')
  const folder = mkdtempSync(join(tmpdir(), 'stillhunt-score-'))
  t.after(() => rmSync(folder, { recursive: true }))
  writeWorld(world, folder)
  writeFileSync(join(folder, 'report.json'), '{"version":2}')
  await assert.rejects(runReferenceScorer(join(folder, 'report.json'), folder), (error) => {
    assert.ok(error instanceof ReferenceScorerError)
    assert.match(error.message, /version must be 1, found 2/)
    return true
  })
})

test('a report that names every operator at once leaks nothing and accuses nobody', () => {
  const all = ['one', 'two'].map((name) => claim(name, 'extraction', members(name), '2026-06-01T00:00:00Z'))
  const score = scoreReport({ campaigns: all }, world.labels, timeline)
  assert.equal(score.precision, 1)
  assert.equal(score.recall, 1)
  assert.equal(score.meanPurity, 1)
  assert.equal(score.leaked, 0)
  assert.ok(score.harvest > 0)
  assert.equal(score.wronglyClaimed.total, 0)
  assert.equal(score.campaigns['one']?.timing?.hoursTo90, 0)
})

test('an empty report leaks everything and divides by nothing', () => {
  const score = scoreReport({ campaigns: [] }, world.labels, timeline)
  assert.equal(score.precision, null)
  assert.equal(score.recall, 0)
  assert.equal(score.meanPurity, null)
  assert.equal(score.leakedShare, 1)
  assert.equal(score.campaigns['two']?.timing?.hoursToFirst, null)
})

test('one student claimed as resale is a null group hit', () => {
  const student = world.labels.find(({ group }) => group === 'class') as LabelLine
  const report = { campaigns: [claim('x', 'resale', [student.account], '2026-06-02T00:00:00Z')] }
  const { wronglyClaimed } = scoreReport(report, world.labels)
  assert.equal(wronglyClaimed.nullGroupsHit, 1)
  assert.equal(wronglyClaimed.asResale, 1)
  assert.equal(wronglyClaimed.total, 0)
})

/** Levels need a world.json, which the lab's worlds do not have. */
function withoutLevels(reference: unknown): unknown {
  const { levels: _, campaigns, ...rest } = reference as { levels: unknown; campaigns: Record<string, object> }
  const bare = Object.entries(campaigns).map(([name, campaign]) => {
    const { level: _level, technique: _technique, ...scored } = campaign as Record<string, unknown>
    return [name, scored]
  })
  return { ...rest, campaigns: Object.fromEntries(bare) }
}

function inReferenceWords(score: Score): unknown {
  const { wronglyClaimed: wrong, resale } = score
  return {
    accounts: { claimed: score.claimed, unknown: score.unknown, precision: score.precision, recall: score.recall },
    campaigns_found: score.campaignsFound,
    campaigns_total: score.campaignsTotal,
    mean_purity: score.meanPurity,
    harvest: score.harvest,
    leaked: score.leaked,
    leaked_share: score.leakedShare,
    wrongly_claimed: {
      total: wrong.total,
      rate: wrong.share,
      hard: wrong.hard,
      easy: wrong.easy,
      by_archetype: wrong.byArchetype,
      null_groups: wrong.nullGroups,
      null_groups_hit: wrong.nullGroupsHit,
      as_resale: wrong.asResale,
    },
    resale: {
      accounts: resale.accounts,
      claimed_as_resale: resale.claimedAsResale,
      claimed_as_extraction: resale.claimedAsExtraction,
      extraction_claimed_as_resale: resale.extractionClaimedAsResale,
      recall: resale.recall,
      precision: resale.precision,
      operations: campaignsInReferenceWords(resale.operations),
    },
    campaigns: campaignsInReferenceWords(score.campaigns),
    timed: true,
  }
}

function campaignsInReferenceWords(campaigns: Readonly<Record<string, CampaignScore>>): unknown {
  const entries = Object.entries(campaigns).map(([name, { bestCampaign, bestShare, timing, ...rest }]) => [
    name,
    {
      ...rest,
      best_campaign: bestCampaign,
      best_share: bestShare,
      harvest: timing?.harvest,
      leaked: timing?.leaked,
      leaked_share: timing?.leakedShare,
      hours_to_first: timing?.hoursToFirst,
      hours_to_50: timing?.hoursTo50,
      hours_to_90: timing?.hoursTo90,
    },
  ])
  return Object.fromEntries(entries)
}
