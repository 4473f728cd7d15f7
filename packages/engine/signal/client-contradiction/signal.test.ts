// Headers that contradict prompts tell a made-up client; English and containers do not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { activityOf, pOf, repeated, type SomeRow } from '../activity.fixture.ts'
import { clientContradiction } from './signal.ts'

const [windows, macos, linux] = [1, 2, 3]
const [english, german, chinese] = [1, 4, 18]
const system = (claimedSystem: number, describedSystem: number): SomeRow => ({ claimedSystem, describedSystem })
const speech = (claimedLanguage: number, language: number): SomeRow => ({ claimedLanguage, language })
const people = activityOf(80, () => repeated(8, system(macos, macos)))

test('one made-up system over many customers’ machines shows', () => {
  const relay = activityOf(20, (account) => [
    ...repeated(4, system(windows, linux)),
    ...repeated(4, system(windows, 1 + (account % 3))),
  ])
  const outcome = clientContradiction.test(relay, people)!
  assert.ok(outcome.pValue < 1e-10)
  assert.match(clientContradiction.sentence(outcome), /contradict each other .* 20 of 20 accounts, and 0 of 80/)
})
test('a browser that asks for German on behalf of somebody who writes Chinese shows', () =>
  assert.ok(
    pOf(
      clientContradiction.test(
        activityOf(20, () => repeated(8, speech(german, chinese))),
        people,
      ),
    ) < 1e-10,
  ))

const innocent: Readonly<Record<string, ReturnType<typeof activityOf>>> = {
  'people whose client tells the truth': activityOf(20, () => repeated(8, system(linux, linux))),
  'people who once worked in a container': activityOf(20, () => [
    system(macos, linux),
    ...repeated(8, system(macos, macos)),
  ]),
  'Germans who write English': activityOf(20, () => [
    ...repeated(8, speech(german, english)),
    ...repeated(6, system(2, 2)),
  ]),
  'Chinese with an English browser': activityOf(20, () => [
    ...repeated(8, speech(english, chinese)),
    ...repeated(6, system(2, 2)),
  ]),
  'a relay that lets headers through (evasion)': activityOf(20, (account) =>
    repeated(8, system(1 + (account % 3), 1 + (account % 3))),
  ),
}
for (const [what, group] of Object.entries(innocent))
  test(`nothing is made of ${what}`, () => assert.ok(pOf(clientContradiction.test(group, people)) > 0.05))
