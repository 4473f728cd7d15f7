/** Source files as the laws see them: parsed once; what they import, what they export, how long their functions are. */
import { parseSync } from 'oxc-parser'

/** A stretch of a file, in lines counted from one. */
export interface Stretch {
  readonly line: number
  readonly lines: number
}

/** One file below `packages/`. */
export interface SourceFile {
  readonly path: string
  readonly lines: number
  /** Tests and what only tests use: `*.test.ts`, `*.fixture.ts`. */
  readonly isTest: boolean
  /** Every module asked for: imports, re-exports, and `import()` of a literal. */
  readonly imports: readonly { readonly specifier: string; readonly line: number }[]
  /** Declarations that are exported where they stand. */
  readonly exports: readonly { readonly line: number; readonly isDocumented: boolean }[]
  readonly functions: readonly Stretch[]
  /** Lines that use `console`. */
  readonly consoles: readonly number[]
}

/** Parses one file. Throws when it is not TypeScript. */
export function readSource(path: string, text: string): SourceFile {
  const { program, module, comments, errors } = parseSync(path, text)
  if (errors[0] !== undefined) throw new SyntaxError(`${path}: ${errors[0].message}`)
  const feeds = [...text.matchAll(/\n/g)].map(({ index }) => index)
  const lineOf = (offset: number): number => 1 + countBelow(feeds, offset)
  const imports = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest),
    ...module.staticExports.flatMap(({ entries }) => entries.slice(0, 1).flatMap((entry) => entry.moduleRequest ?? [])),
  ].map(({ value, start }) => ({ specifier: value, line: lineOf(start) }))
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^(['"`])(.*)\1$/s.exec(text.slice(moduleRequest.start, moduleRequest.end))
    imports.push({ specifier: literal?.[2] ?? 'a computed name', line: lineOf(moduleRequest.start) })
  }
  const docs = comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*'))
  const exports: { line: number; isDocumented: boolean }[] = []
  let documentedEnd = -1
  for (const { type, start, end, ...rest } of program.body) {
    if (!/^Export(Named|Default)Declaration$/.test(type) || !('declaration' in rest) || rest.declaration === null)
      continue
    const doc = docs.find((comment) => comment.end <= start && text.slice(comment.end, start).trim() === '')
    // One docstring may cover declarations that stand together without an empty line.
    const isDocumented = doc !== undefined || (documentedEnd >= 0 && text.slice(documentedEnd, start) === '\n')
    documentedEnd = isDocumented ? end : -1
    exports.push({ line: lineOf(start), isDocumented })
  }
  const functions: Stretch[] = []
  const consoles: number[] = []
  walk(program, ({ type, start, end, object }) => {
    if (/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(type))
      functions.push({ line: lineOf(start), lines: lineOf(end) - lineOf(start) + 1 })
    if (type === 'MemberExpression' && (object as { name?: unknown }).name === 'console') consoles.push(lineOf(start))
  })
  const isTest = /\.(test|fixture)\.ts$/.test(path)
  return { path, lines: feeds.length, isTest, imports, exports, functions, consoles }
}

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly object?: unknown
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (typeof value !== 'object' || value === null) return
  if ('type' in value && 'start' in value) visit(value as unknown as Node)
  for (const child of Object.values(value)) walk(child, visit)
}

/** How many of the ascending `offsets` lie below `offset`. */
function countBelow(offsets: readonly number[], offset: number): number {
  let low = 0
  let high = offsets.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (offsets[middle]! < offset) low = middle + 1
    else high = middle
  }
  return low
}
