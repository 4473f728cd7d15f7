/** What is wrong with something that people wrote: where, what, and what to do, as values. */

/** Most faults that are told of one text; the rest is counted in the last one. */
export const faultsMax = 100

/** One thing that is wrong. All three are plain sentences or parts of one, without control characters. */
export interface Fault {
  /** Where, as a JSON path: `$.verdicts[3].expires`. */
  readonly path: string
  readonly what: string
  readonly remedy: string
}

/** What was read, or everything that is wrong with it. */
export type Reading<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly faults: readonly Fault[] }

/** One line for people: `$.verdicts[3].expires is missing; give a time such as …`. */
export function faultText({ path, what, remedy }: Fault): string {
  return `${path} ${what}; ${remedy}`
}

/** Collects faults while something is read; beyond {@link faultsMax} they are only counted. */
export class FaultList {
  private readonly kept: Fault[] = []
  private counted = 0

  get count(): number {
    return this.counted
  }

  add(path: string, what: string, remedy: string): undefined {
    this.counted += 1
    if (this.kept.length < faultsMax) this.kept.push({ path, what, remedy })
    return undefined
  }

  /** The value if nothing was wrong, else what was. A value that is undefined without a fault is a fault of ours. */
  reading<Value>(value: Value | undefined): Reading<Value> {
    if (this.counted === 0 && value !== undefined) return { ok: true, value }
    const more = this.counted - this.kept.length
    const rest: Fault = { path: '$', what: `has ${more} more faults`, remedy: 'mend these and look again' }
    return { ok: false, faults: more > 0 ? [...this.kept, rest] : this.kept }
  }
}

/** A value from outside as a fault shows it: shortened, all that a terminal would obey written as codes. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  if (typeof value !== 'string') return String(value)
  const kept = value.length > shownCharsMax ? `${value.slice(0, shownCharsMax - 1)}…` : value
  return `"${kept.replaceAll(/[\p{C}\p{Zl}\p{Zp}"\\]/gu, (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`)}"`
}

const shownCharsMax = 60
