/** Many short texts, which cost what their letters do: one string holds some thousand of them. */
import { withRoom } from './column.ts'

const textsPerPiece = 4096

/** See the file's header. */
export class TextList {
  length = 0
  private readonly pieces: string[] = []
  /** The texts that are not in a piece yet. */
  private waiting: string[] = []
  /** Where each text ends in its piece. */
  private ends = new Uint32Array(0)

  push(text: string): void {
    const start = this.length % textsPerPiece === 0 ? 0 : this.ends[this.length - 1]!
    this.ends = withRoom(this.ends, this.length + 1)
    this.ends[this.length] = start + text.length
    this.length += 1
    if (this.waiting.push(text) < textsPerPiece) return
    this.pieces.push(this.waiting.join(''))
    this.waiting = []
  }

  at(index: number): string {
    const piece = this.pieces[Math.floor(index / textsPerPiece)]
    if (piece === undefined) return this.waiting[index % textsPerPiece]!
    return piece.slice(index % textsPerPiece === 0 ? 0 : this.ends[index - 1]!, this.ends[index]!)
  }
}
