// The page of a backtest shows how soon and how much, obeys nothing from logs, and is as closed as a report's.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crowdedFinding } from '../example.fixture.ts'
import { emptyBacktest, exampleBacktest, quietBacktest, replayed } from '../example-backtest.fixture.ts'
import { renderBacktestHtml, renderHtml } from '../html.ts'

const page = renderBacktestHtml(exampleBacktest)
const bodyOf = (html: string): string => /<body>([^]*)<script>/.exec(html)?.[1] ?? ''
const wordsOf = (html: string): string =>
  bodyOf(html)
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/[\s\u00a0]+/g, ' ')
/** The points of a path that is drawn in stairs. */
const pathOf = (html: string, name: string): string =>
  new RegExp(`<path class="${name}"[^>]* d="([^"]*)"`).exec(html)?.[1] ?? ''

test('the same backtest gives the same bytes, and they are those of a report around its campaigns', () => {
  assert.equal(renderBacktestHtml(structuredClone(exampleBacktest)), page)
  const sectionsOf = (html: string): string[] => html.match(/<section class="campaign[^]*?<\/section>/g) ?? []
  assert.equal(sectionsOf(page).length, 3)
  assert.deepEqual(sectionsOf(page), sectionsOf(renderHtml(exampleBacktest)))
})

test('every campaign leads to its section and has its delays and its leak', () => {
  const words = wordsOf(page)
  assert.match(words, /c-7f3a91d2 extraction, 32 accounts 2026-06-01 06:12 20 h 27 h 43 h 2,287 of 4,464 51 % /)
  assert.match(words, /c-20be44c7 resale, 18 accounts 2026-06-04 00:02 20 h 4\.1 days 14 days 34,343 of 64,175 54 % /)
  assert.match(words, /would have denied 32,009 interactions \(47 %\); 36,630 \(53 %\) leaked before\./)
  assert.match(page, /<a href="#campaign-1">c-7f3a91d2<\/a>/)
})

test('the leak is drawn as a part of all, and told', () => {
  const heightOf = (name: string): number => 100 - Number(/V([\d.]+)H1000V100z$/.exec(pathOf(page, name))![1])
  assert.equal(heightOf('denied'), 100)
  assert.ok(Math.abs(heightOf('leaked') - 53.37) < 0.01)
  assert.match(
    wordsOf(page),
    /suspended once named: 32,009 interactions \(47 %\) leaked before: 36,630 interactions \(53 %\)/,
  )
})

test('a curve climbs from nobody to all on an axis that people can read', () => {
  for (const name of ['s0', 's1']) {
    const heights = [...pathOf(page, name).matchAll(/V([\d.]+)/g)].map(([, y]) => Number(y))
    assert.deepEqual(
      heights,
      heights.toSorted((left, right) => right - left),
    )
    assert.equal(heights.at(-1), 0)
  }
  assert.match(wordsOf(page), /first seen 5 days 10 days 15 days 20 days/)
  assert.match(wordsOf(page), /c-7f3a91d2, extraction, 32 c-20be44c7, resale, 18/)
})

test('who was released and who came closest is told, and hostile names stand as text', () => {
  const words = wordsOf(page)
  assert.match(words, /\\x1b\[2J\\x1b\[1;1Hroot\\x07 c-7f3a91d2 extraction 2026-06-02 06:00 2 days 112 /)
  assert.match(
    words,
    /&lt;script&gt;alert\(1\)&lt;\/script&gt; 17\.1 ≥ 12\.1 Fills 3 .* &lt;b&gt;one&lt;\/b&gt; address/,
  )
  assert.match(words, /a group that was not claimed, 2026-06-09 10:00 UTC/)
  assert.doesNotMatch(page, /<script>alert|<img|<b>one/)
  assert.doesNotMatch(page, /[^\P{C}\n]|\p{Default_Ignorable_Code_Point}/u)
})

test('nothing in the page points outside of it', () => {
  const tags = page.match(/<[a-z][^>]*>/gi)?.join('\n') ?? ''
  assert.doesNotMatch(tags, /\b(src|srcset|action|data|poster|background|style)=/i)
  assert.doesNotMatch(tags, /href="(?!#campaign-\d+")/)
})

test('many steps and campaigns stay small, and what is left out is said', () => {
  const crowded = replayed(crowdedFinding(70, 12))
  const many = { ...crowded.replay.nearMisses[0]! }
  const leakage = Array.from({ length: 20_000 }, (_, index) => ({
    atMs: crowded.replay.fromMs + index * 60_000,
    seen: index + 1,
    contained: index >> 1,
  }))
  const nearMisses = Array.from({ length: 80 }, () => many)
  const html = renderBacktestHtml({ ...crowded, replay: { ...crowded.replay, leakage, nearMisses } })
  const own = /<section class="replay"[^]*?<\/section>/.exec(html)![0]
  assert.ok(own.length < 150_000, `${own.length}`)
  assert.match(wordsOf(html), /64 other campaigns/)
  assert.match(wordsOf(html), /Not shown: 30 accounts that came less close\./)
})

test('nobody named, one step, and nothing read each read well', () => {
  assert.match(wordsOf(renderBacktestHtml(quietBacktest)), /No campaign found Nobody was named at any step\./)
  const once = { ...exampleBacktest, replay: { ...exampleBacktest.replay, steps: 1, leakage: [], released: [] } }
  assert.match(wordsOf(renderBacktestHtml(once)), /one step at the end, as a scan takes it/)
  assert.doesNotMatch(renderBacktestHtml(once), /class="(ladder|leakage)"/)
  const empty = bodyOf(renderBacktestHtml(emptyBacktest))
  assert.match(empty, /<h1>Nothing was read<\/h1>/)
  assert.doesNotMatch(empty, /NaN|undefined|Infinity|null|1970|<table|<figure/)
  assert.doesNotMatch(bodyOf(page), /NaN|undefined|Infinity/)
})
