/** Streams and bodies that were published as recorded. They are not part of this repository: tests skip without them. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'

/** Where they are. */
export const folder: string = `${import.meta.dirname}/../../../../shared/vectors/wire`
/** Why tests that need them are skipped; false when they are here. */
export const skip: string | false = existsSync(folder)
  ? false
  : 'the recorded bodies (shared/vectors/wire) are not here'

const paths: Readonly<Record<string, string>> = {
  chat: '/v1/chat/completions',
  completion: '/v1/completions',
  responses: '/v1/responses',
  messages: '/v1/messages',
}

/** One stream as it was sent. */
export interface PublishedStream {
  readonly name: string
  /** Path of the API that it answers. */
  readonly path: string
  readonly bytes: Buffer
}

/** The path that the body in a file of `recorded/` answers. */
export function pathOf(file: string): string {
  return paths[file.split('/').at(-2)!]!
}

/** Bodies of answers that were not streamed, errors among them. */
export function bodyFiles(): string[] {
  return globSync(`${folder}/recorded/*/*/*.json`).sort()
}

/** Every stream that was published raw, and those published as payloads, framed as their dialect frames them. */
export function streams(lineEnd = '\n'): PublishedStream[] {
  const raw = globSync(`${folder}/raw-sse/*/*.sse`).map((file) => ({
    name: basename(file),
    path: file.includes('anthropic') ? '/v1/messages' : '/v1/chat/completions',
    bytes: readFileSync(file),
  }))
  const framed = globSync(`${folder}/recorded/*/*/*.events.jsonl`).map((file) => {
    const isNamed = /^(responses|messages)$/.test(file.split('/').at(-2)!)
    const text = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((data) => {
        const [, type] = /"type"\s*:\s*"([^"]+)"/.exec(data) ?? []
        return `${isNamed && type !== undefined ? `event: ${type}${lineEnd}` : ''}data: ${data}${lineEnd}${lineEnd}`
      })
      .join('')
    const end = isNamed ? '' : `data: [DONE]${lineEnd}${lineEnd}`
    return { name: basename(file), path: pathOf(file), bytes: Buffer.from(text + end) }
  })
  return [...raw, ...framed]
}

/** The one stream whose name has `part` in it. */
export function streamNamed(part: string): PublishedStream {
  const found = streams().find(({ name }) => name.includes(part))
  if (found === undefined) throw new Error(`no published stream is named ${part}`)
  return found
}
