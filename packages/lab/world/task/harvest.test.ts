/** Templates of a task differ as much as the operator pays for. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '../random.ts'
import { lexicons } from '../text/prose.ts'
import { drawTemplates } from './harvest.ts'
import { makeHarvest, type TaskName } from './task.ts'

const tasks: readonly TaskName[] = ['reasoning', 'code', 'agentic', 'grading', 'instructions']

for (const task of tasks) {
  test(`${task} has three styles or more, and six different templates`, () => {
    const random = new Random(task)
    const { styles } = makeHarvest(task, random)
    assert.ok(styles.en.length >= 3)
    assert.equal(new Set(drawTemplates(random, styles.en, 6)).size, 6)
  })

  test(`jobs of ${task} hardly repeat`, () => {
    const random = new Random(task)
    const harvest = makeHarvest(task, random)
    const jobs = Array.from({ length: 500 }, () => JSON.stringify(harvest.job(random, lexicons.en, []).slots))
    assert.ok(new Set(jobs).size > 495)
  })
}

test('more templates than a style has words for are as many as there are', () => {
  assert.deepEqual(drawTemplates(new Random('few'), [[['a', 'b']]], 9).toSorted(), ['a', 'b'])
})
