/** The tests behind the three axes, each with its value, its threshold and its outcome in words. */
import { accusedMin, claimLimits, controlOf, type Measures, poolMin, slotsLeast } from '@stillhunt/core/campaign'
import type { Axis, TestEntry } from '../../report.ts'
import { counted } from '../../signal.ts'
import type { FoundGroup } from '../judgement.ts'
import type { TestEntry as GroupOutcome } from '../test-group.ts'
import { sumUsage } from '../usage.ts'

/** The tests on a group, axis by axis, in the order in which they decide. */
export function testEntries(found: FoundGroup): TestEntry[] {
  const control = controlTests(found)
  // Of groups without a pool nothing further was measured.
  if (found.measures.pool.accounts.size === 0) return control
  return [...control, ...extractionTests(found), ...deceptionTests(found.measures)]
}

function controlTests({ group, whole, level, measures: { pool } }: FoundGroup): TestEntry[] {
  const { accounts, pairs, partnered, hubShare, unseen } = pool
  const { partneredMin, hubShareMax, resalePoolMin, resalePartneredMin } = claimLimits
  const together = `${accounts.size} of ${counted(whole.members.length, 'account')} that belong together`
  const several = `${counted(partnered, 'account')} of the pool had several partners`
  const unseenSaid = unseen > 0 ? `At least ${upToTenths(unseen)} more` : 'No more'
  const control = controlOf(pool, group.members.length)
  const pooled = `The pool has ${counted(accounts.size, 'account')}`
  const through = `${percent(hubShare)} of the pairs run through the busiest fifth of the accounts`
  const any = on('control', 'any claim')
  const extraction = on('control', 'extraction')
  const resale = on('control', 'resale')
  return [
    any.least(
      'pool',
      accounts.size,
      poolMin,
      `Work went around among ${together}, the pool, over ${counted(pairs, 'pair')}`,
    ),
    any.least('several partners', partnered, partneredMin, `${several}; a person's second account has one`),
    extraction.least('pool for extraction', accounts.size, accusedMin(pool), pooled),
    extraction.below('hubs', hubShare, hubShareMax, `${through}; whom all fall back on is no pool`, percent),
    resale.least('pool for resale', accounts.size, resalePoolMin, pooled),
    resale.least('several partners for resale', partnered, resalePartneredMin, several),
    resale.below('hubs for resale', hubShare, hubShareMax, through, percent),
    look(
      'control',
      'turns',
      pool.turnNats,
      pool.scheduled > 0
        ? `${counted(pool.scheduled, 'account')} take turns in beginning conversations, ${upToTenths(pool.turnNats)} nats; people exceed that with a chance of one in e to that power.`
        : 'Nobody was seen to take turns.',
    ),
    look(
      'control',
      'false-discovery rate',
      level,
      `Claimed at false-discovery rates from ${level < 1e-4 ? 'less than 0.01 %' : percent(level)} on: so many claims like this one honest people would bring about.`,
    ),
    look(
      'control',
      'members unseen',
      unseen,
      `${unseenSaid} must be in on it without having been seen (Chao's lower bound, from how many had one partner and two).`,
    ),
    look(
      'control',
      'control',
      control,
      `Control is ${hundredths(control)}: the pool, seen and unseen, as a share of those named.`,
    ),
  ]
}

