/** The analysis: what is in the store → signals → links → groups → verdicts. Pure but for reading. */
import { createHash } from 'node:crypto'
import { type Claim, claimLimits, findGroups, type Group, judge } from '@stillhunt/core/campaign'
import { buildLinks, type Link, type Sharing, type Traits } from '@stillhunt/core/link'
import type { Store } from '../store.ts'
import { type Directory, readDirectory } from './directory.ts'
import { readEvidence } from './evidence.ts'
import { noUsage, readUsage, type Usage } from './usage.ts'

/** A group and what was measured of it. */
export interface FoundGroup {
  /** `c-` and eight digits; what a campaign is called when the group is claimed. */
  readonly id: string
  readonly group: Group
  readonly usage: Usage
  /** How many strangers the members claim to be. */
  readonly distinctIdentities: number
  /** Null for a group that nothing shows to be under common control. */
  readonly claim: Claim | null
}

/** Everything that claims rest on. */
export interface Analysis {
  readonly directory: Directory
  readonly sharings: readonly Sharing[]
  readonly traits: Traits
  /** Strongest first. */
  readonly links: readonly Link[]
  /** Largest first; those too small for a claim have no usage measured. */
  readonly groups: readonly FoundGroup[]
}

/** Analyses all interactions in the store. Same records, same answer. */
export async function analyse(store: Store): Promise<Analysis> {
  const directory = await readDirectory(store)
  const { population } = directory
  const { sharings, traits } = await readEvidence({ store, population, indexOf: (hash) => directory.indexOf(hash) })
  // What follows needs this process's own memory rather than the engine's.
  await store.trim()
  const links = buildLinks(population, sharings, traits)
  const found = findGroups(population, links, sharings, traits)
  const usages = await readUsages(store, directory, found, traits)
  const groups = found.map((group, index): FoundGroup => {
    const usage = usages[index] ?? noUsage
    const distinctIdentities = identitiesIn(group, directory)
    const claim = judge(group, links, usage, population, distinctIdentities)
    return { id: groupId(group, directory), group, usage, distinctIdentities, claim }
  })
  return { directory, sharings, traits, links, groups }
}

/** The usage of the groups that are large enough for a claim, which come first. */
function readUsages(store: Store, directory: Directory, found: readonly Group[], traits: Traits): Promise<Usage[]> {
  const large = found.filter(({ members }) => members.length >= claimLimits.membersMin)
  return readUsage(store, directory, large, traits)
}

/** Payment instruments, or where none is known accounts. */
function identitiesIn(group: Group, directory: Directory): number {
  const seen = new Set<string>()
  for (const { account } of group.members) {
    const { payment, name } = directory.entries[account]!
    seen.add(payment === '0' ? name : payment)
  }
  return seen.size
}

/** Named after its earliest member, so that a campaign keeps its id as members come and go. */
function groupId(group: Group, directory: Directory): string {
  const members = group.members.map(({ account }) => directory.entries[account]!)
  members.sort((a, b) => a.firstMs - b.firstMs || (a.name < b.name ? -1 : 1))
  return `c-${createHash('sha256').update(members[0]!.name).digest('hex').slice(0, 8)}`
}
