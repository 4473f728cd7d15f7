/** A keeper as a program to be killed: `node keep.fixture.ts FOLDER [URL-OF-SINK]`. Says `ready` when all is recovered. */
import { writeSync } from 'node:fs'
import { keepSpool } from './keeper.ts'

const [folder = '', url = ''] = process.argv.slice(2)
const sink = { url, lingerMs: 20, retryMsMin: 20, retryMsMax: 200, batchBytesMax: 200_000 }
await keepSpool({ folder, lookMs: 50, ...(url === '' ? {} : { sink }) })
writeSync(1, 'ready\n')
setInterval(() => undefined, 1000)
