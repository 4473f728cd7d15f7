// The terminal page keeps to its width, holds no escape that we did not write, and says what matters.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crowdedFinding, emptyFinding, exampleFinding, quietFinding } from './example.fixture.ts'
import { renderTerminal } from './terminal.ts'
import { textWidth } from './terminal/fit.ts'

const FINDINGS = { example: exampleFinding, quiet: quietFinding, empty: emptyFinding, crowded: crowdedFinding(60, 40) }
const COLUMNS = [40, 60, 80, 120, 200]
const OURS = new RegExp(String.raw`\u001b\[\d+(;\d+)*m`, 'g')
const INVISIBLE = /[^\P{C}\n]|\p{Default_Ignorable_Code_Point}/u

for (const [name, finding] of Object.entries(FINDINGS)) {
  for (const unicode of [true, false]) {
    test(`no line of the ${name} finding is wider than asked, ${unicode ? 'Unicode' : 'ASCII'}`, () => {
      for (const columns of COLUMNS) {
        for (const color of [true, false]) {
          const text = renderTerminal(finding, { columns, color, unicode })
          for (const line of text.split('\n')) assert.ok(textWidth(line.replace(OURS, '')) <= columns, line)
        }
      }
    })
  }
}

test('without colour there is no control character but the line feed', () => {
  for (const finding of Object.values(FINDINGS)) {
    assert.doesNotMatch(renderTerminal(finding, { columns: 80, color: false }), INVISIBLE)
  }
})

test('with colour the text is the same and every escape is one of ours', () => {
  const colored = renderTerminal(exampleFinding, { columns: 80, color: true })
  const plain = renderTerminal(exampleFinding, { columns: 80, color: false })
  assert.notEqual(colored, plain)
  assert.equal(colored.replace(OURS, ''), plain)
})

test('without Unicode there is nothing but ASCII', () => {
  assert.match(renderTerminal(exampleFinding, { columns: 80, color: false, unicode: false }), /^[\n -~]+$/)
})

test('hostile names are shown, not obeyed', () => {
  const text = renderTerminal(exampleFinding, { columns: 120, color: false })
  for (const shown of [
    '\\x1b[2J\\x1b[1;1Hroot\\x07',
    'acct-\\u202egnp.exe',
    'rec-\\x1b[31mred\\x1b[0m',
    '\\x1b]0;owned\\x07',
  ]) {
    assert.ok(text.includes(shown), shown)
  }
})

test('campaigns come worst first, and the members that are not shown are counted', () => {
  const text = renderTerminal(exampleFinding, { columns: 80, color: false })
  const places = ['EXTRACTION c-7f3a91d2', 'RESALE c-20be44c7', 'Coordinated, for'].map((part) => text.indexOf(part))
  assert.ok(places.every((place) => place > 0))
  assert.deepEqual(
    places,
    places.toSorted((left, right) => left - right),
  )
  assert.match(text, /… and 22 more; `stillhunt explain c-7f3a91d2 --data ~\/hunt` shows all/)
})

test('many campaigns are told in full as far as a screenful of pages goes, then by a line each', () => {
  const text = renderTerminal(crowdedFinding(60, 40), { columns: 80, color: false })
  assert.equal(text.match(/^EXTRACTION /gm)?.length, 12)
  assert.match(text, /Further claims\n(  c-.*\n){40}  … and 8 more/)
})

test('an empty report says that nothing was read and what to check', () => {
  const text = renderTerminal(emptyFinding, { columns: 80, color: false })
  assert.match(text, /Nothing was read\n.*says nothing about any account/)
  assert.match(text, /Check the input/)
  assert.doesNotMatch(text, /NaN|undefined|Infinity|null/)
})

test('a quiet report says what not finding anything means', () => {
  const text = renderTerminal(quietFinding, { columns: 80, color: false })
  assert.match(text, /✓ No campaign found\n/)
  assert.match(text.replaceAll(/\s+/g, ' '), /no proof that there is none/)
})
