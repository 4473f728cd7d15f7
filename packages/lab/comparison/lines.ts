/** Bytes to lines of text. */

/** A line that is longer is passed over, as a scan does. In UTF-16 units, so at least as many bytes. */
export const lineLengthMax: number = 16 * 1024 * 1024

/**
 * The lines of a stream that are not blank, with their numbers, counted from one. A line ends at a line feed only: JSON
 * strings may hold the other breaks of Unicode. Bytes that are no UTF-8 become U+FFFD. Throws what `pieces` throws.
 */
export async function* linesOf(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ readonly number: number; readonly text: string }> {
  const decoder = new TextDecoder()
  let rest = ''
  let number = 0
  for await (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const text of lines) {
      number += 1
      if (text.trim() !== '' && text.length <= lineLengthMax) yield { number, text }
    }
    // What is dropped of an endless line makes the rest of it a line that is no record.
    if (rest.length > lineLengthMax) rest = ' '
  }
  rest += decoder.decode()
  if (rest.trim() !== '' && rest.length <= lineLengthMax) yield { number: number + 1, text: rest }
}
