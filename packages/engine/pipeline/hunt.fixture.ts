/** The small world as files, and scans of them within this process. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { generateWorld, smallSpec, type World } from '@stillhunt/lab/world'
import { type Finding, renderJson } from '../report.ts'
import { scan, type ScanOptions } from './scan.ts'

/** The small world, and its lines as the logs have them. */
export const world: World = generateWorld(smallSpec)
export const lines: readonly string[] = world.records.map((record) => JSON.stringify(record))

/** The members of the one operator in it, in order. */
export const operatorAccounts: readonly string[] = world.labels
  .filter(({ campaign }) => campaign !== null)
  .map(({ account }) => account)
  .sort()

/** A folder that is gone when the test is over. */
export function scratch(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'stillhunt-test-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Writes bytes into the folder and answers their path. */
export function put(folder: string, name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** Scans. The clock stands still. */
export function hunt(logs: readonly string[], options: Omit<ScanOptions, 'logs' | 'clock'> = {}): Promise<Finding> {
  return scan({ logs, ...options, clock: () => 0 })
}

/** The bytes of the report. */
export async function reportOf(
  logs: readonly string[],
  options: Omit<ScanOptions, 'logs' | 'clock'> = {},
): Promise<string> {
  return renderJson((await hunt(logs, options)).report)
}

/** Fails with the first line in which two reports differ: all of them would be pages. */
export function assertSameReport(actual: string, expected: string): void {
  const wanted = expected.split('\n')
  const first = actual.split('\n').findIndex((line, index) => line !== wanted[index])
  if (actual !== expected)
    assert.equal(`line ${first + 1}: ${actual.split('\n')[first]}`, `line ${first + 1}: ${wanted[first]}`)
}

/** The accounts of the campaigns of one kind, each in order. */
export function membersOf({ report }: Finding, kind: string): string[][] {
  return report.campaigns
    .filter((campaign) => campaign.kind === kind)
    .map(({ accounts }) => accounts.map(({ account }) => account).sort())
}
