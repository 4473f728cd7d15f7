/** A verdict table for people to look at. */
import {
  type Limits,
  limitNames,
  type Measure,
  snakeName,
  type Verdict,
  type VerdictTable,
} from '@stillhunt/core/policy'
import { createSheet, faint, formatMomentMs, plain, type Sheet } from '@stillhunt/engine/report'

/** Each verdict in two lines or more, within the terminal's columns: what, to whom, until when; its id and why. */
export function renderVerdicts(
  table: VerdictTable,
  signed: string,
  nowMs: number,
  terminal: Parameters<typeof createSheet>[0],
): string {
  const sheet = createSheet(terminal)
  const { sequence, issuedMs, verdicts, campaigns } = table
  const head = sheet.paragraph({
    text: `Sequence ${sequence}, issued ${formatMomentMs(issuedMs)} UTC, ${signed}; verdicts: ${verdicts.length}`,
  })
  const rows = verdicts.flatMap((verdict) => rowOf(sheet, verdict, campaigns, stateOf(verdict, issuedMs, nowMs)))
  return `${[...head, ...(rows.length === 0 ? [] : ['']), ...rows].join('\n')}\n`
}

const stateColumns = 9
const untilColumns = 24

function rowOf(sheet: Sheet, verdict: Verdict, campaigns: VerdictTable['campaigns'], state: string): readonly string[] {
  const { id, subject, measure, because, expiresMs } = verdict
  const members = subject.kind === 'campaign' ? ` (accounts: ${campaigns[subject.id]?.length ?? 0})` : ''
  const owner = subject.account === undefined ? '' : ` of ${subject.account}`
  const until = expiresMs === undefined ? 'for good' : `until ${formatMomentMs(expiresMs)}`
  const who = `${subject.kind} ${subject.id}${owner}${members}`
  const indent = stateColumns
  return [
    sheet.line(
      { text: state.padEnd(stateColumns), ink: state === 'in force' ? 'plain' : 'faint' },
      plain(until.padEnd(untilColumns)),
      { text: who, ink: 'strong' },
    ),
    ...sheet.paragraph({ text: describe(measure), indent }),
    ...sheet.paragraph({ text: because, indent, lead: faint(`${id}: `), ink: 'faint' }),
  ]
}

function stateOf({ notBeforeMs, expiresMs, shadow }: Verdict, issuedMs: number, nowMs: number): string {
  if (expiresMs !== undefined && expiresMs <= nowMs) return 'expired'
  if ((notBeforeMs ?? issuedMs) > nowMs) return 'to come'
  return shadow === true ? 'shadow' : 'in force'
}

function describe(measure: Measure): string {
  switch (measure.step) {
    case 'label':
      return `label: ${measure.label}`
    case 'shape':
      return `shape: ${limitsText(measure.limits)}`
    case 'harden':
      return `harden: ${[
        ...(measure.logprobs === undefined ? [] : ['no logprobs']),
        ...(measure.reasoning === undefined ? [] : ['no reasoning']),
        ...(measure.choicesMax === undefined ? [] : [`choices at most ${measure.choicesMax}`]),
      ].join(', ')}`
    case 'step-up':
      return `step-up: ${measure.link}`
    case 'restrict':
      return `restrict: ${[
        ...(measure.models === undefined ? [] : [`only ${measure.models.join(', ')}`]),
        ...(measure.tools === undefined ? [] : ['no tools']),
      ].join(', ')}`
    case 'suspend':
    case 'terminate':
      return measure.step
  }
}

function limitsText(limits: Limits): string {
  return limitNames
    .flatMap((name) => (limits[name] === undefined ? [] : [`${snakeName(name).replaceAll('_', ' ')} ${limits[name]}`]))
    .join(', ')
}
