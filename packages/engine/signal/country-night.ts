/** When it is night in a country, for telling whether an account keeps the hours of where it says it is. */

/** The span of a country's time zones in hours ahead of UTC, standard time, most populous parts. */
const zones: Readonly<Record<string, readonly [west: number, east: number]>> = {
  US: [-8, -5],
  CA: [-8, -4],
  MX: [-7, -6],
  BR: [-4, -3],
  AR: [-3, -3],
  CL: [-4, -3],
  CO: [-5, -5],
  PE: [-5, -5],
  VE: [-4, -4],
  EC: [-5, -5],
  GB: [0, 0],
  IE: [0, 0],
  PT: [0, 0],
  ES: [1, 1],
  FR: [1, 1],
  DE: [1, 1],
  NL: [1, 1],
  BE: [1, 1],
  CH: [1, 1],
  AT: [1, 1],
  IT: [1, 1],
  PL: [1, 1],
  CZ: [1, 1],
  HU: [1, 1],
  SE: [1, 1],
  NO: [1, 1],
  DK: [1, 1],
  RS: [1, 1],
  FI: [2, 2],
  GR: [2, 2],
  RO: [2, 2],
  BG: [2, 2],
  UA: [2, 2],
  IL: [2, 2],
  EG: [2, 2],
  ZA: [2, 2],
  NG: [1, 1],
  MA: [0, 1],
  KE: [3, 3],
  TR: [3, 3],
  SA: [3, 3],
  AE: [4, 4],
  RU: [3, 7],
  IR: [3.5, 3.5],
  PK: [5, 5],
  KZ: [5, 5],
  UZ: [5, 5],
  IN: [5.5, 5.5],
  LK: [5.5, 5.5],
  NP: [5.75, 5.75],
  BD: [6, 6],
  TH: [7, 7],
  VN: [7, 7],
  KH: [7, 7],
  ID: [7, 8],
  MY: [8, 8],
  SG: [8, 8],
  PH: [8, 8],
  CN: [8, 8],
  HK: [8, 8],
  TW: [8, 8],
  JP: [9, 9],
  KR: [9, 9],
  AU: [8, 10],
  NZ: [12, 12],
}

/** Night is from one to six; summer time moves it by an hour, which the limits of those who ask allow for. */
const nightFrom = 1
const nightTo = 6
const hourMs = 3_600_000

/** A country's night: hours of it that are night in all its zones. */
export interface Night {
  /** Hours per day. */
  readonly hours: number
  /** Whether it is night there at a time in milliseconds since the epoch. O(1). */
  holds(timeMs: number): boolean
}

/** The night of a country by its two-letter code; undefined where it is not known. */
export function nightOf(country: string): Night | undefined {
  const zone = Object.hasOwn(zones, country) ? zones[country] : undefined
  if (zone === undefined) return undefined
  const [west, east] = zone
  // Where the easternmost zone has night the westernmost must have it still to come to one, and the other way round.
  const [from, to] = [nightFrom - west, nightTo - east]
  return {
    hours: Math.max(0, to - from),
    holds: (timeMs) => {
      const hour = (timeMs / hourMs - from) % 24
      return (hour < 0 ? hour + 24 : hour) < to - from
    },
  }
}
