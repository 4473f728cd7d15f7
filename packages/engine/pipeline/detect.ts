/** The detection: what is in the store → what people are told. */
import type { CampaignEntry, CampaignPicture } from '../report.ts'
import type { Store } from '../store.ts'
import { type Analysis, analyse } from './analysis.ts'
import type { LookOptions } from './watch.ts'
import { campaignEntry, campaignPicture, isClaimed } from './campaign-entry.ts'
import type { Directory } from './directory.ts'
import { valuesToShow } from './explanation.ts'
import { testEvidence, testGroups } from './group-test.ts'
import { readActivity, readRecords } from './illustration.ts'

/** What a detection found, with all that it rests on. */
export interface Detection extends Analysis {
  readonly campaigns: readonly CampaignEntry[]
  readonly pictures: readonly CampaignPicture[]
}

/** Looks at all interactions in the store, as of the last of them. Same records, same answer. */
export async function detect(store: Store, options?: LookOptions): Promise<Detection> {
  const analysis = await analyse(store, options)
  return { ...analysis, ...(await tellCampaigns(store, analysis)) }
}

/** What people are told of the claimed groups of an analysis, in their order. */
export async function tellCampaigns(
  store: Store,
  analysis: Analysis,
): Promise<Pick<Detection, 'campaigns' | 'pictures'>> {
  const { directory, traits } = analysis
  const claimed = analysis.groups.filter(isClaimed)
  const accused = claimed.filter(({ claim }) => claim.kind !== 'coordinated')
  const shown = claimed.map(({ group }) => ({ group, values: valuesToShow(group, traits) }))
  const spans = claimed.map(({ group, usage }) => ({ group, fromMs: usage.firstMs, toMs: usage.lastMs }))
  const [outcomes, recordsOf, activities] = await Promise.all([
    testGroups(store, analysis, accused),
    readRecords(store, directory, shown, traits),
    readActivity(store, directory, spans),
  ])
  const outcomesOf = new Map(outcomes.map((some, index) => [accused[index]!, some]))
  const told = claimed.map((found, index) => {
    const evidenced = { ...analysis, recordsOf: recordsOf[index]! }
    const campaign = campaignEntry(found, evidenced, detectedMsOf(directory), testEvidence(outcomesOf.get(found) ?? []))
    return { campaign, picture: campaignPicture(found, campaign, activities[index]!, evidenced) }
  })
  return { campaigns: told.map(({ campaign }) => campaign), pictures: told.map(({ picture }) => picture) }
}

/** As of when a detection over all records speaks: the last of them; 0 when there is none. */
export function detectedMsOf({ span }: Directory): number {
  return span?.toMs ?? 0
}
