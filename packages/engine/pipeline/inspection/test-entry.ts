/** The tests behind the three axes, each with its value, its threshold and its outcome in words. */
import { claimLimits, controlOf, type Measures, poolMin } from '@stillhunt/core/campaign'
import type { Axis, TestEntry } from '../../report.ts'
import { counted } from '../../signal.ts'
import type { FoundGroup } from '../analysis.ts'

/** The tests on a group, axis by axis, in the order in which they decide. */
export function testEntries(found: FoundGroup): TestEntry[] {
  const control = controlTests(found)
  // Of groups without a pool nothing further was measured.
  if (found.measures.pool.accounts.size === 0) return control
  return [...control, ...extractionTests(found), ...deceptionTests(found.measures)]
}

function controlTests({ group, measures: { pool } }: FoundGroup): TestEntry[] {
  const { accounts, pairs, partnered, unseen } = pool
  const members = counted(group.members.length, 'member')
  const unseenSaid = unseen > 0 ? `At least ${upToTenths(unseen)} more` : 'No more'
  const control = controlOf(pool, group.members.length)
  const { test, look } = on('control')
  return [
    test('pool', accounts.size, poolMin, whole, `Among ${accounts.size} of ${members} work went around, over ${counted(pairs, 'pair')}`),
    test(
      'several partners',
      partnered,
      claimLimits.partneredMin,
      whole,
      `${counted(partnered, 'account')} of them had two partners or more; a person's second account has one`,
    ),
    look(
      'members unseen',
      unseen,
      `${unseenSaid} must be in on it without having been seen (Chao's lower bound, from how many had one partner and two).`,
    ),
    look('control', control, `Control is ${hundredths(control)}: seen and unseen accounts of the pool, as a share of those named.`),
  ]
}

function extractionTests({ measures, measured }: FoundGroup): TestEntry[] {
  const { queue, templatedShare, elicitingShare, gradingShare, harvest, extraction } = measures
  const { templatedShareMin, slotsMin, queueMin, extractionMin } = claimLimits
  const prompts = `${percent(templatedShare)} of the pool's opening prompts`
  const templates = counted(measured.templates, 'template')
  const uses = `the median one used ${counted(measured.slotUsesMedian, 'time')}, the most frequent ${counted(measured.slotUsesMax, 'time')}`
  const { test, look } = on('extraction')
  return [
    test('templated share', templatedShare, templatedShareMin, percent, `${prompts} fill one of ${templates} of its own`),
    test('fillings', measured.slots, slotsMin, whole, `These were ${counted(measured.slots, 'filling')}, ${uses}`),
    test(
      'queue-likeness',
      queue,
      queueMin,
      hundredths,
      `Fillings are used alike to ${hundredths(queue)}; a work queue gives about 1, genuine demand has favourites and gives less`,
    ),
    look('eliciting share', elicitingShare, `${percent(elicitingShare)} of its opening prompts ask for the reasoning itself.`),
    look('grading share', gradingShare, `${percent(gradingShare)} of its opening prompts have answers graded.`),
    test(
      'extraction',
      extraction,
      extractionMin,
      hundredths,
      `Extraction is ${hundredths(extraction)}, to which templates filled like a queue add ${hundredths(harvest)}`,
    ),
  ]
}

function deceptionTests({ undeclaredShare, openness, deception }: Measures): TestEntry[] {
  const { test, look } = on('deception')
  return [
    look('undeclared share', undeclaredShare, `No organisation stands for ${percent(undeclaredShare)} of the pool.`),
    look(
      'openness',
      openness,
      `${percent(openness)} of the pool openly show one payment instrument, e-mail domain or sign-up address.`,
    ),
    test('deception', deception, claimLimits.deceptionMin, hundredths, `Deception is ${hundredths(deception)}: what is neither declared nor shown`),
  ]
}

type Format = (value: number) => string

interface Axial {
  readonly test: (name: string, value: number, threshold: number, format: Format, said: string) => TestEntry
  readonly look: (name: string, value: number, statement: string) => TestEntry
}

function on(axis: Axis): Axial {
  return {
    test(name, value, threshold, format, said) {
      const passed = value >= threshold
      const statement = `${said}. At least ${format(threshold)}: ${passed ? 'holds' : 'fails'}.`
      return { axis, name, value: rounded(value), threshold, passed, statement }
    },
    look: (name, value, statement) => ({
      axis,
      name,
      value: rounded(value),
      threshold: null,
      passed: null,
      statement,
    }),
  }
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

function upToTenths(value: number): string {
  return value >= 10 ? whole(value) : String(Math.round(value * 10) / 10)
}

function hundredths(value: number): string {
  return value.toFixed(2)
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`
}
