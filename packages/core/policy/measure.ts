/** One step of the ladder, from a table and to it. */
import type { FaultList } from './fault.ts'
import { readLimitsInto, writeLimits } from './limits.ts'
import { readMembers, readOneOf, readWhole, wrongness } from './member.ts'
import { readModels } from './model.ts'
import { ladder, type Measure } from './verdict.ts'

/** Longest label, and longest address of a verification page, in characters. */
export const labelCharsMax = 64
export const linkCharsMax = 2048

type Step = Measure['step']

/** The members of each step beside `step` itself, as files have them. */
const membersByStep: Readonly<Record<Step, readonly string[]>> = {
  label: ['label'],
  shape: ['limits'],
  harden: ['logprobs', 'reasoning', 'choices_max'],
  'step-up': ['link'],
  restrict: ['models', 'tools'],
  suspend: [],
  terminate: [],
}

/** A measure as files have it; undefined, with faults, for anything else. */
export function readMeasure(value: unknown, path: string, faults: FaultList): Measure | undefined {
  const step = stepOf(value, path, faults)
  if (step === undefined) return undefined
  const members = readMembers(value, path, ['step', ...membersByStep[step]], faults)
  if (members === undefined) return undefined
  switch (step) {
    case 'label':
      return readLabel(members['label'], `${path}.label`, faults)
    case 'shape':
      return readShape(members['limits'], `${path}.limits`, faults)
    case 'harden':
      return readHarden(members, path, faults)
    case 'step-up':
      return readStepUp(members['link'], `${path}.link`, faults)
    case 'restrict':
      return readRestrict(members, path, faults)
    case 'suspend':
    case 'terminate':
      return { step }
  }
}

function stepOf(value: unknown, path: string, faults: FaultList): Step | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return faults.add(path, wrongness(value), 'give an object with a step')
  return readOneOf((value as { step?: unknown }).step, `${path}.step`, ladder, faults)
}

function readLabel(value: unknown, path: string, faults: FaultList): Measure | undefined {
  if (typeof value === 'string' && value.length <= labelCharsMax && /^[\w.:-]+$/.test(value))
    return { step: 'label', label: value }
  return faults.add(path, wrongness(value), `give at most ${labelCharsMax} letters, digits and . _ : -`)
}

function readShape(value: unknown, path: string, faults: FaultList): Measure | undefined {
  const limits = readLimitsInto(value, path, faults)
  if (limits === undefined) return undefined
  if (Object.keys(value as object).length === 0) return faults.add(path, 'is empty', 'give a limit')
  return { step: 'shape', limits }
}

function readHarden(members: Readonly<Record<string, unknown>>, path: string, faults: FaultList): Measure | undefined {
  const { logprobs, reasoning, choices_max: choices } = members
  if (logprobs === undefined && reasoning === undefined && choices === undefined)
    return faults.add(path, 'hardens nothing', 'give logprobs, reasoning or choices_max')
  const strip = logprobs === undefined ? undefined : readOneOf(logprobs, `${path}.logprobs`, ['strip'], faults)
  const drop = reasoning === undefined ? undefined : readOneOf(reasoning, `${path}.reasoning`, ['drop'], faults)
  const choicesMax = choices === undefined ? undefined : readWhole(choices, `${path}.choices_max`, 1, faults)
  return {
    step: 'harden',
    ...(strip === undefined ? {} : { logprobs: strip }),
    ...(drop === undefined ? {} : { reasoning: drop }),
    ...(choicesMax === undefined ? {} : { choicesMax }),
  }
}

// What follows the host is shown to people and in JSON: printable ASCII without what markup and shells read.
const link = /^(https?):\/\/([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[::1\])(?::\d{1,5})?(?:[/?#][!#-;=?-[\]_a-z~]*)?$/i
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i

function readStepUp(value: unknown, path: string, faults: FaultList): Measure | undefined {
  const [, scheme, host = ''] =
    typeof value === 'string' && value.length <= linkCharsMax ? (link.exec(value) ?? []) : []
  if (scheme === undefined)
    return faults.add(path, wrongness(value), `give an https address of at most ${linkCharsMax} characters`)
  if (scheme.toLowerCase() !== 'https' && !loopback.test(host))
    return faults.add(path, 'is not encrypted', 'give an https address; http only on this machine')
  return { step: 'step-up', link: value as string }
}

function readRestrict(
  members: Readonly<Record<string, unknown>>,
  path: string,
  faults: FaultList,
): Measure | undefined {
  const { models, tools } = members
  if (models === undefined && tools === undefined) return faults.add(path, 'restricts nothing', 'give models or tools')
  const allowed = models === undefined ? undefined : readModels(models, `${path}.models`, faults)
  const none = tools === undefined ? undefined : readOneOf(tools, `${path}.tools`, ['none'], faults)
  return {
    step: 'restrict',
    ...(allowed === undefined ? {} : { models: allowed }),
    ...(none === undefined ? {} : { tools: none }),
  }
}

/** A measure as files have it; what {@link readMeasure} reads. */
export function writeMeasure(measure: Measure): object {
  if (measure.step === 'shape') return { step: 'shape', limits: writeLimits(measure.limits) }
  if (measure.step !== 'harden') return measure
  const { choicesMax, ...rest } = measure
  return choicesMax === undefined ? rest : { ...rest, choices_max: choicesMax }
}
