import type { AccountEntry, CampaignEntry, CampaignPicture, EvidenceEntry, Finding } from './report.ts'

/** Strings as an attacker would put them into a log: escapes, markup, reversal of reading order, width, length. */
export const HOSTILE_ACCOUNTS: readonly string[] = [
  '\u001b[2J\u001b[1;1Hroot\u0007',
  '<script>alert(1)</script>',
  '"><img src=https://evil.example/x.png onerror=alert(1)>',
  'acct-\u202egnp.exe\u2066\u200b',
  '株式会社データ合成研究所第三開発部門アカウント管理課',
  `acct-${'0123456789'.repeat(30)}-end`,
  'line\nfeed\r\tand\u2028separators\u0000',
  `zal\u0301${'\u0301'.repeat(300)}go`,
  '👩‍👩‍👧‍👦 family 🇩🇪',
]

const START_MS = Date.UTC(2026, 5, 1, 6)
const HOUR_MS = 3_600_000
const SIGNALS = ['minted-token', 'prompt-skeleton', 'turn-taking', 'payment', 'contradictory-client'] as const

/** A made-up finding that exercises every part of a report: one campaign of each kind, flaws, hostile strings. */
export const exampleFinding: Finding = {
  report: {
    version: 1,
    data: {
      from: '2026-06-01T00:00:04.120Z',
      to: '2026-07-15T23:59:58.002Z',
      interactions: 28_800_000,
      accounts: 25_031,
      duplicates: 412,
      rejected: [
        { reason: 'not JSON', count: 17, first_line: 20_331 },
        { reason: 'missing field', count: 3, first_line: 1_204_882 },
      ],
    },
    campaigns: [coordinated(), resale(), extraction()],
  },
  pictures: [
    picture('c-7f3a91d2', 32, 58, [
      'Nine members use one mail domain openly, which a declared organisation would too.',
      'Two members also hold ordinary conversations (8 % of their interactions).',
    ]),
    picture('c-20be44c7', 18, 1008, []),
    picture('c-e1900b3a', 6, 48, ['All members share one payment instrument, openly.']),
  ],
  notes: [
    { source: 'logs/2026-06-14.jsonl.gz', note: 'ended early after 1,204,882 lines' },
    { source: 'logs/\u001b]0;owned\u0007.jsonl', note: 'could not be read: permission denied' },
  ],
  lacked: [
    'No record has client.ja4: the network signals fall back to autonomous systems and are weaker.',
    'No account registry was given: payment and sign-up signals are silent.',
  ],
  bytes: 182_400_000_000,
  wallMs: 254_000,
  added: 1_812_004,
  folder: '~/hunt',
}

/** What is found in records that hold nothing to find. */
export const quietFinding: Finding = {
  ...exampleFinding,
  report: {
    ...exampleFinding.report,
    data: { ...exampleFinding.report.data, duplicates: 0, rejected: [] },
    campaigns: [],
  },
  pictures: [],
  notes: [],
  lacked: [],
  added: 28_800_000,
}

/** What is found in nothing. */
export const emptyFinding: Finding = {
  report: {
    version: 1,
    data: { from: null, to: null, interactions: 0, accounts: 0, duplicates: 0, rejected: [] },
    campaigns: [],
  },
  pictures: [],
  notes: [],
  lacked: [],
  bytes: 0,
  wallMs: 0,
  added: 0,
  folder: null,
}

/** As many copies of the extraction campaign as asked for, each with as many members. */
export function crowdedFinding(campaignCount: number, memberCount: number): Finding {
  const campaigns = Array.from({ length: campaignCount }, (_, index) => {
    const accounts = Array.from({ length: memberCount }, (_, member) => account(`org-${index}-key-${member}`, member))
    const id = `c-${index.toString(16).padStart(8, '0')}`
    return { ...extraction(), id, accounts, interactions: interactionsOf(accounts) }
  })
  return {
    ...exampleFinding,
    report: { ...exampleFinding.report, campaigns },
    pictures: campaigns.map(({ id }) => picture(id, memberCount, 2000, [])),
  }
}

