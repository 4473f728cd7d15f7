/** Things under way, by their names. */

/**
 * A map for things that come and go all the time, in the order in which they came. In a `Map` of such things they stay
 * for long: V8 makes it a new table after every few changes, and the table before, which lies among what lives long,
 * holds what was in it until all of that is looked through; half of all requests were copied twice by the collector so.
 * Here the map holds numbers alone, and the things lie in places that are used again.
 */
export class ByName<Name extends string | number, Thing> {
  readonly #placeOf = new Map<Name, number>()
  readonly #things: (Thing | undefined)[] = []
  readonly #free: number[] = []

  get size(): number {
    return this.#placeOf.size
  }

  has(name: Name): boolean {
    return this.#placeOf.has(name)
  }

  get(name: Name): Thing | undefined {
    const place = this.#placeOf.get(name)
    return place === undefined ? undefined : this.#things[place]
  }

  set(name: Name, thing: Thing): void {
    const place = this.#placeOf.get(name) ?? this.#free.pop() ?? this.#things.length
    this.#things[place] = thing
    this.#placeOf.set(name, place)
  }

  /** Takes out what has the name; answers it, or undefined where there is nothing. */
  take(name: Name): Thing | undefined {
    const place = this.#placeOf.get(name)
    if (place === undefined) return undefined
    const thing = this.#things[place]
    this.#placeOf.delete(name)
    this.#things[place] = undefined
    this.#free.push(place)
    return thing
  }

  /** In the order in which they came; some may be taken out meanwhile. */
  names(): IterableIterator<Name> {
    return this.#placeOf.keys()
  }
}
