/**
 * A writer under load, as a program to be killed: `node load.fixture.ts FOLDER [BYTES-OF-SEGMENT]`. Writes the id of
 * each call to standard output once it is open, in one write, so that what was said survives the kill.
 */
import { writeSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { answerOf, callOf } from './spool.fixture.ts'
import { openTap } from './spool-writer.ts'

const [folder = '', segmentBytes = '200000'] = process.argv.slice(2)
const tap = await openTap({ folder, segmentBytesMax: Number(segmentBytes), journalBytesMax: 60_000 })

/** One client: calls of different length, one after the other. */
async function client(lane: number): Promise<never> {
  for (let round = 0; ; round += 1) {
    const call = callOf(`lane ${lane} round ${round} ${'x'.repeat(300)}`)
    const opened = await tap.open(call)
    writeSync(1, `${call.id}\n`)
    if (lane % 4 === 0) await wait(round % 20)
    opened.close(answerOf(`answer ${round}`))
    await new Promise((resolve) => setImmediate(resolve))
  }
}

await Promise.all(Array.from({ length: 16 }, (_, lane) => client(lane)))
