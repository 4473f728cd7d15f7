/** Source code of the right shape: functions over invented business objects, in four languages. */
import type { Random } from '../random.ts'
import { fill } from './fill.ts'

/** A programming language that the lab can imitate. */
export type CodeLanguage = 'python' | 'typescript' | 'go' | 'rust'

/** The programming languages. */
export const codeLanguages: readonly CodeLanguage[] = ['python', 'typescript', 'go', 'rust']

/** Endings of source files. */
export const fileEndings: Readonly<Record<CodeLanguage, string>> = {
  python: 'py',
  typescript: 'ts',
  go: 'go',
  rust: 'rs',
}

const words = (list: string): readonly string[] => list.split(' ')

/** What programs are about. */
export const codeNouns: readonly string[] = words(
  'invoice parcel ledger sensor ticket roster voucher sample beacon shipment quota tariff chapter meter badge recipe lens pallet quote reading vessel window kernel segment bucket cursor draft token route frame batch locker permit stanza gauge relay harvest filter ballot orchard ferry tenant clause depot crate',
)
const verbs = words(
  'merge split rank trim collect resolve balance expand reduce validate schedule group pair rotate compress restore weigh audit fold settle',
)
const fields = words(
  'weight due status owner region price stamp count origin limit depth score label width share delay',
)

/** The name of a function that could exist, such as `merge_parcel_tariff`. */
export function functionName(random: Random): string {
  return `${random.pick(verbs)}_${random.pick(codeNouns)}_${random.pick(codeNouns)}`
}

interface Grammar {
  readonly open: string
  readonly statements: readonly string[]
  readonly close: string
}

const grammars: Readonly<Record<CodeLanguage, Grammar>> = {
  python: {
    open: 'def {name}({a}, {b}=None):',
    statements: [
      '    {a} = [item for item in {b} if item.{c} > {number}]',
      '    if {b}.{c} is None:\n        return {number}',
      '    {c} = sum(part.{a} * {number} for part in {b})',
      '    for {c} in {a}[:{number}]:\n        {b}.append({c})',
    ],
    close: '    return {a}',
  },
  typescript: {
    open: 'export function {name}({a}: string[], {b} = {number}) {',
    statements: [
      '  const {c} = {a}.filter((item) => item.length > {number})',
      '  for (const {c} of {a}) {b} += {c}.length',
      '  if ({b} > {number}) return [{a}, {b}]',
      '  const {c} = new Map({a}.map((key) => [key, {b} + {number}]))',
    ],
    close: '  return {b}\n}',
  },
  go: {
    open: 'func {name}({a} []int, {b} int) (int, error) {',
    statements: [
      '\t{c} := {b} * {number}',
      '\tfor _, {c} := range {a} {\n\t\t{b} += {c}\n\t}',
      '\tif len({a}) > {number} {\n\t\treturn {b}, errors.New("{c}")\n\t}',
    ],
    close: '\treturn {b}, nil\n}',
  },
  rust: {
    open: 'pub fn {name}({a}: &[usize], {b}: usize) -> usize {',
    statements: [
      '    let {c} = {a}.iter().filter(|item| **item > {number}).count();',
      '    let {c} = {b}.min({number});',
      '    assert!({a}.len() < {number}, "{c}");',
    ],
    close: '    {b}\n}',
  },
}
const statementsMax = 5

/** A function of the name, in the language; its identifiers are its own, so that two functions hardly share a line. */
export function functionText(random: Random, language: CodeLanguage, name: string): string {
  const { open, statements, close } = grammars[language]
  const a = identifier(random)
  const b = identifier(random)
  const line = (template: string): string =>
    fill(template, { name, a, b, c: identifier(random), number: random.between(2, 400) })
  const body = Array.from({ length: random.between(2, statementsMax) }, () => line(random.pick(statements)))
  return [line(open), ...body, line(close)].join('\n')
}

function identifier(random: Random): string {
  return `${random.pick(codeNouns)}_${random.pick(fields)}`
}
