/** Work that nobody waits for, done together at the end of a turn of the event loop. */

let due: (() => void)[] = []

/**
 * Calls `work`, which must not throw, when the current turn of the event loop has served all that was there. What many
 * calls do one after the other finds its code and data in the processor's caches; between two calls' other work it would
 * not.
 */
export function atEndOfTurn(work: () => void): void {
  if (due.push(work) === 1) setImmediate(workAll)
}

function workAll(): void {
  const works = due
  due = []
  for (const work of works) work()
}
