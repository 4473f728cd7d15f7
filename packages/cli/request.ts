/** What scan and backtest are both asked: logs in, reports out. */
import { resolve } from 'node:path'
import { standardInput } from '@stillhunt/engine/pipeline'
import { UsageError } from './command.ts'
import type { HelpText } from './help.ts'
import { suggestion } from '@stillhunt/core/spelling'
import { standardOutput } from './output.ts'
import { readShare } from './typed-value.ts'
import { type Flags, readWords, type Words } from './words.ts'

/** Where from, where to. */
export interface Request {
  readonly logs: readonly string[]
  readonly accounts?: string
  readonly data?: string
  readonly fdr?: number
  readonly json: string | undefined
  readonly html: string | undefined
  readonly failOn: string | undefined
  readonly quiet: boolean
}

const requestFlags = {
  accounts: 'value',
  data: 'value',
  fdr: 'value',
  json: 'value',
  html: 'value',
  'fail-on': 'value',
  quiet: 'switch',
} as const satisfies Flags

/** How help texts describe what can be asked, before and after what one command asks besides. */
export const requestHelp: {
  readonly inputs: HelpText['options']
  readonly outputs: HelpText['options']
  readonly exit: NonNullable<HelpText['exit']>
} = {
  inputs: [['--accounts FILE', 'the account registry: sign-up, payment, organisation']],
  outputs: [
    ['--fdr Q', 'false-discovery rate: the share of claims that may be\nwrong; 0.01 when absent'],
    ['--json FILE', 'write the report as JSON; - for standard output'],
    ['--html FILE', 'write the report as one self-contained page'],
    ['--fail-on KIND', 'exit with 3 when a campaign of that kind is claimed:\nextraction, resale or any'],
    ['--quiet', 'no progress, no report on the terminal'],
  ],
  exit: [
    ['1', 'an input could not be read, or not one record in any of them used, or the\nstore or an output not written'],
    ['2', 'the command was called wrongly'],
    ['3', '--fail-on was given and such a campaign claimed'],
  ],
}

const failOnKinds = ['extraction', 'resale', 'any']

/** Reads the words given to `command`, which has `own` flags besides. Throws {@link UsageError}. */
export function readRequest<const F extends Flags>(
  command: string,
  words: readonly string[],
  own: F,
): { readonly request: Request; readonly flags: Words<F>['flags'] } {
  const { names, flags } = readWords(command, words, { ...own, ...requestFlags })
  const {
    accounts,
    data,
    fdr,
    json,
    html,
    'fail-on': failOn,
    quiet = false,
  } = flags as Words<typeof requestFlags>['flags']
  const request: Request = {
    logs: names,
    ...(accounts === undefined ? {} : { accounts }),
    ...(data === undefined ? {} : { data }),
    ...(fdr === undefined ? {} : { fdr: readShare(command, '--fdr', fdr) }),
    json,
    html,
    failOn,
    quiet,
  }
  checkInputs(command, request)
  checkOutputs(command, request)
  return { request, flags: flags as Words<F>['flags'] }
}

function checkInputs(command: string, { logs, accounts, failOn }: Request): void {
  if (logs.length === 0)
    throw new UsageError(`${command} needs LOGS: files, globs, directories or - for standard input`)
  if (logs.includes('')) throw new UsageError(`${command}: one of LOGS is empty; leave it out or name a file`)
  if (accounts === standardInput && logs.includes(standardInput))
    throw new UsageError(`${command}: LOGS and --accounts cannot both be standard input; put one of them into a file`)
  if (failOn !== undefined && !failOnKinds.includes(failOn))
    throw new UsageError(
      `${command}: --fail-on takes ${failOnKinds.join(', ')}, not ${JSON.stringify(failOn)}${suggestion(failOn, failOnKinds)}`,
    )
}

function checkOutputs(command: string, { logs, accounts, json, html }: Request): void {
  if (json !== undefined && html !== undefined && isSamePlace(json, html))
    throw new UsageError(`${command}: --json and --html both write to ${json}; give each its own file`)
  for (const input of [...logs, ...(accounts === undefined ? [] : [accounts])])
    for (const output of [json, html])
      if (output !== undefined && output !== standardOutput && isSamePlace(input, output))
        throw new UsageError(
          `${command}: ${output} is read and would be written over; choose another file for the report`,
        )
}

function isSamePlace(one: string, other: string): boolean {
  return resolve(one) === resolve(other)
}
