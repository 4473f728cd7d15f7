// Quantities read as people write them and never claim more than is known.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatBytes, formatConfidence, formatCount, formatCounted, formatRounded, formatShare } from './quantity.ts'

const CASES: readonly (readonly [found: string, wanted: string])[] = [
  [formatCount(0), '0'],
  [formatCount(999), '999'],
  [formatCount(28_800_000), '28,800,000'],
  [formatCounted(1, 'account'), '1 account'],
  [formatCounted(2000, 'account'), '2,000 accounts'],
  [formatRounded(2.44), '2.4'],
  [formatRounded(3), '3'],
  [formatRounded(9.96), '10'],
  [formatBytes(0), '0 B'],
  [formatBytes(999), '999 B'],
  [formatBytes(999_600), '1 MB'],
  [formatBytes(182_400_000_000), '182 GB'],
  [formatShare(0), '0 %'],
  [formatShare(0.0004), '< 0.1 %'],
  [formatShare(0.0023), '0.2 %'],
  [formatShare(0.0097), '1 %'],
  [formatShare(0.714), '71 %'],
  [formatShare(0.9999), '> 99 %'],
  [formatShare(1), '100 %'],
  [formatConfidence(0), '0 %'],
  [formatConfidence(0.29), '29 %'],
  [formatConfidence(0.9899), '98 %'],
  [formatConfidence(0.99), '99 %'],
  [formatConfidence(0.9929), '99.2 %'],
  [formatConfidence(0.99949), '99.9 %'],
  [formatConfidence(1), '> 99.9 %'],
]

for (const [found, wanted] of CASES) test(wanted, () => assert.equal(found.replaceAll('\u00a0', ' '), wanted))
