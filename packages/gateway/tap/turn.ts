/** What calls have in common, done for all of them together at the end of a turn of the event loop. */

/** What is done, in this order: who waits longest comes first, and what nobody waits for last. */
const kinds = ['answer', 'decide', 'write', 'settle'] as const

type Kind = (typeof kinds)[number]

const due: Record<Kind, (() => void)[]> = { answer: [], decide: [], write: [], settle: [] }
let isDue = false

/**
 * Calls `work`, which must not throw, when the current turn of the event loop has served all that was there, before it
 * looks for more. What many calls do one after the other finds its code and data in the processor's caches; between two
 * calls' other work it would not.
 */
export function atEndOfTurn(kind: Kind, work: () => void): void {
  due[kind].push(work)
  if (isDue) return
  isDue = true
  setImmediate(workAll)
}

/** What one kind of work asks of a later one is done in the same turn. */
function workAll(): void {
  for (const kind of kinds) {
    // It grows while it is gone through, where work asks for more of its kind.
    for (const work of due[kind]) attempt(work)
    due[kind] = []
  }
  isDue = kinds.some((kind) => due[kind].length > 0)
  if (isDue) setImmediate(workAll)
}

/** A fault of one call must not keep the others from what is theirs: it goes to the process's last net. */
function attempt(work: () => void): void {
  try {
    work()
  } catch (cause) {
    setImmediate(() => {
      throw cause
    })
  }
}
