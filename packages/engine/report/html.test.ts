// The page is one file that fetches nothing, runs nothing but its own script, and is the same every time.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { crowdedFinding, emptyFinding, exampleFinding, quietFinding } from './example.fixture.ts'
import { renderHtml } from './html.ts'

const page = renderHtml(exampleFinding)
const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? ''

test('the same finding gives the same bytes', () => {
  assert.equal(renderHtml(structuredClone(exampleFinding)), page)
})

test('the policy allows nothing but the style and the script that stand in the page', () => {
  assert.match(policy, /^default-src 'none'; /)
  assert.doesNotMatch(policy, /unsafe|http|\*/)
  for (const [element, directive] of [
    ['style', 'style-src'],
    ['script', 'script-src'],
  ] as const) {
    const contents = [...page.matchAll(new RegExp(`<${element}>([^]*?)</${element}>`, 'g'))].map(
      ([, text = '']) => text,
    )
    assert.equal(contents.length, 1)
    const hash = createHash('sha256')
      .update(contents[0] ?? '')
      .digest('base64')
    assert.ok(policy.includes(`${directive} 'sha256-${hash}'`))
  }
})

test('nothing in the page points outside of it', () => {
  const tags = page.match(/<[a-z][^>]*>/gi)?.join('\n') ?? ''
  assert.doesNotMatch(tags, /\b(src|srcset|action|data|poster|background|style)=/i)
  assert.deepEqual(
    [...tags.matchAll(/href="([^"]*)"/g)].filter(([, target = '']) => !/^#campaign-\d+$/.test(target)),
    [],
  )
  assert.doesNotMatch(/<style>[^]*<\/style>/.exec(page)?.[0] ?? '', /url\(|@import/)
})

test('an address occurs only as the text of a hostile account', () => {
  const addresses = page.replaceAll('&quot;&gt;&lt;img src=https://evil.example', '')
  assert.doesNotMatch(addresses, /https?:\/\//)
})

test('hostile strings stand as text', () => {
  assert.ok(page.includes('&lt;script&gt;alert(1)&lt;/script&gt;'))
  assert.ok(page.includes('\\x1b[2J\\x1b[1;1Hroot\\x07'))
  assert.doesNotMatch(page, /<script>alert|<img|<b>and/)
  assert.doesNotMatch(page, /[^\P{C}\n]|\p{Default_Ignorable_Code_Point}/u)
})

test('every element that is opened is closed', () => {
  const optional = new Set(['meta', 'path', 'rect', '!doctype', 'tr', 'th', 'td'])
  for (const html of [page, renderHtml(quietFinding), renderHtml(emptyFinding)]) {
    const body = html.replace(/<(style|script)>[^]*?<\/\1>/g, '')

    const open: string[] = []
    for (const [, slash, name = ''] of body.matchAll(/<(\/?)([!a-z][a-z0-9]*)[^>]*?>/g)) {
      if (slash) assert.equal(open.at(-1) === name || optional.has(name), true, `</${name}> in ${open.join(' ')}`)
      if (slash && open.at(-1) === name) open.pop()
      else if (!slash && !optional.has(name)) open.push(name)
    }
    assert.deepEqual(open, [])
  }
})

test('everything that was found has its place', () => {
  for (const text of [
    'c-7f3a91d2',
    'c-20be44c7',
    'c-e1900b3a',
    'Against it',
    'What the records lacked',
    'How to read this',
  ]) {
    assert.ok(page.includes(text), text)
  }
  assert.equal(page.match(/<figure class="graph">/g)?.length, 3)
  assert.equal(page.match(/<figure class="activity">/g)?.length, 3)
})

test('what is left out is said', () => {
  const crowded = renderHtml(crowdedFinding(1, 2500))
  assert.match(crowded, /Drawn are 150 of 2,500 accounts and \d+ of [\d,]+ recorded links/)
  assert.match(crowded, /Not shown: 500 less probable members/)
})

test('where there are many campaigns each stays small', () => {
  const crowded = renderHtml(crowdedFinding(30, 400))
  assert.ok(Buffer.byteLength(crowded) / 30 < 60_000)
})

test('campaigns without a section of their own are listed', () => {
  const crowded = renderHtml(crowdedFinding(70, 12))
  assert.equal(crowded.match(/<section class="campaign/g)?.length, 60)
  assert.ok(crowded.includes('c-00000045'))
})

test('an empty report reads well', () => {
  const empty = renderHtml(emptyFinding)
  assert.match(empty, /<h1>Nothing was read<\/h1>/)
  const body = /<body>([^]*)<script>/.exec(empty)?.[1] ?? ''
  assert.doesNotMatch(body, /NaN|undefined|Infinity|null|<table|<figure/)
})
