/** Work that nobody waits for, done together at the end of a turn of the event loop. */

let ending: Promise<void> | undefined

/**
 * Resolves when the current turn of the event loop has served all that was there. What many calls do one after the other
 * finds its code and data in the processor's caches; between two calls' other work it would not.
 */
export function endOfTurn(): Promise<void> {
  ending ??= new Promise((resolve) =>
    setImmediate(() => {
      ending = undefined
      resolve()
    }),
  )
  return ending
}