function extractionTests({ measures, measured, group }: FoundGroup): TestEntry[] {
  const { pool, queue, isFactory, templatedShare, productiveShare, elicitingShare, gradingShare, harvest, extraction } =
    measures
  const { templatedShareMin, queueMin, extractionMin } = claimLimits
  const slotsMin = slotsLeast(sumUsage(measured, pool.accounts).templated)
  const prompts = `${percent(templatedShare)} of the pool's opening prompts`
  const templates = counted(measured.templates.length, 'template')
  const uses = `the median one used ${counted(measured.slotUsesMedian, 'time')}, the most frequent ${counted(measured.slotUsesMax, 'time')}`
  const alike = group.members.filter(({ account }) => !pool.accounts.has(account)).length
  const { least } = on('extraction', 'extraction')
  return [
    // Produced templates alone suffice: behind genuine customers most prompts are theirs.
    isFactory && templatedShare < templatedShareMin
      ? look('extraction', 'templated share', templatedShare, `${prompts} fill one of ${templates} of its own.`)
      : least(
          'templated share',
          templatedShare,
          templatedShareMin,
          `${prompts} fill one of ${templates} of its own`,
          percent,
        ),
    look(
      'extraction',
      'produced share',
      productiveShare,
      `${percent(productiveShare)} fill templates that come again and again, as no customer's own phrases do${isFactory ? '' : ': too few to be a factory'}.`,
    ),
    least('fillings', measured.slots, slotsMin, `These were ${counted(measured.slots, 'filling')}, ${uses}`),
    least(
      'queue-likeness',
      queue,
      queueMin,
      `Fillings are used alike to ${hundredths(queue)}; a work queue gives about 1, genuine demand has favourites and gives less`,
      hundredths,
    ),
    look(
      'extraction',
      'eliciting share',
      elicitingShare,
      `${percent(elicitingShare)} of its opening prompts ask for the reasoning itself.`,
    ),
    look(
      'extraction',
      'grading share',
      gradingShare,
      `${percent(gradingShare)} of its opening prompts have answers graded.`,
    ),
    least(
      'extraction',
      extraction,
      extractionMin,
      `Extraction is ${hundredths(extraction)}, to which templates filled like a queue add ${hundredths(harvest)}`,
      hundredths,
    ),
    look(
      'extraction',
      'members alike',
      alike,
      `${counted(alike, 'account')} outside the pool named because they fill its templates as it does.`,
    ),
  ]
}

function deceptionTests({ pool, undeclaredShare, openness, deception }: Measures): TestEntry[] {
  const { undeclaredShareMin, opennessMax, openPoolMax, deceptionMin } = claimLimits
  const { least, below } = on('deception', 'extraction')
  const shown = `${percent(openness)} of the pool are registered under one rare e-mail domain`
  return [
    least(
      'undeclared share',
      undeclaredShare,
      undeclaredShareMin,
      `No organisation stands for ${percent(undeclaredShare)} of the pool`,
      percent,
    ),
    pool.accounts.size > openPoolMax
      ? look('deception', 'openness', openness, `${shown}; they are too many for a team.`)
      : below('openness', openness, opennessMax, shown, percent),
    on('deception', 'resale').least(
      'deception',
      deception,
      deceptionMin,
      `Deception is ${hundredths(deception)}: what is neither declared nor shown`,
      hundredths,
    ),
  ]
}

/** What tests of the group as a whole against comparable accounts say; they support a claim and decide none. */
export function outcomeEntries(outcomes: readonly GroupOutcome[]): TestEntry[] {
  return outcomes.map(({ signal, axis, outcome, statement }) =>
    look(
      axis,
      signal,
      outcome.pValue,
      `${statement} p ${outcome.pValue < 1e-4 ? '< 0.0001' : `= ${fourDigits(outcome.pValue)}`}.`,
    ),
  )
}

type Test = (
  name: string,
  value: number,
  threshold: number,
  said: string,
  format?: (value: number) => string,
) => TestEntry

interface Tests {
  readonly least: Test
  readonly below: Test
}

/** Tests on one axis, which one kind of claim asks for. */
function on(axis: Axis, askedBy: 'any claim' | 'extraction' | 'resale'): Tests {
  const tester =
    (must: 'reach' | 'stay below', limit: string): Test =>
    (name, value, threshold, said, format = count) => {
      const passed = must === 'reach' ? value >= threshold : value < threshold
      const statement = `${said}. ${capitalised(askedBy)} asks for ${limit} ${format(threshold)}: ${passed ? 'holds' : 'fails'}.`
      return { axis, name, value: rounded(value), threshold, must, asked_by: askedBy, passed, statement }
    }
  return { least: tester('reach', 'at least'), below: tester('stay below', 'less than') }
}

function look(axis: Axis, name: string, value: number, statement: string): TestEntry {
  return { axis, name, value: rounded(value), threshold: null, must: null, asked_by: null, passed: null, statement }
}

function capitalised(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1)
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

function fourDigits(value: number): string {
  return value.toFixed(4)
}

function hundredths(value: number): string {
  return value.toFixed(2)
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`
}
