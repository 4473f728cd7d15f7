/** Measures what groups of accounts do, in one query over all of them. */
import { readFileSync } from 'node:fs'
import type { Group } from '@stillhunt/core/campaign'
import type { Traits } from '@stillhunt/core/link'
import { encodeBlock, IntegerColumn, type Store, TextColumn, WideColumn } from '../store.ts'
import type { Directory } from './directory.ts'

/** What a group does. Shares are in [0, 1], times in milliseconds since the epoch. */
export interface Usage {
  readonly interactions: number
  readonly outputTokens: number
  readonly firstMs: number
  readonly lastMs: number
  /** Answered requests with text of the user's own, and those among them that fill one of the group's own templates. */
  readonly prompts: number
  readonly templated: number
  readonly templateAccounts: number
  /** Distinct fillings, how often the most and the median one was used, and how many came from several accounts. */
  readonly slots: number
  readonly slotUsesMax: number
  readonly slotUsesMedian: number
  readonly slotsOnMany: number
  readonly reasoning: number
  readonly code: number
  readonly agentic: number
  readonly grading: number
  readonly eliciting: number
  readonly gradingPrompts: number
  /** The group's own templates. */
  readonly templates: number
}

/** What a group is taken to do that nobody measured. */
export const noUsage: Usage = {
  interactions: 0,
  outputTokens: 0,
  firstMs: 0,
  lastMs: 0,
  prompts: 0,
  templated: 0,
  templateAccounts: 0,
  slots: 0,
  slotUsesMax: 0,
  slotUsesMedian: 0,
  slotsOnMany: 0,
  reasoning: 0,
  code: 0,
  agentic: 0,
  grading: 0,
  eliciting: 0,
  gradingPrompts: 0,
  templates: 0,
}

const sql = readFileSync(new URL('./campaign-usage.sql', import.meta.url), 'utf8')

/** A template is a group's own when this share of the accounts that use it are members … */
const ownShareMin = 0.6
/** … and so many members use it, in number and as a share. */
const usersMin = 3
const usersShareMin = 0.1

/** The usage of each group, in order. O(interactions of members). */
export async function readUsage(
  store: Store,
  directory: Directory,
  groups: readonly Group[],
  traits: Traits,
): Promise<Usage[]> {
  const templates = groups.map((group) => ownTemplates(group, traits))
  await store.run('TRUNCATE TABLE member')
  await store.run('TRUNCATE TABLE template')
  await writeMembers(store, directory, groups)
  await writeTemplates(store, templates, traits)
  const rows = await store.query<{ campaign: number } & Omit<Usage, 'templates'>>(sql)
  return rows.map(({ campaign, ...usage }) => ({ ...usage, templates: templates[campaign]!.length }))
}

function ownTemplates({ members, profile }: Group, traits: Traits): number[] {
  const inside = new Set(members.map(({ account }) => account))
  const countMin = Math.max(usersMin, usersShareMin * inside.size)
  return [...profile.values.keys()].filter((value) => {
    if (traits.kind(value).signal !== 'skeleton-sharing') return false
    const holders = traits.holders(value)
    let users = 0
    for (const holder of holders) if (inside.has(holder)) users += 1
    return users >= countMin && users >= ownShareMin * holders.length
  })
}

async function writeMembers(store: Store, directory: Directory, groups: readonly Group[]): Promise<void> {
  const campaign = new IntegerColumn(32)
  const account = new WideColumn()
  let rows = 0
  for (const [index, group] of groups.entries())
    for (const member of group.members) {
      campaign.push(index)
      account.push(BigInt(directory.entries[member.account]!.hash))
      rows += 1
    }
  if (rows > 0) await store.insert('member', [encodeBlock({ campaign, account }, rows)])
}

async function writeTemplates(store: Store, templates: readonly (readonly number[])[], traits: Traits): Promise<void> {
  const columns = { campaign: new IntegerColumn(32), aspect: new TextColumn(), value: new WideColumn() }
  let rows = 0
  for (const [index, values] of templates.entries())
    for (const value of values) {
      columns.campaign.push(index)
      columns.aspect.push(traits.kind(value).aspect)
      columns.value.push(BigInt(traits.key(value)))
      rows += 1
    }
  if (rows > 0) await store.insert('template', [encodeBlock(columns, rows)])
}
