/** The table of the panel says who was found and who was wronged. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scoreReport } from '../score.ts'
import type { LabelLine } from '../world.ts'
import { panelHead, panelRow, panelTotal, type PanelScore } from './panel-table.ts'

const label = (account: string, kind: LabelLine['kind'], campaign: string | null): LabelLine => ({
  account,
  archetype: kind === 'benign' ? 'student' : 'campaign_member',
  campaign,
  kind,
  hard: kind === 'benign',
  group: kind === 'benign' ? 'class' : null,
})
const labels = [
  label('a', 'extraction', 'mill'),
  label('b', 'extraction', 'mill'),
  label('c', 'benign', null),
  label('d', 'resale', 'shop'),
]
const score = scoreReport(
  {
    campaigns: [
      {
        id: 'c-1',
        kind: 'extraction',
        detected_at: '2026-01-01T00:00:00Z',
        accounts: ['a', 'c', 'd'].map((account) => ({ account, probability: 0.9 })),
      },
    ],
  },
  labels,
)
const row: PanelScore = {
  name: 'tiny',
  score,
  recallByLevel: new Map([['E3', { claimed: 1, accounts: 2 }]]),
  accounts: 4,
  wallMs: 1500,
}

const cellsOf = (line: string): string[] => line.split('|').map((cell) => cell.trim())

test('a row has precision, recall by level, the wronged by archetype, null groups and confusion', () => {
  assert.deepEqual(cellsOf(panelRow(row)).slice(1, -1), [
    'tiny',
    '4, 2',
    '33.3 %',
    '50.0 %',
    'E3 50.0 %',
    '1 of 1',
    '33.3 %',
    '1: student 1',
    '0',
    '1 of 1',
    '0 of 1',
    '1 → extraction, 0 → resale',
    '–',
    '1.5',
  ])
})

test('the total adds accounts up, not shares', () => {
  const total = cellsOf(panelTotal([row, row]))
  assert.deepEqual(total.slice(1, 6), ['all', '8, 4', '33.3 %', '50.0 %', 'E3 50.0 %'])
})

test('head and rows have as many cells', () => {
  const [head = '', rule = ''] = panelHead(true).split('\n')
  const cells = cellsOf(panelRow(row)).length
  assert.deepEqual(
    [head, rule].map((line) => cellsOf(line).length),
    [cells, cells],
  )
})
