/** The items by name, names in order; items whose name is null are left out. */
export function groupBy<T>(items: readonly T[], nameOf: (item: T) => string | null): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const name = nameOf(item)
    if (name === null) continue
    const known = groups.get(name)
    if (known === undefined) groups.set(name, [item])
    else known.push(item)
  }
  return new Map([...groups].sort(([left], [right]) => (left < right ? -1 : 1)))
}