function extraction(): CampaignEntry {
  const names = Array.from({ length: 32 }, (_, index) => HOSTILE_ACCOUNTS[index - 4] ?? `acct-${5210 + index * 37}`)
  const accounts = names.map((name, index) => account(name, index))
  return {
    id: 'c-7f3a91d2',
    kind: 'extraction',
    confidence: 0.9925,
    first_seen: '2026-06-01T06:12:40.000Z',
    last_seen: '2026-06-03T15:48:02.000Z',
    detected_at: '2026-06-02T02:00:00.000Z',
    interactions: interactionsOf(accounts),
    output_tokens: 9_412_880,
    control: 0.94,
    extraction: 0.88,
    deception: 0.61,
    capabilities: { reasoning: 0.66, code: 0.21, agentic: 0.09, grading: 0.001, general: 0.039 },
    evidence: [
      entry(
        'minted-token',
        41.2,
        '14 accounts presented tool-call ids that the model had minted for another member, 58 times; among ' +
          'independent accounts one such pair in 28,800,000 interactions is expected.',
        ['rec-00ab12', 'rec-00ab19', 'rec-0101ff'],
      ),
      entry('prompt-skeleton', 23.7, '29 accounts share a prompt skeleton that 3 of the other 24,999 accounts use.', [
        'rec-01c0de',
        'rec-\u001b[31mred\u001b[0m',
      ]),
      entry(
        'turn-taking',
        11.3,
        'Members are active one after another: 41 hand-offs within 90 s against 6.2 expected.',
        ['rec-02aa01'],
      ),
      entry(
        'contradictory-client',
        6.4,
        '22 members claim a browser in their user agent <b>and</b> send an SDK header.',
        ['rec-03beef'],
      ),
      entry('output-length', 2.1, 'Daily totals of members differ by 4 %, those of matched accounts by 71 %.', []),
    ],
    accounts,
  }
}

function resale(): CampaignEntry {
  const accounts = Array.from({ length: 18 }, (_, index) => account(`key-${(index * 7919).toString(36)}`, index, 25))
  return {
    id: 'c-20be44c7',
    kind: 'resale',
    confidence: 0.953,
    first_seen: '2026-06-04T00:02:10.000Z',
    last_seen: '2026-07-15T22:10:00.000Z',
    detected_at: '2026-06-12T04:00:00.000Z',
    interactions: interactionsOf(accounts),
    output_tokens: 31_004_411,
    control: 0.81,
    extraction: 0.12,
    deception: 0.77,
    capabilities: { reasoning: 0.12, code: 0.31, agentic: 0.04, grading: 0, general: 0.53 },
    evidence: [
      entry('system-prefix', 19.8, '18 accounts prepend one system prompt that names a shop selling access.', [
        'rec-77aa',
      ]),
      entry('payment', 12, 'Seven accounts were paid from two payment instruments.', ['rec-77ab', 'rec-77ac']),
    ],
    accounts,
  }
}

function coordinated(): CampaignEntry {
  const accounts = Array.from({ length: 6 }, (_, index) => ({
    ...account(`team-${index}`, index),
    interactions_after: 0,
  }))
  return {
    id: 'c-e1900b3a',
    kind: 'coordinated',
    confidence: 0.99,
    first_seen: '2026-06-02T09:00:00.000Z',
    last_seen: '2026-06-20T18:30:00.000Z',
    detected_at: '2026-07-15T23:59:58.002Z',
    interactions: interactionsOf(accounts),
    output_tokens: 804_100,
    control: 0.7,
    extraction: 0.1,
    deception: 0.02,
    capabilities: { reasoning: 0, code: 0, agentic: 0, grading: 0, general: 1 },
    evidence: [entry('payment', 14.1, 'Six accounts are paid from one payment instrument.', ['rec-9901'])],
    accounts,
  }
}

function interactionsOf(accounts: readonly AccountEntry[]): number {
  return accounts.reduce((sum, { interactions }) => sum + interactions, 0)
}

function account(name: string, index: number, scale: number = 1): AccountEntry {
  const interactions = scale * (40 + ((index * 7919) % 160))
  return {
    account: name,
    probability: index < 3 ? 0.9999 : Math.max(0.52, 0.998 - index * 0.011),
    detected_at: '2026-06-02T02:00:00.000Z',
    interactions,
    interactions_after: Math.floor(interactions * 0.67),
    evidence: [
      entry('minted-token', 18.1 - (index % 9), 'Presented a tool-call id minted for another member.', ['rec-1']),
    ],
  }
}

function entry(signal: string, nats: number, statement: string, records: readonly string[]): EvidenceEntry {
  return { signal, nats, statement, records }
}

// Edges as real campaigns have them: most members hang on a few hubs, neighbours know each other.
function picture(campaign: string, members: number, bins: number, counter: readonly string[]): CampaignPicture {
  const edges = Array.from({ length: members * 3 }, (_, index) => ({
    from: index % members,
    to: index < members ? (index * 7) % Math.max(2, members >> 3) : (index * 13 + (index >> 3)) % members,
    nats: 24 - (index * 22) / (members * 3),
    signal: SIGNALS[((index * 7919) >> 4) % SIGNALS.length] ?? 'payment',
  }))
  const counts = Array.from({ length: bins }, (_, bin) =>
    bin % 24 < 5 ? 0 : Math.round(30 + 28 * Math.sin(bin / 3) + ((bin * 7919) % 23)),
  )
  return {
    campaign,
    edges: edges.filter(({ from, to }) => from !== to),
    activity: { fromMs: START_MS, binMs: HOUR_MS, counts },
    counter,
  }
}
