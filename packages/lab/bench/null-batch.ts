/**
 * Runs worlds of one base one after the other and prints what was claimed in each, one JSON line per world and rate:
 * `node null-batch.ts BASE FROM UNTIL RATE…`. A process of its own, since the engine does not give back all of its memory.
 */
import process from 'node:process'
import { type Base, runAll } from './null-run.ts'

const [base = 'honest', from = '0', until = '1', ...rates] = process.argv.slice(2)
for (let number = Number(from); number < Number(until); number += 1)
  for (const run of await runAll(base as Base, number, rates.map(Number))) console.log(JSON.stringify(run))
