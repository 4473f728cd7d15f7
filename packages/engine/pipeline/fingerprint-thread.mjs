// Where a thread of an import starts: plain JavaScript, so that with a warm compile cache nothing of it needs stripping.
import module from 'node:module'

module.enableCompileCache?.()
await import('./fingerprint-worker.ts')
