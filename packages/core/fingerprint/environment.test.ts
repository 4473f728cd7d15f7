// The roots of the paths in tool calls tell machines apart; numbers in them do not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Conversation, Turn } from '../interaction.ts'
import { environments, environmentsMax } from './environment.ts'
import { HashList } from './hash-list.ts'
import { KeyedHash, secretBytes } from './keyed-hash.ts'

const hash = new KeyedHash(new Uint8Array(secretBytes).fill(8))

const calling = (...commands: readonly string[]): Turn => ({
  role: 'assistant',
  parts: commands.map((line) => ({ kind: 'tool-call', name: 'run', arguments: JSON.stringify({ line }) })),
})

function rootsOf(turns: readonly Turn[], answers: readonly Turn[] = []): bigint[] {
  const into = new HashList()
  const conversation: Conversation = {
    system: '',
    turns,
    answers,
    tools: [],
    parameters: [],
    minted: [],
    presented: [],
    endUser: undefined,
  }
  environments(hash, conversation, into)
  return into.values()
}

const rootsIn = (command: string): bigint[] => rootsOf([], [calling(command)])

const same: readonly (readonly [what: string, a: string, b: string])[] = [
  ['files of one project', 'cat /home/ana/shop/src/a.ts', 'rm /home/ana/shop/b.ts'],
  ['numbered containers', 'cd /testbed/task_41/repo', 'cd /testbed/task_7/repo'],
  ['hashed containers', 'ls /arena/9f86d081884c/x', 'ls /arena/ab12cd34ef56/x'],
  ['quoted paths', 'open "/srv/app/x/y"', "open '/srv/app/x/z'"],
]

for (const [what, a, b] of same)
  test(`${what} are one environment`, () => {
    assert.equal(rootsIn(a).length, 1)
    assert.deepEqual(rootsIn(a), rootsIn(b))
  })

const other: readonly (readonly [what: string, a: string, b: string])[] = [
  ['two homes', 'cat /home/ana/shop/a', 'cat /home/bo/shop/a'],
  ['two projects of one home', 'cat /home/ana/shop/a', 'cat /home/ana/blog/a'],
  ['a drive and a root', 'type C:/Users/ana/x', 'cat /Users/ana/x'],
]

for (const [what, a, b] of other)
  test(`${what} are two environments`, () => assert.notDeepEqual(rootsIn(a), rootsIn(b)))

const none: readonly string[] = ['ls', 'a/b/c', 'https://example.org/a/b/c', '1 / 2 / 3', '/tmp']

for (const command of none) test(`${command} names no environment`, () => assert.deepEqual(rootsIn(command), []))

test('only the newest calls count: those of the last assistant turn and of the answers', () => {
  const [old, late, answer] = [calling('ls /a/b/c'), calling('ls /d/e/f'), calling('ls /g/h/i')]
  assert.deepEqual(rootsOf([old, late], [answer]), [...rootsOf([late]), ...rootsOf([], [answer])])
})

test(`at most ${environmentsMax} different roots are kept`, () => {
  const commands = Array.from({ length: 9 }, (_, i) => `ls /root/${'abcdefghi'[i]}x/y`)
  assert.equal(rootsOf([], [calling(...commands, ...commands)]).length, environmentsMax)
})
