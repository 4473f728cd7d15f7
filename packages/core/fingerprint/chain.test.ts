// Where one request goes on from another's answer, and only there, the chain of the one meets the chain of the other.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Conversation, Part, Role, Turn } from '../interaction.ts'
import { Chain, readChain } from './chain.ts'
import { KeyedHash, secretBytes } from './keyed-hash.ts'

const hash = new KeyedHash(new Uint8Array(secretBytes).fill(5))

/** `U`, `A`, `T`, `S` and a text, or the parts of a turn. */
type Line = readonly [role: 'U' | 'A' | 'T' | 'S', content: string | readonly Part[]]

const roles: Readonly<Record<Line[0], Role>> = { U: 'user', A: 'assistant', T: 'tool', S: 'system' }

function turnOf([role, content]: Line): Turn {
  return { role: roles[role], parts: typeof content === 'string' ? [{ kind: 'text', text: content }] : content }
}

function chainOf(turns: readonly Line[], answers: readonly Line[] = [], system = 0n): Chain {
  const conversation: Conversation = {
    system: '',
    turns: turns.map(turnOf),
    answers: answers.map(turnOf),
    tools: [],
    parameters: [],
    minted: [],
    presented: [],
    endUser: undefined,
  }
  const chain = new Chain()
  readChain(hash, conversation, system, chain)
  return chain
}

const call: Part = { kind: 'tool-call', name: 'run', arguments: '{"line":"ls"}' }
const dialogues: readonly (readonly [what: string, lines: readonly Line[]])[] = [
  [
    'talk',
    [
      ['U', 'How do bees sleep?'],
      ['A', 'They rest.'],
      ['U', 'Where?'],
      ['A', 'In the hive.'],
      ['U', 'Thanks.'],
    ],
  ],
  [
    'a loop of tool calls',
    [
      ['U', 'List the files.'],
      ['A', [call]],
      ['T', [{ kind: 'tool-result', text: 'a b' }]],
      ['A', 'Two.'],
      ['U', 'Go on.'],
    ],
  ],
  [
    'an image',
    [
      [
        'U',
        [
          { kind: 'text', text: 'What is it?' },
          { kind: 'opaque', type: 'image' },
        ],
      ],
      ['A', 'A cat.'],
      ['U', 'Sure?'],
    ],
  ],
]

for (const [what, lines] of dialogues)
  test(`${what}: each request continues what the one before it extended, and has that one as its parent`, () => {
    const asked = lines.flatMap(([role], i) => (role === 'A' ? [i] : []))
    for (const [step, at] of asked.entries()) {
      const request = chainOf(lines.slice(0, at), [lines[at]!])
      const next = chainOf(lines.slice(0, asked[step + 1] ?? lines.length))
      assert.deepEqual(request.extended.values(), [next.continued])
      assert.equal(next.parent, request.digest)
      assert.equal(next.opening, request.opening)
      assert.equal(next.continuedUnits > 0, true)
    }
  })

test('a first request continues nothing and has no parent', () => {
  const { continued, parent, continuedUnits, depth } = chainOf([['U', 'How do bees sleep?']])
  assert.deepEqual(
    { continued, parent, continuedUnits, depth },
    { continued: 0n, parent: 0n, continuedUnits: 0, depth: 1 },
  )
})

test('a request without turns has no chain at all', () => {
  const { opening, digest, continued, depth } = chainOf([])
  assert.deepEqual({ opening, digest, continued, depth }, { opening: 0n, digest: 0n, continued: 0n, depth: 0 })
})

test('several answers are several ways to go on', () => {
  const { extended } = chainOf(
    [['U', 'A name?']],
    [
      ['A', 'Ana'],
      ['A', 'Bo'],
      ['A', 'Cy'],
    ],
  )
  assert.equal(new Set(extended.values()).size, 3)
  for (const name of ['Ana', 'Bo', 'Cy'])
    assert.ok(
      extended.values().includes(
        chainOf([
          ['U', 'A name?'],
          ['A', name],
          ['U', 'Another'],
        ]).continued,
      ),
    )
})

