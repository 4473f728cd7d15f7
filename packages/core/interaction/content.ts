import type { Part } from './interaction.ts'
import { arrayOf, objectOf, textOf } from './json-value.ts'

/** Adds a text to a message. An empty one is no part: some clients send it where others send null or nothing. */
export function pushText(parts: Part[], text: string): void {
  if (text !== '') parts.push({ kind: 'text', text })
}

/**
 * Adds the content of a message: a string, or a list of strings and blocks in which text and refusals have the types
 * that OpenAI's dialects give them. Blocks of other types are opaque; anything that is no content adds nothing.
 */
export function pushContent(parts: Part[], content: unknown): void {
  if (typeof content === 'string') pushText(parts, content)
  for (const element of arrayOf(content)) {
    const block = objectOf(element)
    if (block === undefined) pushText(parts, textOf(element))
    else if (isTextType(block['type'])) pushText(parts, textOf(block['text']))
    else if (block['type'] === 'refusal') pushText(parts, textOf(block['refusal']))
    else pushOpaque(parts, block['type'])
  }
}

/**
 * Adds what is to be continued or embedded: a text or a list of texts, each a part. Lists of numbers are texts as the
 * model's own tokens, which are opaque, and so are images and whatever else servers take.
 */
export function pushPrompt(parts: Part[], prompt: unknown): void {
  if (typeof prompt === 'string') pushText(parts, prompt)
  const elements = arrayOf(prompt)
  if (typeof elements[0] === 'number') return pushOpaque(parts, 'tokens')
  for (const element of elements) {
    const block = objectOf(element)
    if (Array.isArray(element)) pushOpaque(parts, 'tokens')
    else if (block === undefined || typeof block['text'] === 'string')
      pushText(parts, textOf(block?.['text'] ?? element))
    else pushOpaque(parts, block['type'])
  }
  return undefined
}

function isTextType(type: unknown): boolean {
  return type === 'text' || type === 'input_text' || type === 'output_text'
}

/** Adds a piece that cannot be read, by the type that its dialect gives it; `unknown` when it has none. */
export function pushOpaque(parts: Part[], type: unknown): void {
  parts.push({ kind: 'opaque', type: textOf(type) || 'unknown' })
}

/** Adds visible reasoning; reasoning whose text the provider withholds is an opaque part of the given type. */
export function pushReasoning(parts: Part[], text: string, type: string): void {
  if (text === '') parts.push({ kind: 'opaque', type })
  else parts.push({ kind: 'reasoning', text })
}

/**
 * Adds what a tool returned, `content` being a string or a list of blocks as all dialects have it: one result with the
 * texts of the blocks joined by line feeds, then one opaque part for each block without text.
 */
export function pushToolResult(parts: Part[], content: unknown): void {
  parts.push({ kind: 'tool-result', text: joinText(content) })
  for (const element of arrayOf(content)) {
    const block = objectOf(element)
    if (block !== undefined && typeof block['text'] !== 'string') pushOpaque(parts, block['type'])
  }
}

/** The texts of a string or a list of strings and blocks, joined by line feeds; empty for anything else. */
export function joinText(content: unknown): string {
  if (!Array.isArray(content)) return textOf(content)
  const texts: string[] = []
  for (const element of content) {
    const text = textOf(element) || textOf(objectOf(element)?.['text'])
    if (text !== '') texts.push(text)
  }
  return texts.join('\n')
}
