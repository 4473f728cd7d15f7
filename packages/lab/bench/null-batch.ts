/**
 * Runs worlds of one kind one after the other and prints what was claimed in each, one JSON line per world:
 * `node null-batch.ts KIND FROM UNTIL [FDR]`. A process of its own, since the engine does not give back all of its memory.
 */
import process from 'node:process'
import { type RunKind, runOne } from './null-run.ts'

const [kind = 'honest', from = '0', until = '1', fdr] = process.argv.slice(2)
for (let number = Number(from); number < Number(until); number += 1)
  console.log(
    JSON.stringify(await runOne(kind as RunKind, String(number), fdr === undefined ? undefined : Number(fdr))),
  )
