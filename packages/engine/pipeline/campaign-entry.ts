/** A claimed group as the report has it: its entry, and its picture. */
import type { AccountEntry, CampaignEntry, CampaignPicture, EvidenceEntry } from '../report.ts'
import type { FoundGroup } from './judgement.ts'
import { counterEvidence } from './counter-evidence.ts'
import { type Evidenced, Explainer, strongestFirst } from './explanation.ts'
import type { Link } from '@stillhunt/core/link'
import { type Claim, controlOf } from '@stillhunt/core/campaign'
import type { Usage } from './usage.ts'

/** A group whose claim is not null. */
export interface ClaimedGroup extends FoundGroup {
  readonly claim: Claim
}

/** Whether a claim is made on the group. */
export function isClaimed(found: FoundGroup): found is ClaimedGroup {
  return found.claim !== null
}

/** Edges drawn of one campaign, strongest first. */
const edgesMax = 3000
/** A probability is never printed as certainty. */
const probabilityMax = 0.9999

/** The report's entry of a campaign. `detectedMs`: as of when, in event time; `tested`: what tests on it as a whole add. */
export function campaignEntry(
  found: ClaimedGroup,
  evidenced: Evidenced,
  detectedMs: number,
  tested: readonly EvidenceEntry[],
): CampaignEntry {
  const { id, group, claim, usage, measures, level } = found
  const explainer = new Explainer(group, evidenced)
  return {
    id,
    kind: claim.kind,
    confidence: share(1 - level),
    first_seen: time(usage.firstMs),
    last_seen: time(usage.lastMs),
    detected_at: time(detectedMs),
    interactions: usage.interactions,
    output_tokens: usage.outputTokens,
    control: share(controlOf(measures.pool, group.members.length)),
    extraction: share(measures.extraction),
    deception: share(measures.deception),
    capabilities: shares(usage),
    evidence: [...explainer.ofGroup(), ...tested].sort(strongestFirst),
    accounts: accountEntries(found, evidenced, explainer, time(detectedMs)),
  }
}

function accountEntries(
  { group }: ClaimedGroup,
  { directory }: Evidenced,
  explainer: Explainer,
  detected_at: string,
): AccountEntry[] {
  const accounts = group.members.map(({ account, probability }): AccountEntry => {
    const { name, interactions } = directory.entry(account)
    const evidence = explainer.ofMember(account)
    return {
      account: name,
      probability: share(probability),
      detected_at,
      interactions,
      interactions_after: 0,
      evidence,
    }
  })
  return accounts.sort(
    (a, b) => b.probability - a.probability || b.interactions - a.interactions || (a.account < b.account ? -1 : 1),
  )
}

/** What is shown beside the entry. */
export function campaignPicture(
  found: ClaimedGroup,
  entry: CampaignEntry,
  activity: CampaignPicture['activity'],
  evidenced: Evidenced,
): CampaignPicture {
  const counter = counterEvidence(found, evidenced)
  return { campaign: entry.id, edges: edgesOf(found, entry, evidenced), activity, counter }
}

function edgesOf(
  { group }: ClaimedGroup,
  entry: CampaignEntry,
  { directory, sharings }: Evidenced,
): CampaignPicture['edges'] {
  const position = new Map(entry.accounts.map(({ account }, index) => [account, index]))
  const positionOf = (account: number): number => position.get(directory.name(account))!
  return group.links.first(edgesMax).map((link) => {
    return { from: positionOf(link.a), to: positionOf(link.b), nats: link.nats, signal: signalOf(link, sharings) }
  })
}

/** What an edge is drawn as: its first event's signal, or the family that weighs most. */
function signalOf(link: Link, sharings: Evidenced['sharings']): string {
  const event = link.sharings[0]
  if (event !== undefined) return sharings.at(event).signal
  return link.byFamily.identity > 0 ? 'shared-identity' : 'shared-client'
}

/** A share or a probability as it is written: four digits, never certainty. */
export function share(value: number): number {
  return Math.round(Math.min(value, probabilityMax) * 10_000) / 10_000
}

function shares({ interactions, reasoning, code, agentic, grading }: Usage): CampaignEntry['capabilities'] {
  const part = (of: number): number => share(interactions === 0 ? 0 : of / interactions)
  const parts = { reasoning: part(reasoning), code: part(code), agentic: part(agentic), grading: part(grading) }
  const rest = 1 - parts.reasoning - parts.code - parts.agentic - parts.grading
  return { ...parts, general: share(Math.max(0, rest)) }
}

function time(ms: number): string {
  return new Date(ms).toISOString()
}
