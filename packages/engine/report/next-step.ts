import { inReadingOrder } from './campaign-order.ts'
import { containment } from './headline.ts'
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

function afterClaims({ report }: Finding): readonly NextStep[] {
  const first = inReadingOrder(report.campaigns)[0]
  const isBacktest = report.campaigns.some((campaign) => containment(campaign, report.data) !== null)
  return [
    { command: `stillhunt explain ${first?.id}`, purpose: 'prints every link, test and member of the first campaign.' },
    LOOK_FIRST,
    ...(isBacktest ? [] : [BACKTEST]),
  ]
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

const BACKTEST: NextStep = {
  command: 'stillhunt backtest …',
  purpose: 'tells when each campaign would have been named, and whom acting on it would have hurt.',
}
