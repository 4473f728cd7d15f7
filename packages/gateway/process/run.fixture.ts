/** Runs a gateway as the command line does, for tests that start, tell and kill one. */
import process from 'node:process'
import { runGateway } from './run.ts'

const [, , configPath = '', workers = '1'] = process.argv
process.exitCode = await runGateway({
  configPath,
  workers: Number(workers),
  onReady: (ports) => void process.stdout.write(`${JSON.stringify(ports)}\n`),
}).catch((cause: unknown) => {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`)
  return 1
})
