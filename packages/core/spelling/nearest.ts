/** Names that somebody may have meant. */

const namesMax = 3
const distanceMax = 3
/** Longer names are compared by their beginnings only: the cost of a comparison grows with both lengths. */
const charsMax = 200

/**
 * The names nearest to `given`, at most three: those that differ by a few letters, nearest first, or where there are none
 * those that begin with it or that it begins with. O(names × length²) at worst.
 */
export function nearest(given: string, names: readonly string[]): string[] {
  const distances = names
    .map((name) => ({ name, distance: distanceOf(given.toLowerCase(), name.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.min(distanceMax, Math.floor(given.length / 2)))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
  const close = distances.slice(0, namesMax).map(({ name }) => name)
  if (close.length > 0) return close
  return names
    .filter((name) => name.startsWith(given) || (name.length > 1 && given.startsWith(name)))
    .slice(0, namesMax)
}

/** `; did you mean x or y?`, or nothing. */
export function suggestion(given: string, names: readonly string[]): string {
  const close = nearest(given, names)
  return close.length === 0 ? '' : `; did you mean ${close.join(' or ')}?`
}

/** Letters to insert, delete, replace, or swap with their neighbour; more than {@link distanceMax} is told as that and one. */
function distanceOf(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > distanceMax || Math.max(a.length, b.length) > charsMax) return distanceMax + 1
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1]
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(
        Math.min(
          last[j]! + 1,
          row[j - 1]! + 1,
          last[j - 1]! + (isSame ? 0 : 1),
          isSwapped ? before[j - 2]! + 1 : Infinity,
        ),
      )
    }
    if (Math.min(...row) > distanceMax) return distanceMax + 1
    before = last
    last = row
  }
  return last[b.length]!
}
