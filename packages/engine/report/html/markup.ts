import { printable } from '../printable.ts'

/** HTML that is safe to put into a page. Only `markup` and `verbatim` make it. */
export class Markup {
  readonly html: string

  constructor(html: string) {
    this.html = html
  }
}

/** What can be put into markup: strings and numbers as text, markup as it is. */
export type MarkupValue = Markup | string | number | readonly Markup[]

/**
 * Tag of HTML templates. Every string put in is made printable and escaped, so text from logs can stand between tags
 * and in quoted attributes; it must not be put anywhere else.
 */
export function markup(strings: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  const html = values.reduce<string>(
    (soFar, value, index) => soFar + render(value) + strings[index + 1],
    strings[0] ?? '',
  )
  return new Markup(html)
}

/** A constant of ours as it stands. DANGER: nothing that was ever outside may come here. */
export function verbatim(html: string): Markup {
  return new Markup(html)
}

/** Nothing. */
export const NOTHING: Markup = verbatim('')

/** An id or a name from outside, printable, its middle left out when it is longer than 64 characters. */
export function short(name: string): string {
  const characters = [...printable(name)]
  if (characters.length <= NAME_HEAD_MAX + NAME_TAIL_MAX) return characters.join('')
  return `${characters.slice(0, NAME_HEAD_MAX).join('')}…${characters.slice(-NAME_TAIL_MAX).join('')}`
}

const NAME_HEAD_MAX = 44
const NAME_TAIL_MAX = 20

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function render(value: MarkupValue): string {
  if (value instanceof Markup) return value.html
  if (typeof value === 'string') return printable(value).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
  if (typeof value === 'number') return String(value)
  return value.map(({ html }) => html).join('')
}
