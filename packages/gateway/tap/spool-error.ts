/** A spool that cannot be had. */
export class SpoolError extends Error {
  readonly code: 'busy' | 'damaged' | 'unwritable'
  /** The message says which path it is about and what to do. */
  constructor(code: SpoolError['code'], message: string, cause?: unknown) {
    super(`[${code}] ${message}`, { cause })
    this.name = 'SpoolError'
    this.code = code
  }
}
