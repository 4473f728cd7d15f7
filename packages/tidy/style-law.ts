/** The laws of style that a machine can see: names, lengths, docstrings, and folders that hold what their kind holds. */
import type { SourceFile } from './source-file.ts'

/** A file that is longer has two subjects. */
export const fileLinesMax = 400
/** Longer files, with the reason and the length that they may keep. They shrink; none is added without a better reason. */
export const longerFiles: Readonly<Record<string, number>> = {
  // One table of cases for one wire format, which is read from top to bottom.
  'core/interaction/dialect/openai-responses/dialect.test.ts': 413,
}
/** A function that is longer does not fit a screen. */
export const functionLinesMax = 70

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/
const catchAll = /^(utils?|helpers?|common|shared|types|misc|managers?|services?)$/

/** What is wrong with the name of a file or folder below `packages/`: every part of its path is looked at. */
export function nameFaults(path: string): string[] {
  return path.split('/').flatMap((part) => {
    if (!kebab.test(part)) return [`${path}: ${part} is not in kebab-case`]
    return catchAll.test(part.split('.')[0]!) ? [`${path}: ${part} says nothing of what is in it; name the thing`] : []
  })
}

/** What is wrong with one file's lengths, docstrings and output. */
export function sourceFaults({ path, lines, isTest, exports, functions, consoles }: SourceFile): string[] {
  const faults: string[] = []
  const linesMax = longerFiles[path] ?? fileLinesMax
  if (lines > linesMax) faults.push(`${path}: ${lines} lines, at most ${linesMax}; split it`)
  for (const stretch of functions)
    if (stretch.lines > functionLinesMax)
      faults.push(`${path}:${stretch.line}: a function of ${stretch.lines} lines, at most ${functionLinesMax}`)
  for (const { line, isDocumented } of exports)
    if (!isTest && !isDocumented) faults.push(`${path}:${line}: an exported declaration without a docstring`)
  for (const line of consoles)
    if (!isTest && !path.startsWith('lab/')) faults.push(`${path}:${line}: console is for the lab; return what is said`)
  return faults
}

/** The files directly in each folder directly below `parent`, sorted; `paths` are files below `packages/`. */
export function foldersIn(parent: string, paths: readonly string[]): Map<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const path of paths) {
    if (!path.startsWith(`${parent}/`)) continue
    const [folder = '', name, deeper] = path.slice(parent.length + 1).split('/')
    if (name === undefined || deeper !== undefined) continue
    found.set(folder, [...(found.get(folder) ?? []), name].sort())
  }
  return found
}
