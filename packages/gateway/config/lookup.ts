/** What a configuration only names, looked up: secrets, files. What is not there or no good is a fault at its line. */
import type { Node } from 'yaml'
import { faultOfAuthorities, faultOfPair, isNoHeader } from './check.ts'
import { type Place, wrong } from './schema.ts'

/** The world that a configuration leans on: files and variables. */
export interface Surroundings {
  /** Text of a file; undefined when it cannot be read. Paths are as the file has them. */
  readonly readFile: (path: string) => string | undefined
  readonly variable: (name: string) => string | undefined
  /** A path of the file as an absolute one. */
  readonly resolve: (path: string) => string
}

/** Names and numbers down to a value. */
export type Path = readonly (string | number)[]

interface RawSecret {
  readonly env: string | undefined
  readonly file: string | undefined
}

/** See the file's header. Whatever is wrong, the answer is empty and the fault is with those of the place. */
export class Lookup {
  readonly #place: Place
  readonly #surroundings: Surroundings

  constructor(place: Place, surroundings: Surroundings) {
    this.#place = place
    this.#surroundings = surroundings
  }

  /** A certificate chain and its key. */
  tls({ cert_file, key_file }: { readonly cert_file: string; readonly key_file: string }): {
    readonly cert: string
    readonly key: string
  } {
    const cert = this.file(['listen', 'tls', 'cert_file'], cert_file)
    const key = this.file(['listen', 'tls', 'key_file'], key_file)
    const fault = cert === '' || key === '' ? undefined : faultOfPair(cert, key)
    if (fault !== undefined) this.wrong(['listen', 'tls', `${fault.of}_file`], fault.why)
    return { cert, key }
  }

  /** Certificates to trust. */
  authorities(path: Path, name: string): string {
    const pem = this.file(path, name)
    const fault = pem === '' ? undefined : faultOfAuthorities(pem)
    return fault === undefined ? pem : this.wrong(path, fault)
  }

  /** A secret from where it is. */
  secret(path: Path, { env, file: from }: RawSecret): string {
    if ((env === undefined) === (from === undefined)) return this.wrong(path, 'needs either env or file, not both')
    const found = env === undefined ? this.#surroundings.readFile(from!)?.trim() : this.#surroundings.variable(env)
    if (found !== undefined && isNoHeader(found))
      return this.wrong(
        [...path, env === undefined ? 'file' : 'env'],
        'has a line break or another character that no header may have',
      )
    if (found !== undefined && found !== '') return found
    const where =
      env === undefined ? `the file ${from} is empty or cannot be read` : `the environment variable ${env} is not set`
    return this.wrong([...path, env === undefined ? 'file' : 'env'], where)
  }

  /** Where a secret is that is read later; one that cannot be read now is a fault already. */
  whereabouts(path: Path, raw: RawSecret): { readonly env: string } | { readonly file: string } {
    this.secret(path, raw)
    return raw.env === undefined ? { file: this.#surroundings.resolve(raw.file ?? '') } : { env: raw.env }
  }

  /** The text of a file. */
  file(path: Path, name: string): string {
    return this.#surroundings.readFile(name) ?? this.wrong(path, `the file ${name} cannot be read`)
  }

  /** Tells a fault at a path of the configuration; answers no text. */
  wrong(path: Path, message: string): string {
    const node = this.#place.document.getIn(path, true) as Node | undefined
    const names = path
      .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
      .join('')
      .slice(1)
    wrong({ ...this.#place, path: names, node: node ?? null }, message)
    return ''
  }
}
