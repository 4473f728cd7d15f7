/** What tests of the spool share: folders that vanish, calls, and what is on the disk afterwards. */
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { zstdDecompressSync } from 'node:zlib'
import { parseRecord } from '@stillhunt/core/interaction'
import type { Intent, Outcome } from './call.ts'
import { newRecordId } from './record-id.ts'
import { isIntact } from './record-line.ts'

/** A folder for one test. */
export function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'stillhunt-tap-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'spool')
}

/** A call with `text` in its request. */
export function callOf(text: string, more: Partial<Intent> = {}): Intent {
  const body = { model: 'm-1', messages: [{ role: 'user', content: text }], temperature: 0.5 }
  return {
    id: newRecordId(Date.now()),
    timeMs: Date.now(),
    account: 'acct-1',
    dialect: 'openai.chat',
    model: 'm-1',
    request: Buffer.from(JSON.stringify(body)),
    isStream: false,
    content: 'keep',
    ...more,
  }
}

/** An answer with `text` in it. */
export function answerOf(text: string, more: Partial<Outcome> = {}): Outcome {
  const choices = [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }]
  const response = Buffer.from(JSON.stringify({ id: 'chatcmpl-A1b2C3d4E5f6', object: 'chat.completion', choices }))
  return { status: 200, latencyMs: 12.5, response, ending: 'complete', ...more }
}

/** A record as it lies on the disk. */
export interface Found {
  readonly id: string
  readonly status: number
  readonly request: Record<string, unknown>
  readonly response?: Record<string, unknown>
  readonly gateway: Record<string, unknown>
}

/** The lines of all segments below `folder`. */
export function linesIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  return names
    .filter((name) => /\/\d{8}\.jsonl(\.zst)?$/.test(name))
    .flatMap((name) => {
      const bytes = readFileSync(join(folder, name))
      const text = (name.endsWith('.zst') ? zstdDecompressSync(bytes) : bytes).toString('utf8')
      assert.ok(text === '' || text.endsWith('\n'), `${name} ends in the middle of a line`)
      return text.split('\n').slice(0, -1)
    })
}

/** The records of a spool: each line is intact and core reads it. */
export function recordsIn(folder: string): Found[] {
  return linesIn(folder).map((line) => {
    const parsed = parseRecord(line)
    assert.ok(parsed.ok, parsed.ok ? '' : `${parsed.reason}: ${parsed.detail}`)
    assert.ok(isIntact(Buffer.from(line)), 'the checksum is wrong')
    return JSON.parse(line) as Found
  })
}

/** Bytes of every file of a spool, to look for what must not be there. */
export function everythingIn(folder: string): string {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return files.map((file) => readFileSync(file, 'latin1')).join('\n')
}

/** Uniform numbers from 0 to 1 by a seed (Marsaglia, "Xorshift RNGs", 2003). */
export function uniform(seed: number): () => number {
  let state = seed | 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 4_294_967_296
  }
}
