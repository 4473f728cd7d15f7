/**
 * A sink as a program to be killed: `node sink.fixture.ts FOLDER PORT`. Keeps each batch in a file that is named by its
 * id, by renaming, before it answers; one that it has is not written again, but must be the same. Says its port.
 */
import { existsSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

const [folder = '', port = '0'] = process.argv.slice(2)

const server = createServer((request, response) => {
  const pieces: Buffer[] = []
  request.on('data', (piece: Buffer) => pieces.push(piece))
  request.on('end', () => {
    const path = join(folder, String(request.headers['idempotency-key']))
    const body = Buffer.concat(pieces)
    if (existsSync(path)) {
      response.statusCode = readFileSync(path).equals(body) ? 200 : 409
    } else {
      writeFileSync(`${path}.draft`, body)
      renameSync(`${path}.draft`, path)
    }
    response.end()
  })
})
server.listen(Number(port), '127.0.0.1', () => writeSync(1, `${(server.address() as AddressInfo).port}\n`))
