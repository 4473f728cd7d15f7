// A watch that looks often, and only at what is new, comes to about the groups that a scan's few looks and a fresh one find.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Detector } from '@stillhunt/core/campaign'
import { Evidence } from '@stillhunt/core/link'
import { drawHuntedSpec, exampleSpec, generateWorld, smallSpec, type WorldSpec } from '@stillhunt/lab/world'
import { analyse } from './analysis.ts'
import type { FoundGroup } from './judgement.ts'
import { put } from './hunt.fixture.ts'
import { withImported } from './scan.ts'
import { Watch } from './watch.ts'

const stepMs = 6 * 3_600_000

/** Who is named by a scan, by a watch at its end, and who is in pools by the watch and by a fresh look at its evidence. */
interface Compared {
  readonly scanned: ReadonlySet<number>
  readonly watched: ReadonlySet<number>
  readonly pooledStepwise: ReadonlySet<number>
  readonly pooledAtOnce: ReadonlySet<number>
}

const namedIn = (groups: readonly FoundGroup[]): Set<number> =>
  new Set(groups.flatMap(({ claim }) => (claim === null || claim.kind === 'coordinated' ? [] : claim.named)))
const pooledIn = (detector: Detector): Set<number> =>
  new Set(
    detector.groups().flatMap(({ members, pool }) => (pool.accounts.size > 0 ? members.map((one) => one.account) : [])),
  )

async function compare(spec: WorldSpec): Promise<Compared> {
  const { records, accounts } = generateWorld(spec)
  const folder = mkdtempSync(join(tmpdir(), 'stillhunt-test-'))
  const text = (items: readonly unknown[]): string => items.map((item) => JSON.stringify(item)).join('\n')
  const options = {
    logs: [put(folder, 'a.jsonl', text(records))],
    accounts: put(folder, 'accounts.jsonl', text(accounts)),
    clock: () => 0,
  }
  try {
    return await withImported(options, async (store) => {
      const scanned = namedIn((await analyse(store)).groups)
      const watch = await Watch.over(store)
      const { population, span } = watch.directory
      let watched = new Set<number>()
      for (let atMs = span!.fromMs; atMs <= span!.toMs;) {
        watch.advance((atMs += stepMs))
        watched = namedIn(watch.judge(false).groups)
      }
      const { sharings, traits } = watch.evidence
      const fresh = new Detector(new Evidence({ population, sharings, traits }))
      fresh.look()
      return { scanned, watched, pooledStepwise: pooledIn(watch.detector), pooledAtOnce: pooledIn(fresh) }
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The share of all accounts of either that only one has. */
function apartShare(one: ReadonlySet<number>, other: ReadonlySet<number>): number {
  const all = new Set([...one, ...other])
  const apart = [...all].filter((account) => one.has(account) !== other.has(account)).length
  return all.size === 0 ? 0 : apart / all.size
}

/**
 * A group is looked at again when something telling is new of it; meanwhile the population grows, weights of co-use stay
 * as old as their accounts' last news, and an account on the edge stays where it was. One account of forty was the most.
 */
const driftShareMax = 0.05

for (const [what, spec] of Object.entries({
  'the example': exampleSpec,
  'the small world': smallSpec,
  'a drawn world': drawHuntedSpec('3'),
}))
  test(`step by step the same accounts are named as by a scan, but for drift: ${what}`, async () => {
    const { scanned, watched, pooledStepwise, pooledAtOnce } = await compare(spec)
    assert.ok(scanned.size > 0)
    assert.ok(apartShare(scanned, watched) <= driftShareMax, `${watched.size} named, not ${scanned.size}`)
    assert.ok(apartShare(pooledStepwise, pooledAtOnce) <= driftShareMax)
  })

test('a pool that was first seen to take turns in two parts is one pool in the end', async () => {
  const { scanned, watched } = await compare(drawHuntedSpec('2'))
  assert.ok(apartShare(scanned, watched) <= driftShareMax, `${watched.size} named, not ${scanned.size}`)
})
