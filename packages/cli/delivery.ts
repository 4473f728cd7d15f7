/** What was found, to where it was asked for. */
import process from 'node:process'
import { type Finding, renderJson, type Report, type TerminalOptions } from '@stillhunt/engine/report'
import { ExitStatus } from './command.ts'
import { checkOutput, standardOutput, terminalOf, writeOutput } from './output.ts'
import type { Request } from './request.ts'

/** How a finding is shown to people. */
export interface Renderings {
  readonly terminal: (options: TerminalOptions) => string
  /** Loads what draws pages, which most runs do without. */
  readonly html: () => Promise<string>
}

/** Throws OutputError when it is plain already that an output cannot be written: now rather than after hours of reading. */
export async function checkOutputs({ json, html }: Request): Promise<void> {
  for (const output of [json, html]) if (output !== undefined) await checkOutput(output)
}

/** Writes the reports that were asked for and says what was wrong with the inputs; answers the exit status. */
export async function deliver(finding: Finding, renderings: Renderings, request: Request): Promise<number> {
  const { json, html, quiet } = request
  if (json !== undefined) await writeOutput(json, renderJson(finding.report))
  if (html !== undefined) await writeOutput(html, await renderings.html())
  if (!quiet && json !== standardOutput && html !== standardOutput) {
    process.stdout.write(renderings.terminal(terminalOf(process.stdout, process.env)))
    for (const path of [html, json]) if (path !== undefined) process.stdout.write(`Wrote ${printablePath(path)}\n`)
  }
  for (const { source, note } of finding.notes) process.stderr.write(`stillhunt: ${source}: ${note}\n`)
  if (finding.unusable !== undefined) process.stderr.write(`stillhunt: ${finding.unusable}\n`)
  if (isClaimed(finding.report, request.failOn)) return ExitStatus.claimed
  return finding.unusable === undefined ? ExitStatus.ok : ExitStatus.unreadable
}

function isClaimed({ campaigns }: Report, failOn: string | undefined): boolean {
  return campaigns.some(({ kind }) => (failOn === 'any' ? kind !== 'coordinated' : kind === failOn))
}

/** A path as given, without what a terminal would obey. */
function printablePath(path: string): string {
  return path.replaceAll(/\p{Cc}/gu, '?')
}
