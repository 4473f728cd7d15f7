// Where the thread for long bodies starts: plain JavaScript, so that with a warm compile cache nothing needs stripping.
import module from 'node:module'

module.enableCompileCache?.()
await import('./body-worker.ts')
