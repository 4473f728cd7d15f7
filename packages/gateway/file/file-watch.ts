/** Notices that a file has changed: by the system's notices, and by looking every second where those are not to be had. */
import { type FSWatcher, watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isSameFile, markOf } from './whole-file.ts'

/** How a file is watched. */
export interface WatchOptions {
  /** How often it is looked at whatever the system says, in ms; 1000 when absent. */
  readonly pollMs?: number
  /** A file that is written in place, not replaced, is taken once it was quiet for so long, in ms; 100 when absent. */
  readonly settleMs?: number
}

/** Calls back when a file is another than it was. Holds no process alive. */
export class FileWatch {
  private readonly path: string
  private readonly reload: () => Promise<boolean>
  private readonly settleMs: number
  private readonly timer: NodeJS.Timeout
  private watcher: FSWatcher | undefined
  private mark: string | undefined
  private isLooking = false
  private isToLookAgain = false
  private isClosed = false

  /**
   * `mark` is that of the state that is known already. `reload` reads the file and must not throw; it answers false when
   * it wants to be called again after a while although nothing changed. It is never called twice at a time.
   */
  constructor(path: string, mark: string | undefined, reload: () => Promise<boolean>, options: WatchOptions = {}) {
    this.path = path
    this.mark = mark
    this.reload = reload
    this.settleMs = options.settleMs ?? 100
    this.timer = setInterval(() => void this.look(), options.pollMs ?? 1000)
    this.timer.unref()
    this.watcher = this.watchFolder()
  }

  /** Stops watching; a reload under way is the last. */
  close(): void {
    this.isClosed = true
    clearInterval(this.timer)
    this.watcher?.close()
  }

  private watchFolder(): FSWatcher | undefined {
    const name = basename(this.path)
    try {
      // The folder, since a file that is replaced takes notices about itself along.
      const watcher = watch(dirname(this.path), { persistent: false }, (_, changed) => {
        if (changed === null || changed === name) void this.look()
      })
      // Watches are few on some systems and absent on some file systems: looking every second remains.
      watcher.on('error', () => watcher.close())
      return watcher
    } catch {
      return undefined
    }
  }

  private async look(): Promise<void> {
    this.isToLookAgain = true
    if (this.isLooking) return
    this.isLooking = true
    while (this.isToLookAgain && !this.isClosed) {
      this.isToLookAgain = false
      const mark = await markOf(this.path).catch(() => undefined)
      if (mark === this.mark) continue
      if (isSameFile(mark, this.mark) && !(await this.isQuiet(mark))) {
        this.isToLookAgain = true
        continue
      }
      if (this.isClosed) break
      this.mark = (await this.reload()) ? mark : 'to be read again'
    }
    this.isLooking = false
  }

  private async isQuiet(mark: string | undefined): Promise<boolean> {
    await pause(this.settleMs, undefined, { ref: false })
    return (await markOf(this.path).catch(() => undefined)) === mark
  }
}
