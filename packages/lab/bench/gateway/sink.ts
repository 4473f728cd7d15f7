/**
 * A sink for batches of records: each is kept as a file by its id, whole or not at all, so that a batch that comes twice is
 * there once. Run as a process of its own, to be killed; it ends with its standard input.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'

const [, , folder = '', port = '0'] = process.argv
mkdirSync(folder, { recursive: true })

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const id = String(request.headers['idempotency-key']).replace(/[^\w.-]/g, '_')
    const part = join(folder, `${id}.${process.pid}.part`)
    writeFileSync(part, Buffer.concat(chunks))
    renameSync(part, join(folder, `${id}.ndjson`))
    response.writeHead(200).end()
  })
})
server.listen(Number(port), '127.0.0.1', () =>
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port })),
)
process.stdin.on('end', () => process.exit(0)).resume()
