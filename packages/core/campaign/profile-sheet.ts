/** Scratch space in which accounts are judged by a profile. */
import { families, type Traits } from '../link.ts'
import type { Place, Profile } from './profile.ts'

/** Values compared at most, most common first; a group needs no more to be recognised. */
export const profileValuesMax = 400

/**
 * A profile laid out for judging many accounts by it: values by slot, and the slot of each value, 0 for values that
 * are not of the profile.
 */
export class ProfileSheet {
  readonly slotOf: Uint16Array
  /** What each weighs, by where the account stands. */
  readonly nats: Readonly<Record<Place, Float64Array>>
  readonly feature: Uint16Array
  readonly isTellingWithoutOne: Uint8Array
  readonly isContent: Uint8Array
  /** In which judgement a slot was last held. */
  readonly heldIn: Uint32Array = new Uint32Array(profileValuesMax + 1)
  /** Per feature its family, as a place in {@link families}. */
  readonly family: Uint8Array = new Uint8Array(profileValuesMax)
  /** The features that practically all of the core has, ascending. */
  common: readonly number[] = []
  /** Best weight per feature. */
  readonly best: Float64Array = new Float64Array(profileValuesMax)
  judgement = 0

  private profile: Profile | null = null

  constructor(values: number) {
    this.slotOf = new Uint16Array(values)
    const weights = (): Float64Array => new Float64Array(profileValuesMax + 1)
    this.nats = { core: weights(), member: weights(), outside: weights() }
    this.feature = new Uint16Array(profileValuesMax + 1)
    this.isTellingWithoutOne = new Uint8Array(profileValuesMax + 1)
    this.isContent = new Uint8Array(profileValuesMax + 1)
  }

  /** Lays `profile` out unless it is. O(values of two profiles). */
  take(profile: Profile, traits: Traits): void {
    if (this.profile === profile) return
    for (const value of this.profile?.values.keys() ?? []) this.slotOf[value] = 0
    this.profile = profile
    let slot = 0
    for (const [value, { nats, isTellingWithoutOne, feature }] of profile.values) {
      slot += 1
      this.slotOf[value] = slot
      this.nats.core[slot] = nats.core
      this.nats.member[slot] = nats.member
      this.nats.outside[slot] = nats.outside
      this.feature[slot] = feature
      this.isTellingWithoutOne[slot] = isTellingWithoutOne ? 1 : 0
      this.isContent[slot] = traits.kind(value).family === 'content' ? 1 : 0
    }
    const common: number[] = []
    for (const [index, one] of profile.features.entries()) {
      this.family[index] = families.indexOf(one.family)
      if (one.common.length > 0) common.push(index)
    }
    this.common = common
  }
}
