/** Shows that a start that fails leaves nothing behind: it says why in a line, serves nobody, and ends with 1. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { FakeUpstream } from '../double.ts'
import { GatewayFolder, GatewayProcess } from './gateway-process.fixture.ts'

for (const workers of [1, 2])
  for (const taken of ['admin', 'listen'])
    test(`with ${workers} process(es) it ends when the port of ${taken} is taken`, { timeout: 30_000 }, async () => {
      await using upstream = await FakeUpstream.start()
      const other = createServer().listen(0, '127.0.0.1')
      await once(other, 'listening')
      const { port } = other.address() as AddressInfo
      const folder = await GatewayFolder.make(upstream.url)
      writeFileSync(
        join(folder.path, 'gateway.yaml'),
        `listen: {port: ${taken === 'listen' ? port : 0}}
admin: {port: ${taken === 'admin' ? port : 0}}
upstreams: [{provider: openai, url: "${upstream.url.origin}"}]
keys: {file: keys.jsonl}
tap: {dir: spool}
`,
      )
      await assert.rejects(GatewayProcess.start(folder, workers), /ended with 1: listen EADDRINUSE/)
      other.close()
      folder.remove()
    })
