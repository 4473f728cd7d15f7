import { inReadingOrder } from './campaign-order.ts'
import type { BacktestFinding } from './backtest.ts'
import { formatDuration } from './moment.ts'
import type { Finding } from './report.ts'
import { verdict } from './verdict.ts'

/** Something the reader can do now. */
export interface NextStep {
  /** What to type; null for what no command does. */
  readonly command: string | null
  readonly purpose: string
}

/** What to do after this finding, most useful first. */
export function nextSteps(finding: Finding): readonly NextStep[] {
  const { outcome } = verdict(finding)
  if (outcome === 'nothing read') return [CHECK_INPUT]
  return outcome === 'claims' ? afterClaims(finding) : [SCAN_MORE, ADD_REGISTRY]
}

function afterClaims({ report, folder }: Finding): readonly NextStep[] {
  const first = inReadingOrder(report.campaigns)[0]
  return first === undefined ? [LOOK_FIRST] : [folder === null ? KEEP : explaining(first.id, folder), LOOK_FIRST]
}

/** What to do after this backtest, most useful first. */
export function nextReplaySteps(finding: BacktestFinding): readonly NextStep[] {
  const { outcome } = verdict(finding)
  const { released, nearMisses, stepMs, steps } = finding.replay
  if (outcome === 'nothing read') return [CHECK_INPUT]
  const outsiders = released.length + nearMisses.length > 0 ? [LOOK_AT_OUTSIDERS] : []
  if (outcome === 'no claim') return [REPLAY_MORE, ...outsiders]
  const first = inReadingOrder(finding.report.campaigns)[0]
  const { folder } = finding
  const why = first === undefined || folder === null ? SHOW_EVIDENCE : explaining(first.id, folder)
  // A single step has shown nothing of how soon.
  const often = steps > 1 ? [scheduled(folder, stepMs)] : []
  return [why, ...often, ...outsiders]
}

function scheduled(folder: string | null, stepMs: number): NextStep {
  return {
    command: `stillhunt scan … --data ${folder === null ? 'DIR' : shellWord(folder)}`,
    purpose: `on what is new, every ${formatDuration(stepMs)}, names operators as soon as the replay did.`,
  }
}

function explaining(id: string, folder: string): NextStep {
  return {
    command: explainCommand(id, folder),
    purpose: 'prints every link, test and member of the first campaign, and what speaks against it.',
  }
}

/** What to type to have a campaign explained from the folder that keeps it. */
export function explainCommand(id: string, folder: string): string {
  return `stillhunt explain ${id} --data ${shellWord(folder)}`
}

// As POSIX shells read it; `~` only means something unquoted.
function shellWord(text: string): string {
  return /^[\w@%+=:,./~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

const KEEP: NextStep = {
  command: 'stillhunt scan … --data DIR',
  purpose: 'keeps the fingerprints, so that `stillhunt explain` can print every link and test behind a claim.',
}

const CHECK_INPUT: NextStep = {
  command: null,
  purpose: 'Check the input: one JSON object per line with at least id, ts, account, dialect, model, request, status.',
}

const SCAN_MORE: NextStep = {
  command: null,
  purpose: 'Scan more days at once: an operator who shows nothing in a day can show in weeks.',
}

const ADD_REGISTRY: NextStep = {
  command: 'stillhunt scan … --accounts FILE',
  purpose: 'adds what you know of the accounts: sign-up, payment, organisation.',
}

const REPLAY_MORE: NextStep = {
  command: null,
  purpose: 'Replay more days: an operator who shows nothing in a day can show in weeks.',
}

const SHOW_EVIDENCE: NextStep = {
  command: 'stillhunt backtest … --html FILE',
  purpose: 'shows the evidence, the members and the links of each campaign, and what speaks against it.',
}

const LOOK_AT_OUTSIDERS: NextStep = {
  command: null,
  purpose:
    'Look at the accounts that came closest or were released before you act by machine: they are what it would hit.',
}

const LOOK_FIRST: NextStep = {
  command: null,
  purpose: 'Read some of the records named above before acting, and begin with a step that can be taken back.',
}
