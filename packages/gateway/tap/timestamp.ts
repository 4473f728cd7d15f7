/** Moments as texts. */

let lastMs = Number.NaN
let lastText = ''

/** A moment in ms since the epoch, as RFC 3339: calls come several in a millisecond, and a date takes as long as half a record. */
export function timestampOf(ms: number): string {
  if (ms !== lastMs) {
    lastText = new Date(ms).toISOString()
    lastMs = ms
  }
  return lastText
}
