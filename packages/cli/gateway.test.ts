// `stillhunt gateway` with what operators get wrong: a line that says what to do and 1, never a stack.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { folder, stillhunt } from './hunt.fixture.ts'

let count = 0
const upstream = 'upstreams: [{provider: openai, url: "http://127.0.0.1:9"}]\n'

/** A folder with a configuration and a file of one key; answers the configuration's path. */
async function configured(yaml: string): Promise<string> {
  const home = join(folder, `gateway-${(count += 1)}`)
  mkdirSync(home)
  await stillhunt(['keys', 'create', '--account', 'a', '--file', join(home, 'keys.jsonl')])
  writeFileSync(join(home, 'broken.jsonl'), '{}\n')
  writeFileSync(join(home, 'c.pem'), 'no pem')
  writeFileSync(join(home, 'gateway.yaml'), yaml)
  return join(home, 'gateway.yaml')
}

const ports = 'listen: {port: 0}\nadmin: {port: 0}\n'
for (const [yaml, told] of [
  [`${ports}${upstream}keys: {file: none.jsonl}`, /none\.jsonl: there is no such file; check the path/],
  [`${ports}${upstream}keys: {file: broken.jsonl}`, /broken\.jsonl:1: /],
  [`${upstream}keys: {file: keys.jsonl}\nlisten: {port: 9090}`, /gateway\.yaml:3: listen\.port listen and admin both/],
  [
    `${upstream}keys: {file: keys.jsonl}\nlisten: {tls: {cert_file: c.pem, key_file: c.pem}}`,
    /gateway\.yaml:3: listen\.tls\.cert_file holds no certificate chain/,
  ],
] as const)
  test(`a start and a check tell ${told.source} in a line`, async () => {
    const path = await configured(yaml)
    for (const more of [[], ['--check']]) {
      const { status, stderr } = await stillhunt(['gateway', '--config', path, ...more])
      assert.equal(status, 1)
      assert.match(stderr, told)
      assert.doesNotMatch(stderr, /fault of stillhunt|\n\s+at /)
    }
  })

test('a folder that cannot be made is told at once', { timeout: 20_000 }, async () => {
  const path = await configured(`${ports}${upstream}keys: {file: keys.jsonl}\ntap: {dir: /proc/none/spool}`)
  const { status, stderr } = await stillhunt(['gateway', '--config', path])
  assert.equal(status, 1)
  assert.match(stderr, /\/proc\/none\/spool cannot be made: .*; name a folder on a disk/)
  assert.doesNotMatch(stderr, /fault of stillhunt|\n\s+at /)
})

test('a spool that another gateway keeps is told with what to do', { timeout: 20_000 }, async () => {
  const path = await configured(`${ports}${upstream}keys: {file: keys.jsonl}\ntap: {dir: spool}`)
  const first = stillhunt(['gateway', '--config', path], { killAfterMs: 8000 })
  const spool = join(path, '..', 'spool')
  const isKept = (): boolean => existsSync(spool) && readdirSync(spool).some((name) => name.startsWith('keeper.'))
  while (!isKept()) await new Promise((resolve) => setTimeout(resolve, 20))
  const { status, stderr } = await stillhunt(['gateway', '--config', path])
  await first
  assert.equal(status, 1)
  assert.match(stderr, /a spool has one keeper, and process \d+ has it; stop that one, or name another in tap\.dir/)
  assert.doesNotMatch(stderr, /fault of stillhunt|\n\s+at /)
})
