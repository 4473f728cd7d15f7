/** Source code of the right shape: functions over invented business objects, in four languages. */
import type { Random } from '../random.ts'

/** A programming language that the lab can imitate. */
export type CodeLanguage = 'python' | 'typescript' | 'go' | 'rust'

/** The programming languages. */
export const codeLanguages: readonly CodeLanguage[] = ['python', 'typescript', 'go', 'rust']

/** Endings of source files. */
export const fileEndings: Readonly<Record<CodeLanguage, string>> = { python: 'py', typescript: 'ts', go: 'go', rust: 'rs' }

const words = (list: string): readonly string[] => list.split(' ')
/** What programs are about. */
export const codeNouns: readonly string[] = words(
  'invoice parcel ledger sensor ticket roster voucher sample beacon shipment quota tariff chapter meter badge recipe lens pallet quote reading vessel window kernel segment bucket cursor draft token route frame batch parcel locker permit stanza gauge relay harvest filter ballot',
)
const verbs = words('merge split rank trim collect resolve balance expand reduce validate schedule group pair rotate compress restore')
const fields = words('weight due status owner region price stamp count origin limit depth score label width')

/** The name of a function that could exist, such as `merge_parcel_tariff`. */
export function functionName(random: Random): string {
  return `${random.pick(verbs)}_${random.pick(codeNouns)}_${random.pick(codeNouns)}`
}

type Writer = (name: string, noun: string, field: string, other: string, bound: number) => string

const writers: Readonly<Record<CodeLanguage, readonly Writer[]>> = {
  python: [
    (name, noun, field, other, bound) =>
      `def ${name}(${noun}s):\n    kept = [item for item in ${noun}s if item.${field} > ${bound}]\n    return sorted(kept, key=lambda item: item.${other})`,
    (name, noun, field, other, bound) =>
      `def ${name}(${noun}, ${other}=${bound}):\n    total = 0\n    for part in ${noun}.parts():\n        if part.${field} is None:\n            continue\n        total += part.${field} * ${other}\n    return total`,
  ],
  typescript: [
    (name, noun, field, other, bound) =>
      `export function ${name}(${noun}s: ${noun}[]): number {\n  let ${other} = ${bound}\n  for (const item of ${noun}s) ${other} += item.${field} ?? 0\n  return ${other}\n}`,
    (name, noun, field, other, bound) =>
      `export const ${name} = (${noun}: Map<string, number>) =>\n  [...${noun}].filter(([, ${field}]) => ${field} >= ${bound}).map(([${other}]) => ${other})`,
  ],
  go: [
    (name, noun, field, other, bound) =>
      `func ${name}(${noun}s []${noun}) (int, error) {\n\t${other} := 0\n\tfor _, item := range ${noun}s {\n\t\tif item.${field} > ${bound} {\n\t\t\t${other}++\n\t\t}\n\t}\n\treturn ${other}, nil\n}`,
  ],
  rust: [
    (name, noun, field, other, bound) =>
      `pub fn ${name}(${noun}s: &[${noun}]) -> usize {\n    let ${other} = ${bound};\n    ${noun}s.iter().filter(|item| item.${field} as usize > ${other}).count()\n}`,
  ],
}

/** A function of the name, in the language. */
export function functionText(random: Random, language: CodeLanguage, name: string): string {
  const write = random.pick(writers[language])
  return write(name, random.pick(codeNouns), random.pick(fields), random.pick(fields), random.between(1, 400))
}
