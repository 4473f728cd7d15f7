/** What a process is told from outside. */

/** Resolves with the first SIGTERM or SIGINT. A second one ends the process at once. SIGHUP calls `onHangUp`. */
export function untilTold(onHangUp: () => void): Promise<void> {
  // The command line ends at once on these signals; a gateway has requests to finish.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.removeAllListeners(signal)
  process.on('SIGHUP', onHangUp)
  return new Promise((resolve) => {
    let isTold = false
    for (const [signal, status] of [
      ['SIGTERM', 143],
      ['SIGINT', 130],
    ] as const)
      process.on(signal, () => {
        if (isTold) process.exit(status)
        isTold = true
        resolve()
      })
  })
}
