import type { AccountEntry, CampaignEntry, CapabilityMix, EvidenceEntry, RejectedEntry, Report } from './report.ts'

type ContractKey =
  | keyof Report
  | keyof Report['data']
  | keyof RejectedEntry
  | keyof CampaignEntry
  | keyof CapabilityMix
  | keyof EvidenceEntry
  | keyof AccountEntry

// One list orders every object: the contract never puts two keys in one order here and in another there. Written as
// a record so that a key missing from it is a type error.
const CONTRACT_KEYS: Readonly<Record<ContractKey, true>> = {
  version: true,
  data: true,
  from: true,
  to: true,
  campaigns: true,
  id: true,
  kind: true,
  confidence: true,
  account: true,
  probability: true,
  first_seen: true,
  last_seen: true,
  detected_at: true,
  interactions: true,
  interactions_after: true,
  output_tokens: true,
  control: true,
  extraction: true,
  deception: true,
  capabilities: true,
  reasoning: true,
  code: true,
  agentic: true,
  grading: true,
  general: true,
  signal: true,
  nats: true,
  statement: true,
  records: true,
  evidence: true,
  accounts: true,
  duplicates: true,
  rejected: true,
  reason: true,
  count: true,
  first_line: true,
}

/**
 * The report as the contract's JSON: keys in the contract's order, two spaces of indentation, a line feed at the end.
 * Equal reports give equal bytes, however their objects were put together; fields that the contract does not name are
 * left out. A number that is not finite becomes null, which `checkReport` then names.
 */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, Object.keys(CONTRACT_KEYS), 2)}\n`
}
