/** The detection: what is in the store → signals → links → groups → claims → what people are told. Pure but for reading. */
import { createHash } from 'node:crypto'
import { type Claim, findGroups, type Group, judge } from '@stillhunt/core/campaign'
import { buildLinks, type Link } from '@stillhunt/core/link'
import type { AccountEntry, CampaignEntry, CampaignPicture } from '../report/report.ts'
import type { Store } from '../store.ts'
import { counterEvidence } from './counter-evidence.ts'
import { type Directory, readDirectory } from './directory.ts'
import { readEvidence } from './evidence.ts'
import { type Evidenced, explainGroup, explainMember, valuesToShow } from './explanation.ts'
import { readActivity, readRecords } from './illustration.ts'
import { readUsage, type Usage } from './usage.ts'

/** A group that was claimed. */
interface Claimed {
  readonly group: Group
  readonly claim: Claim
  readonly usage: Usage
}

/** What a detection found. */
export interface Detection {
  readonly directory: Directory
  readonly campaigns: readonly CampaignEntry[]
  readonly pictures: readonly CampaignPicture[]
}

/** Edges drawn of one campaign, strongest first. */
const edgesMax = 3000
/** A probability is never printed as certainty. */
const probabilityMax = 0.9999

/** Looks at all interactions in the store, as of the last of them. Same records, same answer. */
export async function detect(store: Store): Promise<Detection> {
  const directory = await readDirectory(store)
  const { population } = directory
  const { sharings, traits } = await readEvidence({ store, population, indexOf: (hash) => directory.indexOf(hash) })
  const links = buildLinks(population, sharings, traits)
  const groups = findGroups(population, links, sharings, traits).filter((group) => group.members.length > 2)
  const usages = await readUsage(store, directory, groups, traits)
  const claimed: Claimed[] = []
  for (const [index, group] of groups.entries()) {
    const usage = usages[index]!
    const claim = judge(group, links, usage, population, distinctIdentities(group, directory))
    if (claim !== null) claimed.push({ group, claim, usage })
  }
  const shown = claimed.flatMap(({ group }) => valuesToShow(group, traits))
  const recordsOf = await readRecords(
    store,
    directory,
    claimed.map(({ group }) => group),
    shown,
    traits,
  )
  const activities = await readActivity(
    store,
    directory,
    claimed.map(({ group, usage }) => ({ group, fromMs: usage.firstMs, toMs: usage.lastMs })),
  )
  const evidenced: Evidenced = { directory, links, sharings, traits, recordsOf }
  const detectedMs = Math.max(0, ...directory.entries.map(({ lastMs }) => lastMs))
  const campaigns = claimed.map((one) => describe(one, evidenced, detectedMs))
  const pictures = claimed.map((one, index) => ({
    campaign: campaigns[index]!.id,
    edges: edgesOf(one.group, evidenced),
    activity: activities[index]!,
    counter: counterEvidence(one.group, one.claim, one.usage, evidenced),
  }))
  return { directory, campaigns, pictures }
}

/** Payment instruments, or where none is known accounts: how many strangers the members claim to be. */
function distinctIdentities(group: Group, directory: Directory): number {
  const seen = new Set<string>()
  for (const { account } of group.members) {
    const { payment, name } = directory.entries[account]!
    seen.add(payment === '0' ? name : payment)
  }
  return seen.size
}

function describe({ group, claim, usage }: Claimed, evidenced: Evidenced, detectedMs: number): CampaignEntry {
  const detected_at = time(detectedMs)
  const accounts = group.members.map((member): AccountEntry => {
    const { name, interactions } = evidenced.directory.entries[member.account]!
    return {
      account: name,
      probability: share(member.probability),
      detected_at,
      interactions,
      interactions_after: 0,
      evidence: explainMember(member.account, group, evidenced),
    }
  })
  accounts.sort(
    (a, b) => b.probability - a.probability || b.interactions - a.interactions || (a.account < b.account ? -1 : 1),
  )
  const { reasoning, code, agentic, grading } = usage
  return {
    id: campaignId(group, evidenced.directory),
    kind: claim.kind,
    confidence: share(mean(group.members.map(({ probability }) => probability))),
    first_seen: time(usage.firstMs),
    last_seen: time(usage.lastMs),
    detected_at,
    interactions: usage.interactions,
    output_tokens: usage.outputTokens,
    control: share(claim.control),
    extraction: share(claim.extraction),
    deception: share(claim.deception),
    capabilities: shares({ reasoning, code, agentic, grading }),
    evidence: explainGroup(group, evidenced),
    accounts,
  }
}

/** Named after its earliest member, so that a campaign keeps its id as members come and go. */
function campaignId(group: Group, directory: Directory): string {
  const members = group.members.map(({ account }) => directory.entries[account]!)
  members.sort((a, b) => a.firstMs - b.firstMs || (a.name < b.name ? -1 : 1))
  return `c-${createHash('sha256').update(members[0]!.name).digest('hex').slice(0, 8)}`
}

function edgesOf(group: Group, { links, sharings }: Evidenced): CampaignPicture['edges'] {
  const position = new Map(group.members.map(({ account }, index) => [account, index]))
  return group.links
    .map((index) => links[index]!)
    .slice(0, edgesMax)
    .map((link) => ({
      from: position.get(link.a)!,
      to: position.get(link.b)!,
      nats: link.nats,
      signal: signalOf(link, sharings),
    }))
}

/** What an edge is drawn as: its first event's signal, or the family that weighs most. */
function signalOf(link: Link, sharings: Evidenced['sharings']): string {
  const event = link.sharings[0]
  if (event !== undefined) return sharings[event]!.signal
  return link.byFamily.identity > 0 ? 'shared-identity' : 'shared-client'
}

function shares({
  reasoning,
  code,
  agentic,
  grading,
}: Pick<Usage, 'reasoning' | 'code' | 'agentic' | 'grading'>): CampaignEntry['capabilities'] {
  const mix = { reasoning: share(reasoning), code: share(code), agentic: share(agentic), grading: share(grading) }
  const rest = 1 - mix.reasoning - mix.code - mix.agentic - mix.grading
  return { ...mix, general: share(Math.max(0, rest)) }
}

function share(value: number): number {
  return Math.round(Math.min(value, probabilityMax) * 10_000) / 10_000
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

function time(ms: number): string {
  return new Date(ms).toISOString()
}
