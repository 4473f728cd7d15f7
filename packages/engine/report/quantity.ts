// A line break between a number and its unit makes both harder to read.
const GAP = '\u00a0'

/** A whole number with its thousands grouped: `28,800,000`. Fractions are rounded. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** A count and its noun: `1 account`, `32 accounts`. `many` defaults to the noun with an s. */
export function formatCounted(count: number, one: string, many: string = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** Up to one decimal, and none from ten on, where it no longer tells anything: `2.4`, `45`, `3`. */
export function formatRounded(value: number): string {
  return Math.abs(value) < 9.95 ? String(Math.round(value * 10) / 10) : formatCount(value)
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/** Bytes in decimal units: `18 GB`. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${formatRounded(value)}${GAP}${BYTE_UNITS[unit]}`
}

/**
 * A part of a whole in [0, 1]: `71 %`, `0.2 %`. A part that is there is never shown as nothing (`< 0.1 %`), one that
 * is not the whole never as the whole (`> 99 %`).
 */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.001) return `<${GAP}0.1${GAP}%`
  if (share < 1 && share >= 0.995) return `>${GAP}99${GAP}%`
  const percent = share < 0.0095 ? Math.round(share * 1000) / 10 : Math.round(share * 100)
  return `${percent}${GAP}%`
}

/**
 * How sure a claim is, in [0, 1], always rounded towards doubt: `87 %`, `99.2 %`, `> 99.9 %`. Never `100 %`: no
 * evidence of this kind gives certainty, and nobody should read that it did.
 */
export function formatConfidence(probability: number): string {
  if (probability >= 0.9995) return `>${GAP}99.9${GAP}%`
  const percent = probability * 100 + 1e-9
  const shown = percent < 99 ? Math.floor(percent) : Math.floor(percent * 10) / 10
  return `${shown}${GAP}%`
}

/** Weight of evidence, one decimal: `34.2 nats`. */
export function formatNats(nats: number): string {
  return `${nats.toFixed(1)}${GAP}nats`
}
