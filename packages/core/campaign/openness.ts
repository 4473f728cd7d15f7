/**
 * How openly accounts belong together: the largest share of them that is registered under one and the same rare e-mail
 * domain. Colleagues on their company's domain hide nothing from whoever looks. One card or one sign-up address is no
 * openness: that is what bulk registration leaves behind.
 */
import type { Traits } from '../link.ts'

const openAspect = 'e-mail domain'

/** The share, in [0, 1]; domains that more other accounts than members have do not count. O(traits of the members). */
export function opennessOf(members: ReadonlySet<number>, traits: Traits): number {
  const inside = new Map<number, number>()
  for (const member of members)
    for (const value of traits.valuesOf(member))
      if (traits.kind(value).aspect === openAspect) inside.set(value, (inside.get(value) ?? 0) + 1)
  let most = 0
  for (const [value, count] of inside) if (2 * count >= traits.holders(value).length) most = Math.max(most, count)
  return members.size === 0 ? 0 : most / members.size
}
