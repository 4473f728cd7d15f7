import { inReadingOrder } from './campaign-order.ts'
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

const LOOK_FIRST: NextStep = {
  command: null,
  purpose: 'Read some of the records named above before acting, and begin with a step that can be taken back.',
}
