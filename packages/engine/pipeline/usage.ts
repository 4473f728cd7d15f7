/** Measures what groups of accounts do, in one query over all of them. */
import { readFileSync } from 'node:fs'
import type { Group } from '@stillhunt/core/campaign'
import type { Traits } from '@stillhunt/core/link'
import { encodeBlock, IntegerColumn, type Store, TextColumn, WideColumn } from '../store.ts'
import type { Directory } from './directory.ts'

/** What an account, or several, did. Times in milliseconds since the epoch. */
export interface Usage {
  readonly interactions: number
  readonly outputTokens: number
  readonly firstMs: number
  readonly lastMs: number
  /** Answered requests that began a conversation with text, and those among them that fill one of the group's templates. */
  readonly prompts: number
  readonly templated: number
  /** Interactions by what they exercise; parts of one interaction add up to at most one. */
  readonly reasoning: number
  readonly code: number
  readonly agentic: number
  readonly grading: number
  readonly eliciting: number
  readonly gradingPrompts: number
}

/** How the pool of a group fills its templates. */
export interface SlotUse {
  /** Distinct fillings, and how often the most frequent and the median one was used. */
  readonly slots: number
  readonly slotUsesMax: number
  readonly slotUsesMedian: number
}

/** What was measured of one group. */
export interface GroupUsage extends SlotUse {
  readonly ofAccount: ReadonlyMap<number, Usage>
  /** The group's own templates. */
  readonly templates: number
}

/** Of accounts that nobody measured. */
export const noUsage: Usage = {
  interactions: 0,
  outputTokens: 0,
  firstMs: 0,
  lastMs: 0,
  prompts: 0,
  templated: 0,
  reasoning: 0,
  code: 0,
  agentic: 0,
  grading: 0,
  eliciting: 0,
  gradingPrompts: 0,
}

/** The usage of several accounts of a group together. */
export function sumUsage({ ofAccount }: GroupUsage, accounts: Iterable<number>): Usage {
  let sum: Usage | null = null
  for (const account of accounts) {
    const usage = ofAccount.get(account)
    if (usage === undefined) continue
    sum = sum === null ? usage : add(sum, usage)
  }
  return sum ?? noUsage
}

function add(a: Usage, b: Usage): Usage {
  return {
    interactions: a.interactions + b.interactions,
    outputTokens: a.outputTokens + b.outputTokens,
    firstMs: Math.min(a.firstMs, b.firstMs),
    lastMs: Math.max(a.lastMs, b.lastMs),
    prompts: a.prompts + b.prompts,
    templated: a.templated + b.templated,
    reasoning: a.reasoning + b.reasoning,
    code: a.code + b.code,
    agentic: a.agentic + b.agentic,
    grading: a.grading + b.grading,
    eliciting: a.eliciting + b.eliciting,
    gradingPrompts: a.gradingPrompts + b.gradingPrompts,
  }
}

const usageSql = readFileSync(new URL('./campaign-usage.sql', import.meta.url), 'utf8')
const slotsSql = readFileSync(new URL('./campaign-slots.sql', import.meta.url), 'utf8')

/** A template is a group's own when this share of the accounts that use it are members … */
const ownShareMin = 0.6
/** … and so many members use it, in number and as a share. */
const usersMin = 3
const usersShareMin = 0.1
/** … and so often: a phrase that comes back now and then is how people talk, a template is used all the time. */
const usesMin = 10

type UsageRow = { [K in keyof Usage]: number } & { campaign: number; account: string }
type SlotRow = { [K in keyof SlotUse]: number } & { campaign: number }

/** The usage of each group, in order. O(interactions of members). */
export async function readUsage(
  store: Store,
  directory: Directory,
  groups: readonly Group[],
  traits: Traits,
): Promise<GroupUsage[]> {
  const templates = groups.map((group) => ownTemplates(group, traits))
  await store.run('TRUNCATE TABLE member')
  await store.run('TRUNCATE TABLE template')
  await writeMembers(store, directory, groups)
  await writeTemplates(store, templates, traits)
  const ofAccount = groups.map(() => new Map<number, Usage>())
  for (const { campaign, account, ...usage } of await store.query<UsageRow>(usageSql))
    ofAccount[campaign]!.set(directory.indexOf(account)!, usage)
  const slots = new Map<number, SlotUse>()
  for (const { campaign, ...use } of await store.query<SlotRow>(slotsSql)) slots.set(campaign, use)
  return groups.map((_, index) => ({
    ...(slots.get(index) ?? { slots: 0, slotUsesMax: 0, slotUsesMedian: 0 }),
    ofAccount: ofAccount[index]!,
    templates: templates[index]!.length,
  }))
}

/** How often members of a group use a template, how many of them, and how many accounts do in all. */
interface TemplateUse {
  readonly users: number
  readonly uses: number
  readonly holders: number
}

/** Whether a template is the own one of a group of so many. */
export function isOwnTemplate({ users, uses, holders }: TemplateUse, members: number): boolean {
  return users >= Math.max(usersMin, usersShareMin * members) && uses >= usesMin && users >= ownShareMin * holders
}

function ownTemplates({ members, profile }: Group, traits: Traits): number[] {
  const inside = new Set(members.map(({ account }) => account))
  return [...profile.values.keys()].filter((value) => {
    if (traits.kind(value).signal !== 'skeleton-sharing') return false
    const holders = traits.holders(value)
    const counts = traits.uses(value)
    let users = 0
    let uses = 0
    for (const [i, holder] of holders.entries()) {
      if (!inside.has(holder)) continue
      users += 1
      uses += counts[i]!
    }
    return isOwnTemplate({ users, uses, holders: holders.length }, inside.size)
  })
}

async function writeMembers(store: Store, directory: Directory, groups: readonly Group[]): Promise<void> {
  const campaign = new IntegerColumn(32)
  const account = new WideColumn()
  const pooled = new IntegerColumn(8)
  let rows = 0
  for (const [index, group] of groups.entries())
    for (const member of group.members) {
      campaign.push(index)
      account.push(BigInt(directory.entries[member.account]!.hash))
      pooled.push(group.pool.accounts.has(member.account) ? 1 : 0)
      rows += 1
    }
  if (rows > 0) await store.insert('member', [encodeBlock({ campaign, account, pooled }, rows)])
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
