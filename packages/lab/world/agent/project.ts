/** A repository on somebody's machine: its paths say whose it is. */
import type { Random } from '../random.ts'
import { codeLanguages, codeNouns, fileEndings, type CodeLanguage } from '../text/code.ts'

/** Somebody's working copy. */
export interface Project {
  readonly root: string
  readonly language: CodeLanguage
  readonly files: readonly string[]
}

const users =
  'amira bruno celia dario elsa farid greta hanna ivo jonas keiko leila mateo nadia oskar petra quinn rosa selim tilda uma vera wanda yusuf'.split(
    ' ',
  )
const homes = [
  '/home/{user}/code',
  '/home/{user}/src',
  '/Users/{user}/work',
  '/Users/{user}/Projects',
  'C:/Users/{user}/dev',
]
const folders = ['src', 'lib', 'internal', 'app', 'core', 'tests']
const kinds = ['store', 'client', 'queue', 'view', 'parser', 'report', 'job', 'model']
const filesEach = 14

/** A working copy of a person's own. */
export function drawProject(random: Random): Project {
  const home = random
    .pick(homes)
    .replace('{user}', `${random.pick(users)}${random.chance(0.5) ? random.between(1, 99) : ''}`)
  return projectAt(random, `${home}/${random.pick(codeNouns)}-${random.pick(codeNouns)}`)
}

/** A working copy at a place. */
export function projectAt(random: Random, root: string): Project {
  const language = random.pick(codeLanguages)
  const ending = fileEndings[language]
  const files = Array.from(
    { length: filesEach },
    () => `${random.pick(folders)}/${random.pick(codeNouns)}_${random.pick(kinds)}.${ending}`,
  )
  return { root, language, files }
}
