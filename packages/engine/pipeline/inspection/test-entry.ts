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

function controlTests({ group, whole: { members }, measures: { pool } }: FoundGroup): TestEntry[] {
  const { accounts, pairs, partnered, unseen } = pool
  const { partneredMin, resalePoolMin, resalePartneredMin } = claimLimits
  const unseenSaid = unseen > 0 ? `At least ${upToTenths(unseen)} more` : 'No more'
  const control = controlOf(pool, group.members.length)
  const several = `${counted(partnered, 'account')} of the pool had several partners`
  const { test, look } = on('control')
  return [
    test(
      'pool',
      accounts.size,
      poolMin,
      count,
      `Work went around among ${accounts.size} of ${counted(members.length, 'account')} that belong together (the pool), over ${counted(pairs, 'pair')}`,
    ),
    test('several partners', partnered, partneredMin, count, `${several}; a person's second account has one`),
    test('pool for resale', accounts.size, resalePoolMin, count, `Resale is claimed of larger pools only`),
    test('several partners for resale', partnered, resalePartneredMin, count, `Likewise for resale, ${several}`),
    look(
      'members unseen',
      unseen,
      `${unseenSaid} must be in on it without having been seen (Chao's lower bound, from how many had one partner and two).`,
    ),
    look(
      'control',
      control,
      `Control is ${hundredths(control)}: the pool, seen and unseen, as a share of those named.`,
    ),
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
    test(
      'templated share',
      templatedShare,
      templatedShareMin,
      percent,
      `${prompts} fill one of ${templates} of its own`,
    ),
    test('fillings', measured.slots, slotsMin, count, `These were ${counted(measured.slots, 'filling')}, ${uses}`),
    test(
      'queue-likeness',
      queue,
      queueMin,
      hundredths,
      `Fillings are used alike to ${hundredths(queue)}; a work queue gives about 1, genuine demand has favourites and gives less`,
    ),
    look(
      'eliciting share',
      elicitingShare,
      `${percent(elicitingShare)} of its opening prompts ask for the reasoning itself.`,
    ),
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
  const { undeclaredShareMin, opennessMax, deceptionMin } = claimLimits
  const { test, testBelow } = on('deception')
  return [
    test(
      'undeclared share',
      undeclaredShare,
      undeclaredShareMin,
      percent,
      `No organisation stands for ${percent(undeclaredShare)} of the pool`,
    ),
    testBelow(
      'openness',
      openness,
      opennessMax,
      percent,
      `${percent(openness)} of the pool openly show one payment instrument, e-mail domain or sign-up address`,
    ),
    test(
      'deception',
      deception,
      deceptionMin,
      hundredths,
      `Deception is ${hundredths(deception)}: what is neither declared nor shown; resale is claimed of nothing less`,
    ),
  ]
}

type Format = (value: number) => string
type Test = (name: string, value: number, threshold: number, format: Format, said: string) => TestEntry

interface Axial {
  readonly test: Test
  readonly testBelow: Test
  readonly look: (name: string, value: number, statement: string) => TestEntry
}

function on(axis: Axis): Axial {
  const tester =
    (must: 'reach' | 'stay below', limit: string): Test =>
    (name, value, threshold, format, said) => {
      const passed = must === 'reach' ? value >= threshold : value < threshold
      const statement = `${said}. ${limit} ${format(threshold)}: ${passed ? 'holds' : 'fails'}.`
      return { axis, name, value: rounded(value), threshold, must, passed, statement }
    }
  return {
    test: tester('reach', 'At least'),
    testBelow: tester('stay below', 'Below'),
    look: (name, value, statement) => {
      return { axis, name, value: rounded(value), threshold: null, must: null, passed: null, statement }
    },
  }
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

function upToTenths(value: number): string {
  return value >= 10 ? count(value) : String(Math.round(value * 10) / 10)
}

function hundredths(value: number): string {
  return value.toFixed(2)
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`
}
