/**
 * How openly accounts belong together: the largest share of them that shows one and the same rare payment instrument,
 * e-mail domain or sign-up address. Colleagues on the company's card and domain hide nothing from whoever looks.
 */
import type { Traits } from '../link.ts'

const openAspects: ReadonlySet<string> = new Set(['payment instrument', 'e-mail domain', 'sign-up address'])

/** The share, in [0, 1]; values that more other accounts than members have do not count. O(traits of the members). */
export function opennessOf(members: ReadonlySet<number>, traits: Traits): number {
  const inside = new Map<number, number>()
  for (const member of members)
    for (const value of traits.valuesOf(member))
      if (openAspects.has(traits.kind(value).aspect)) inside.set(value, (inside.get(value) ?? 0) + 1)
  let most = 0
  for (const [value, count] of inside) if (2 * count >= traits.holders(value).length) most = Math.max(most, count)
  return members.size === 0 ? 0 : most / members.size
}
