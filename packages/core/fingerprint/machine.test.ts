// What headers claim and what prompts describe are read apart, so that they can contradict each other.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Client, Conversation } from '../interaction.ts'
import { KeyedHash, secretBytes } from './keyed-hash.ts'
import { languages } from './language.ts'
import { type Machine, MachineReader, systems } from './machine.ts'

const hash = new KeyedHash(new Uint8Array(secretBytes).fill(4))

const empty: Conversation = {
  system: '',
  turns: [],
  answers: [],
  tools: [],
  parameters: [],
  minted: [],
  presented: [],
  endUser: undefined,
}

function read(client: Client | undefined, system = '', prompt = '', more: Partial<Conversation> = {}): Machine {
  const conversation = { ...empty, system, ...more }
  return new MachineReader().read(
    hash,
    { ...(client === undefined ? {} : { client }), conversation },
    system === '' ? 0n : hash.text(5, system),
    prompt,
  )
}

const header = (value: string): Client => ({ headers: [['x-stainless-os', value]] })
const claims: readonly (readonly [system: string, client: Client | undefined])[] = [
  ['macos', header('MacOS')],
  ['windows', header('Windows')],
  ['linux', header('Linux')],
  ['windows', { userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36' }],
  ['macos', { userAgent: 'codex_cli_rs/0.5 (Mac OS 15.1; arm64) xterm-256color' }],
  ['android', { userAgent: 'Mozilla/5.0 (Linux; Android 14; Pixel 8)' }],
  ['', { userAgent: 'OpenAI/Python 2.9.0' }],
  ['', undefined],
]
for (const [system, client] of claims)
  test(`${JSON.stringify(client) ?? 'no client'} claims ${system || 'nothing'}`, () =>
    assert.equal(systems[read(client).claimedSystem], system))

const blocks: readonly (readonly [system: string, text: string])[] = [
  ['windows', '<env>\nWorking directory: C:\\Users\\zoe\\shop\nPlatform: win32\n</env>'],
  ['macos', '<env>\nPlatform: darwin\nOS Version: Darwin 24.1\n</env>'],
  ['linux', '# Environment\n- operating system: Ubuntu 24.04'],
  ['linux', '{"cwd":"/srv/x","platform":"linux"}'],
  ['', 'Write about the platform: it was built by sailors.'],
  ['', 'Compare the operating system of a factory with that of a school.'],
]
for (const [system, text] of blocks) {
  test(`a system prompt like "${text.slice(0, 20)}" describes ${system || 'nothing'}`, () =>
    assert.equal(systems[read(undefined, text).describedSystem], system))
  test(`a prompt like "${text.slice(0, 20)}" describes ${system || 'nothing'}`, () =>
    assert.equal(systems[read(undefined, '', text).describedSystem], system))
}

test('homes of one person are one, on whatever system; homes of two are two', () => {
  const home = (text: string): bigint => read(undefined, text).home
  assert.equal(home('cwd: /home/zoe/shop'), home('cwd: C:\\Users\\Zoe\\desk'))
  assert.notEqual(home('cwd: /home/zoe/shop'), home('cwd: /Users/max/shop'))
})

test('a home is found in what tools are called with', () => {
  const call = { kind: 'tool-call', name: 'run', arguments: '{"line":"cat /home/zoe/a.ts"}' } as const
  assert.notEqual(read(undefined, '', '', { answers: [{ role: 'assistant', parts: [call] }] }).home, 0n)
})

test('names that many machines have are nobody’s home', () => {
  for (const path of ['/home/user/x', '/home/ubuntu/x', '/Users/runner/work', '/root/x'])
    assert.equal(read(undefined, `cwd: ${path}`).home, 0n)
})

test('what was read before changes nothing', () => {
  const reader = new MachineReader()
  const source = { client: header('Linux'), conversation: { ...empty, system: 'Platform: darwin' } }
  const first = reader.read(hash, source, 7n, '')
  assert.deepEqual(reader.read(hash, source, 7n, ''), first)
  assert.deepEqual([systems[first.claimedSystem], systems[first.describedSystem]], ['linux', 'macos'])
})

test('the language claimed is the first that the header asks for', () => {
  const told = (value: string): number => read({ headers: [['accept-language', value]] }).claimedLanguage
  assert.equal(languages[told('de-DE,de;q=0.9,en;q=0.8')], 'de')
  assert.equal(told('*'), 0)
  assert.equal(read(undefined).claimedLanguage, 0)
})
