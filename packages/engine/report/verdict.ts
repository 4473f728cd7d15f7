import { isClaim, KINDS } from './campaign-order.ts'
import { formatCount, formatCounted, formatShare } from './quantity.ts'
import type { CampaignKind, Finding, Report } from './report.ts'

/** What the whole report comes to. */
export interface Verdict {
  readonly outcome: 'claims' | 'no claim' | 'nothing read'
  /** One line without a full stop: `2 extraction campaigns, 1 resale campaign`. */
  readonly title: string
  /** What that means, in one or two sentences. */
  readonly meaning: string
}

const NOUNS: Readonly<Record<CampaignKind, string>> = {
  extraction: 'extraction campaign',
  resale: 'resale campaign',
  coordinated: 'coordinated group',
}

/** Sums a finding up. With no claim it says what that does and does not prove. */
export function verdict(finding: Finding): Verdict {
  const { report } = finding
  if (report.data.interactions === 0) {
    return {
      outcome: 'nothing read',
      title: 'Nothing was read',
      meaning: 'No record could be used, so this says nothing about any account, for or against.',
    }
  }
  const found = KINDS.map((kind) => [kind, report.campaigns.filter((entry) => entry.kind === kind).length] as const)
  const counted = found.filter(([, count]) => count > 0).map(([kind, count]) => formatCounted(count, NOUNS[kind]))
  if (report.campaigns.some(isClaim)) {
    return { outcome: 'claims', title: counted.join(', '), meaning: reach(report) }
  }
  return {
    outcome: 'no claim',
    title: ['No campaign found', ...counted].join(', '),
    meaning: absence(finding.lacked.length),
  }
}

function reach(report: Report): string {
  const claims = report.campaigns.filter(isClaim)
  const accounts = new Set(claims.flatMap((campaign) => campaign.accounts.map(({ account }) => account))).size
  const interactions = claims.reduce((sum, campaign) => sum + campaign.interactions, 0)
  const share = formatShare(Math.min(1, interactions / report.data.interactions))
  const operators = claims.length === 1 ? 'one hidden operator' : `${formatCount(claims.length)} hidden operators`
  return (
    `${formatCount(accounts)} of ${formatCounted(report.data.accounts, 'account')} ` +
    `sent ${formatCounted(interactions, 'interaction')} (${share} of all) for ${operators}.`
  )
}

function absence(lackedCount: number): string {
  const weaker = lackedCount > 0 ? ' It would also see more if the records held what is listed below as lacking.' : ''
  return (
    'No group of accounts shares enough rare evidence to be called one hidden operator. That is no proof that there ' +
    `is none: accounts that share nothing in these records stay unseen.${weaker}`
  )
}
