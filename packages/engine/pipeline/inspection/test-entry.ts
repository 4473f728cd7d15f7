/** The tests behind the three axes, each with its value, its threshold and its outcome in words. */
import { claimLimits, measure, type Measures, touchedMinOf } from '@stillhunt/core/campaign'
import type { Axis, TestEntry } from '../../report.ts'
import { counted } from '../../signal.ts'
import type { Analysis, FoundGroup } from '../analysis.ts'
import type { Usage } from '../usage.ts'

/** The tests on a group, axis by axis, in the order in which they decide. */
export function testEntries({ group, usage, distinctIdentities }: FoundGroup, analysis: Analysis): TestEntry[] {
  const { population } = analysis.directory
  const measures = measure(group, analysis.links, usage, population, distinctIdentities)
  const control = controlTests(measures)
  // Of groups that are too small for a claim nothing further was measured.
  if (measures.size < claimLimits.membersMin) return control
  return [...control, ...extractionTests(measures, usage), ...deceptionTests(measures)]
}

function controlTests({ size, handover: { touched, pairs, unseen }, control }: Measures): TestEntry[] {
  const { membersMin, pairsMin } = claimLimits
  const members = counted(size, 'member')
  const touchedMin = Math.ceil(touchedMinOf(size) - 1e-9)
  const unseenSaid = unseen > 0 ? `At least ${upToTenths(unseen)} more` : 'No more'
  const { test, look } = on('control')
  return [
    test('members', size, membersMin, whole, `The group has ${members}`),
    test('members seen', touched, touchedMin, whole, `${touched} of ${members} were seen handing work to each other`),
    test('pairs seen', pairs, pairsMin, whole, `Work went between ${counted(pairs, 'pair')} of them`),
    look(
      'members unseen',
      unseen,
      `${unseenSaid} must be in on it without having been seen (Chao's lower bound, from how many were seen once and twice).`,
    ),
    look('control', control, `Control is ${hundredths(control)}: seen and unseen members, as a share of the group.`),
  ]
}

function extractionTests(measures: Measures, usage: Usage): TestEntry[] {
  const { queue, templatedShare, elicitingShare, gradingShare, harvest, extraction } = measures
  const { templatedShareMin, slotsMin, queueMin, extractionMin } = claimLimits
  const prompts = `${percent(templatedShare)} of its prompts (${whole(usage.templated)} of ${whole(usage.prompts)})`
  const templates = counted(usage.templates, 'template')
  const uses = `the median one ${counted(usage.slotUsesMedian, 'time')}, the most frequent ${counted(usage.slotUsesMax, 'time')}`
  const { test, look } = on('extraction')
  return [
    test('templated share', templatedShare, templatedShareMin, percent, `${prompts} fill one of ${templates} of its own`),
    test('fillings', usage.slots, slotsMin, whole, `These were ${counted(usage.slots, 'filling')}, ${uses}`),
    test(
      'queue-likeness',
      queue,
      queueMin,
      hundredths,
      `Fillings are used alike to ${hundredths(queue)}; a work queue gives about 1, genuine demand has favourites and gives less`,
    ),
    look('eliciting share', elicitingShare, `${percent(elicitingShare)} of its prompts ask for the reasoning itself.`),
    look('grading share', gradingShare, `${percent(gradingShare)} of its prompts have answers graded.`),
    test(
      'extraction',
      extraction,
      extractionMin,
      hundredths,
      `Extraction is ${hundredths(extraction)}, to which templates filled like a queue add ${hundredths(harvest)}`,
    ),
  ]
}

function deceptionTests({ size, undeclared, distinctIdentities, deception }: Measures): TestEntry[] {
  const customers = counted(distinctIdentities, 'customer')
  const { test, look } = on('deception')
  return [
    look('undeclared members', undeclared, `No organisation stands for ${undeclared} of ${size} members.`),
    look(
      'distinct identities',
      distinctIdentities,
      `The ${size} members claim to be ${customers}, by their payment instruments or, where none is known, by their names.`,
    ),
    test(
      'deception',
      deception,
      claimLimits.deceptionMin,
      hundredths,
      `Deception is ${hundredths(deception)}: the undeclared share, lowered by up to half where members claim to be one customer`,
    ),
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
