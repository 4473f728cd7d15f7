/** Decompresses a copy of what passes and shows it to an inspection. */
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib'
import type { Inspection } from './inspection.ts'

/** Told of what cannot be decompressed or looked at. */
export type OnFault = (where: string, cause: unknown) => void

/** See the file's header. */
export class CopyDecoder {
  readonly #inflate: ReturnType<typeof createGunzip>
  readonly #inspection: Inspection
  #isBroken = false
  #isOver = false

  private constructor(inflate: ReturnType<typeof createGunzip>, inspection: Inspection, onFault: OnFault) {
    this.#inflate = inflate
    this.#inspection = inspection
    inflate.on('data', (piece: Buffer) => {
      try {
        if (!this.#isBroken) inspection.pass(piece)
      } catch (cause) {
        this.#isBroken = true
        onFault('answer', cause)
      }
    })
    inflate.on('error', (cause) => {
      this.#isBroken = true
      onFault('decompression', cause)
    })
  }

  /** Undefined, and a fault is told, for an encoding that is not known. */
  static of(encoding: string, inspection: Inspection, onFault: OnFault): CopyDecoder | undefined {
    const inflate = decompressorOf(encoding)
    if (inflate === undefined) onFault('compressed', encoding)
    return inflate === undefined ? undefined : new CopyDecoder(inflate, inspection, onFault)
  }

  write(chunk: Buffer): void {
    if (!this.#isBroken) this.#inflate.write(chunk)
  }

  /** As {@link write}; resolves when all that can be known of what was written has been shown. */
  show(chunk: Buffer): Promise<void> {
    if (this.#isBroken || this.#inflate.destroyed) return Promise.resolve()
    return new Promise((resolve) => {
      const shown = (): void => {
        this.#inflate.off('close', shown)
        // What came out is told after what went in was taken.
        setImmediate(resolve)
      }
      this.#inflate.once('close', shown)
      this.#inflate.write(chunk, shown)
    })
  }

  /** Calls `done` when all that was written has been shown, however broken it was. Once is enough. */
  end(isWhole: boolean, done: () => void): void {
    if (this.#isOver) return done()
    const finish = (): void => {
      this.#inflate.off('close', finish)
      if (!this.#isOver) this.#inspection.finish(isWhole)
      this.#isOver = true
      done()
    }
    if (this.#inflate.destroyed) return finish()
    this.#inflate.once('close', finish)
    this.#inflate.end()
    // A stream that was cut never ends by itself: what came so far is all.
    if (!isWhole) this.#inflate.flush(() => this.#inflate.destroy())
  }
}

function decompressorOf(encoding: string): ReturnType<typeof createGunzip> | undefined {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'br':
      return createBrotliDecompress() as unknown as ReturnType<typeof createGunzip>
    case 'deflate':
      return createInflate() as unknown as ReturnType<typeof createGunzip>
    case 'zstd':
      return createZstdDecompress() as unknown as ReturnType<typeof createGunzip>
    default:
      return undefined
  }
}
