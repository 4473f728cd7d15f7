// The terminal page of a backtest keeps to its width, holds no escape that we did not write, and says how soon and how much.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crowdedFinding } from '../example.fixture.ts'
import { emptyBacktest, exampleBacktest, quietBacktest, replayed } from '../example-backtest.fixture.ts'
import type { BacktestFinding } from '../backtest.ts'
import { renderBacktest } from './backtest.ts'
import { textWidth } from './fit.ts'

const FINDINGS = {
  example: exampleBacktest,
  quiet: quietBacktest,
  empty: emptyBacktest,
  crowded: replayed(crowdedFinding(30, 40)),
}
const OURS = new RegExp(String.raw`\u001b\[\d+(;\d+)*m`, 'g')
const INVISIBLE = /[^\P{C}\n]|\p{Default_Ignorable_Code_Point}/u

const page = (finding: BacktestFinding, columns = 80): string => renderBacktest(finding, { columns, color: false })
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ')

for (const [name, finding] of Object.entries(FINDINGS))
  test(`no line of the ${name} backtest is wider than asked, and nothing in it is obeyed`, () => {
    for (const columns of [24, 40, 80, 120])
      for (const unicode of [true, false]) {
        const plain = renderBacktest(finding, { columns, color: false, unicode })
        for (const line of plain.split('\n')) assert.ok(textWidth(line) <= columns, line)
        assert.doesNotMatch(plain, unicode ? INVISIBLE : /[^\n -~]/)
        const colored = renderBacktest(finding, { columns, color: true, unicode })
        assert.equal(colored.replace(OURS, ''), plain)
      }
  })

test('each campaign has its delays and what leaked, in a line', () => {
  const text = page(exampleBacktest)
  assert.match(text, /^ {2}c-7f3a91d2 {2}2026-06-01 {3}20 h {6}27 h {5}43 h {4}2,287 of 4,464 {2}51 %$/m)
  assert.match(text, /^ {2}c-20be44c7 {2}2026-06-04 {3}20 h {2}4\.1 days {2}14 days {2}34,343 of 64,175 {2}54 %$/m)
  assert.match(flat(text), /would have denied 32,009 interactions \(47 %\); 36,630 \(53 %\) leaked before\./)
  assert.match(flat(text), /1,080 steps of 1 h, each seeing only/)
})

test('a narrow page keeps how soon and how much, a wide one says kind and accounts too', () => {
  assert.match(page(exampleBacktest, 40), /^ {2}c-7f3a91d2 {3}20 h {4}2,287 of 4,464$/m)
  assert.match(page(exampleBacktest, 120), /^ {2}c-7f3a91d2 {2}extraction {8}32 {2}2026-06-01 /m)
})

test('the line of a campaign is empty, then waits, then climbs to the top and stays', () => {
  const [, first = '', second = ''] =
    /^ {2}c-7f3a91d2 {2}([ ·▁-█]+) {2}32 .*\n {2}c-20be44c7 {2}([ ·▁-█]+) {2}18 /m.exec(page(exampleBacktest))!
  assert.match(first, /^·[▁-█]*█+$/)
  assert.match(second, /^ +·[▁-█]{5,}█+$/)
  assert.equal(first.length, second.length)
})

test('who is named by a step that ends after the last record is named at the end of the line', () => {
  const { replay } = exampleBacktest
  const early = { ...exampleBacktest, replay: { ...replay, toMs: replay.fromMs + 20 * 3_600_000 } }
  assert.match(page(early), /^ {2}c-7f3a91d2 {2} *·*█ {2}32 /m)
})

test('who was released and who came closest is told, the others are counted', () => {
  const text = flat(page(exampleBacktest))
  assert.ok(
    text.includes(
      '\\x1b[2J\\x1b[1;1Hroot\\x07 named in c-7f3a91d2 (extraction) at 2026-06-02 06:00, released 2 days later; 112 interactions between.',
    ),
  )
  assert.match(text, /11\.8 < 12\.1 \\x1b\[2J\\x1b\[1;1Hroot\\x07 Fills 3 /)
  assert.match(text, /a group that was not claimed, 2026-06-09 10:00/)
  assert.match(text, /… and 1 more;.*… and 4 more;/)
})

test('many campaigns get a line each as far as a page goes', () => {
  const text = page(FINDINGS.crowded)
  assert.equal(text.match(/^ {2}c-[0-9a-f]{8} /gm)?.length, 40)
  assert.match(text, /… and 10 more; --html FILE shows all/)
})

test('that nobody was released is said, but not where nobody could have been', () => {
  const kept = { ...exampleBacktest, replay: { ...exampleBacktest.replay, released: [] } }
  assert.match(page(kept), /whoever was named at one step is named at the end/)
  assert.doesNotMatch(page({ ...kept, replay: { ...kept.replay, steps: 1 } }), /later released/)
  assert.doesNotMatch(page(quietBacktest), /later released/)
})

test('a campaign named only at its end has leaked whole', () => {
  const campaigns = exampleBacktest.report.campaigns.map((campaign) => ({
    ...campaign,
    accounts: campaign.accounts.map((account) => ({ ...account, interactions_after: 0 })),
  }))
  const late = flat(page({ ...exampleBacktest, report: { ...exampleBacktest.report, campaigns } }))
  assert.match(late, /only after their last interaction: all of it had leaked/)
  assert.match(late, /4,464 of 4,464 100 %/)
})

test('nobody named, and nothing read, are told as what they are', () => {
  assert.match(
    flat(page(quietBacktest)),
    /✓ No campaign found Nobody was named at any step\..* no proof that there is none/,
  )
  const empty = page(emptyBacktest)
  assert.match(empty, /Nothing was read/)
  assert.doesNotMatch(empty, /Replayed|1970|NaN|undefined|Infinity|null/)
})

test('what to do next names the folder that keeps what was read, or a page to look at', () => {
  const kept = flat(page(exampleBacktest))
  assert.match(kept, /`stillhunt explain c-7f3a91d2 --data ~\/hunt` prints/)
  assert.match(kept, /`stillhunt scan … --data ~\/hunt` on what is new, every 1 h,/)
  const once = { ...exampleBacktest, replay: { ...exampleBacktest.replay, steps: 1 } }
  assert.doesNotMatch(page(once), /stillhunt scan/)
  assert.match(
    flat(page({ ...exampleBacktest, folder: null })),
    /`stillhunt backtest … --html FILE` shows the evidence/,
  )
})
