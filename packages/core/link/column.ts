/** Columns that grow: typed arrays, of which the first so many values are in use. */

type Column = Int32Array | Uint32Array | BigUint64Array | Float64Array | Float32Array | Uint8Array

/** Columns grow by this factor. */
const growth = 1.5
const lengthMin = 64

/**
 * `column` where it has room for `length` values, or one with the same values and more room, in the place of the old one:
 * that is gone at once, while an array left to the collector may stay for long.
 */
export function withRoom<T extends Column>(column: T, length: number): T {
  return length <= column.length ? column : ofLength(column, Math.max(lengthMin, Math.ceil(growth * length)))
}

/** The first `length` values of a column in the place of it, without the room that it had to grow. */
export function withoutRoom<T extends Column>(column: T, length: number): T {
  return length === column.length ? column : ofLength(column, length)
}

function ofLength<T extends Column>(column: T, length: number): T {
  const Made = column.constructor as new (buffer: ArrayBufferLike) => T
  return new Made((column.buffer as ArrayBuffer).transfer(length * column.BYTES_PER_ELEMENT))
}

/** Gives the memory of columns back at once. They are empty afterwards, and so is whatever shares it. */
export function giveBack(...columns: readonly Column[]): void {
  for (const { buffer } of columns) if (!(buffer as ArrayBuffer).detached) (buffer as ArrayBuffer).transfer(0)
}
