/** What went wrong with a file that the gateway lives by. */

/** The kinds of it. `changing` and `locked` pass by themselves; the others want somebody. */
export type FileErrorCode =
  | 'missing'
  | 'unreadable'
  | 'unwritable'
  | 'exists'
  | 'too large'
  | 'malformed'
  | 'changing'
  | 'locked'
  | 'untrusted'
  | 'outdated'

/** Says which file, where in it, why, and what to do. Never holds a secret or a hash of one. */
export class FileError extends Error {
  readonly code: FileErrorCode
  readonly path: string
  /** The message without code and path. */
  readonly reason: string
  /** Counted from one. */
  readonly line: number | undefined
  /** Whether trying again without doing anything may help. */
  readonly retry: boolean
  constructor(
    code: FileErrorCode,
    path: string,
    message: string,
    { line, cause }: { readonly line?: number | undefined; readonly cause?: unknown } = {},
  ) {
    super(`[${code}] ${path}${line === undefined ? '' : `:${line}`}: ${message}`, { cause })
    this.name = 'FileError'
    this.code = code
    this.path = path
    this.reason = message
    this.line = line
    this.retry = code === 'changing' || code === 'locked'
  }

  /** What the system said when `path` was read or written, as one of ours. */
  static of(code: 'unreadable' | 'unwritable', path: string, cause: unknown): FileError {
    if (cause instanceof FileError) return cause
    const { code: system = '', message } = cause as NodeJS.ErrnoException
    if (system === 'ENOENT' && code === 'unreadable')
      return new FileError('missing', path, 'there is no such file; check the path', { cause })
    const remedy = remedies[system] ?? `see to it that this process may ${code === 'unreadable' ? 'read' : 'write'} it`
    return new FileError(code, path, `${message.split('\n')[0]}; ${remedy}`, { cause })
  }
}

const remedies: Readonly<Record<string, string>> = {
  ENOENT: 'make its folder first',
  ENOSPC: 'make room on the disk',
  EDQUOT: 'make room on the disk',
  EROFS: 'choose a place that is not read-only',
  EISDIR: 'name a file in it',
}
