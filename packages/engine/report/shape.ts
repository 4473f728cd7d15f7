/** The first thing wrong with a value that came from outside. */
export interface ShapeFault {
  /** Where, from the root `$`: `$.campaigns[0].confidence`. */
  readonly path: string
  /** What was expected there and what was found. */
  readonly because: string
}

/** Looks at a value and says the first fault in it, null when there is none. Never throws. */
export type Shape = (value: unknown, path: string) => ShapeFault | null

/** An object with at least these fields, looked at in this order. Further fields are allowed: formats grow. */
export function object(fields: Readonly<Record<string, Shape>>): Shape {
  return (value, path) => {
    if (!isObject(value)) return expected('an object', value, path)
    for (const [name, shape] of Object.entries(fields)) {
      const fault = Object.hasOwn(value, name)
        ? shape(value[name], `${path}.${name}`)
        : { path: `${path}.${name}`, because: 'expected this field, found none' }
      if (fault) return fault
    }
    return null
  }
}

/** An array whose every entry has this shape. */
export function list(entry: Shape): Shape {
  return (value, path) => {
    if (!Array.isArray(value)) return expected('an array', value, path)
    for (const [index, item] of value.entries()) {
      const fault = entry(item, `${path}[${index}]`)
      if (fault) return fault
    }
    return null
  }
}

/** Null or this shape. */
export function nullable(shape: Shape): Shape {
  return (value, path) => (value === null ? null : shape(value, path))
}

/** A value that meets a condition described by `what`. */
export function matching(what: string, holds: (value: unknown) => boolean): Shape {
  return (value, path) => (holds(value) ? null : expected(what, value, path))
}

/** The first shape, and where that holds, the next ones in turn: relations between fields come after their types. */
export function all(...shapes: readonly Shape[]): Shape {
  return (value, path) => {
    for (const shape of shapes) {
      const fault = shape(value, path)
      if (fault) return fault
    }
    return null
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const FOUND_LENGTH_MAX = 60

function expected(what: string, value: unknown, path: string): ShapeFault {
  const found = Array.isArray(value) ? 'an array' : isObject(value) ? 'an object' : (JSON.stringify(value) ?? 'nothing')
  return { path, because: `expected ${what}, found ${found.slice(0, FOUND_LENGTH_MAX)}` }
}