test('another answer is another conversation', () => {
  const earned = chainOf([['U', 'A name?']], [['A', 'Ana']]).extended.values()
  assert.ok(
    !earned.includes(
      chainOf([
        ['U', 'A name?'],
        ['A', 'Eva'],
        ['U', 'Another'],
      ]).continued,
    ),
  )
})

const alike: readonly (readonly [what: string, a: readonly Line[], b: readonly Line[]])[] = [
  [
    'white space',
    [
      ['U', 'one two'],
      ['A', 'x'],
      ['U', 'y'],
    ],
    [
      ['U', ' one\n\ttwo '],
      ['A', 'x '],
      ['U', 'y'],
    ],
  ],
  [
    'reasoning, which clients drop',
    [
      ['U', 'q'],
      [
        'A',
        [
          { kind: 'reasoning', text: 'hm' },
          { kind: 'text', text: 'a' },
        ],
      ],
      ['U', 'r'],
    ],
    [
      ['U', 'q'],
      ['A', 'a'],
      ['U', 'r'],
    ],
  ],
  [
    'whether a result comes from the user or from a tool: dialects differ',
    [
      ['U', 'q'],
      ['A', [call]],
      ['T', [{ kind: 'tool-result', text: 'ok' }]],
    ],
    [
      ['U', 'q'],
      ['A', [call]],
      ['U', [{ kind: 'tool-result', text: 'ok' }]],
    ],
  ],
]

for (const [what, a, b] of alike)
  test(`the chain leaves out ${what}`, () => {
    const [x, y] = [chainOf(a), chainOf(b)]
    assert.equal(x.digest, y.digest)
    assert.equal(x.continued, y.continued)
  })

const different: readonly (readonly [what: string, a: readonly Line[], b: readonly Line[]])[] = [
  ['a word', [['U', 'one']], [['U', 'two']]],
  [
    'who said it',
    [
      ['U', 'one'],
      ['A', 'two'],
    ],
    [
      ['U', 'one'],
      ['U', 'two'],
    ],
  ],
  [
    'where a turn ends',
    [
      ['U', 'ab'],
      ['A', 'c'],
    ],
    [
      ['U', 'a'],
      ['A', 'bc'],
    ],
  ],
  [
    'the arguments of a call',
    [
      ['U', 'q'],
      ['A', [call]],
    ],
    [
      ['U', 'q'],
      ['A', [{ ...call, arguments: '{}' } as Part]],
    ],
  ],
  [
    'an image',
    [
      [
        'U',
        [
          { kind: 'opaque', type: 'image' },
          { kind: 'text', text: 'q' },
        ],
      ],
    ],
    [['U', 'q']],
  ],
]

for (const [what, a, b] of different)
  test(`the digest tells apart ${what}`, () => assert.notEqual(chainOf(a).digest, chainOf(b).digest))

test('the system prompt counts towards the digest and the parent, not towards what can be continued', () => {
  const turns: Line[] = [
    ['U', 'q'],
    ['A', 'a'],
    ['U', 'r'],
  ]
  const [without, under] = [chainOf(turns, [['A', 'b']]), chainOf(turns, [['A', 'b']], 99n)]
  assert.notEqual(without.digest, under.digest)
  assert.notEqual(without.parent, under.parent)
  assert.equal(without.continued, under.continued)
  assert.deepEqual(without.extended.values(), under.extended.values())
})

test('lengths count what is said, without white space', () => {
  const short = chainOf([['U', 'a b c']])
  const long = chainOf([
    ['U', 'a b c'],
    ['A', 'd'.repeat(100)],
    ['U', 'e'],
  ])
  assert.ok(long.digestUnits - short.digestUnits >= 101)
  assert.ok(long.continuedUnits - short.digestUnits >= 100)
  assert.equal(chainOf([['U', 'abc']]).digestUnits, short.digestUnits)
})

test('reading another conversation into the same chain leaves nothing of the first', () => {
  const chain = new Chain()
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
  readChain(hash, { ...empty, turns: dialogues[0]![1].map(turnOf), answers: [turnOf(['A', 'x'])] }, 3n, chain)
  readChain(hash, empty, 0n, chain)
  assert.deepEqual({ ...chain, extended: [] }, { ...new Chain(), extended: [] })
  assert.equal(chain.extended.length, 0)
})
