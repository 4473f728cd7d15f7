/** The table of the panel, in Markdown. */
import type { Score } from '../score.ts'
import type { EvasionLevel } from '../world.ts'

/** How the detector did in one world. */
export interface PanelScore {
  readonly name: string
  readonly score: Score
  readonly recallByLevel: ReadonlyMap<EvasionLevel, { readonly claimed: number; readonly accounts: number }>
  /** All accounts of the world. */
  readonly accounts: number
  readonly wallMs: number
}

const columns = [
  'world',
  'accounts, of operators',
  'precision',
  'recall',
  'by level',
  'campaigns found',
  'purity',
  'benign claimed as extraction',
  'benign claimed as resale',
  'null groups hit',
  'resale found',
  'confused',
  'leaked',
  'seconds',
]

/** The head; without times there is nothing to say of leakage, and its cells are empty. */
export function panelHead(isTimed: boolean): string {
  const names = columns.map((name) => (name === 'leaked' && !isTimed ? '' : name))
  return `| ${names.join(' | ')} |\n|---|${columns
    .slice(1)
    .map(() => '--:|')
    .join('')}`
}

/** One world. */
export function panelRow({ name, score, recallByLevel, accounts, wallMs }: PanelScore): string {
  const { wronglyClaimed, resale } = score
  const operators = sum(Object.values(score.campaigns).map((campaign) => campaign.accounts))
  return cells([
    name,
    `${accounts}, ${operators}`,
    percent(score.precision),
    percent(score.recall),
    levels([recallByLevel]),
    `${score.campaignsFound} of ${score.campaignsTotal}`,
    percent(score.meanPurity),
    accused(wronglyClaimed.byArchetype, ({ claimed }) => claimed),
    accused(wronglyClaimed.byArchetype, (count) => count.resale),
    `${wronglyClaimed.nullGroupsHit} of ${Object.keys(wronglyClaimed.nullGroups).length}`,
    `${resale.claimedAsResale} of ${resale.accounts}`,
    confusion(score),
    percent(score.leakedShare),
    (wallMs / 1000).toFixed(1),
  ])
}

/** All worlds together: shares are of all accounts. */
export function panelTotal(scores: readonly PanelScore[]): string {
  const each = scores.map(({ score }) => score)
  const total = (count: (score: Score) => number): number => sum(each.map(count))
  const operators = total((score) => sum(Object.values(score.campaigns).map(({ accounts }) => accounts)))
  const right = total((score) => sum(Object.values(score.campaigns).map(({ claimed }) => claimed)))
  const claimed = total((score) => score.claimed)
  return cells([
    'all',
    `${sum(scores.map(({ accounts }) => accounts))}, ${operators}`,
    percent(claimed === 0 ? null : right / claimed),
    percent(operators === 0 ? null : right / operators),
    levels(scores.map(({ recallByLevel }) => recallByLevel)),
    `${total((score) => score.campaignsFound)} of ${total((score) => score.campaignsTotal)}`,
    percent(
      shareOf(
        total((score) => (score.meanPurity ?? 0) * score.campaignsFound),
        total((score) => score.campaignsFound),
      ),
    ),
    String(total((score) => score.wronglyClaimed.total)),
    String(total((score) => score.wronglyClaimed.asResale)),
    `${total((score) => score.wronglyClaimed.nullGroupsHit)} of ${total((score) => Object.keys(score.wronglyClaimed.nullGroups).length)}`,
    `${total((score) => score.resale.claimedAsResale)} of ${total((score) => score.resale.accounts)}`,
    String(total((score) => score.resale.claimedAsExtraction + score.resale.extractionClaimedAsResale)),
    percent(
      shareOf(
        total((score) => score.leaked),
        total((score) => score.harvest),
      ),
    ),
    (sum(scores.map(({ wallMs }) => wallMs)) / 1000).toFixed(0),
  ])
}

function cells(texts: readonly string[]): string {
  return `| ${texts.join(' | ')} |`
}

function sum(counts: readonly number[]): number {
  return counts.reduce((one, other) => one + other, 0)
}

function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)} %`
}

function levels(counts: readonly PanelScore['recallByLevel'][]): string {
  const names = [...new Set(counts.flatMap((count) => [...count.keys()]))].sort()
  return names
    .map((level) => {
      const of = (field: 'claimed' | 'accounts'): number => sum(counts.map((count) => count.get(level)?.[field] ?? 0))
      return `${level} ${percent(shareOf(of('claimed'), of('accounts')))}`
    })
    .join(', ')
}

/** How many, and who they are. */
function accused<T>(byArchetype: Readonly<Record<string, T>>, countOf: (count: T) => number): string {
  const found = Object.entries(byArchetype).filter(([, count]) => countOf(count) > 0)
  const names = found.map(([name, count]) => `${name} ${countOf(count)}`).join(', ')
  return names === '' ? '0' : `${sum(found.map(([, count]) => countOf(count)))}: ${names}`
}

/** Resale called extraction, and extraction called resale. */
function confusion({ resale }: Score): string {
  const { claimedAsExtraction, extractionClaimedAsResale } = resale
  return claimedAsExtraction + extractionClaimedAsResale === 0
    ? '0'
    : `${claimedAsExtraction} → extraction, ${extractionClaimedAsResale} → resale`
}
