/** Shows that a request is counted as whoever reads it most dearly would read it, and refused where that is not known. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recordDepthMax } from '@stillhunt/core/interaction'
import { type Demand, endUsersMax, readDemand } from './demand.ts'

function read(body: string): Demand {
  const demand = readDemand(Buffer.from(body))
  assert.ok(!('message' in demand), `${body}: ${'message' in demand ? demand.message : ''}`)
  return demand
}

function checkRefused(body: string, param?: string): void {
  const fault = readDemand(Buffer.from(body))
  assert.ok('message' in fault, body)
  assert.equal(fault.param, param, body)
}

test('a counted member of another type is refused by its name', () => {
  for (const value of ['"true"', '1', '[]', '{}']) checkRefused(`{"stream":${value}}`, 'stream')
  for (const name of [
    'n',
    'best_of',
    'max_tokens',
    'max_completion_tokens',
    'max_output_tokens',
    'max_tokens_to_sample',
  ])
    for (const value of ['"64"', '1e999', '-1e999', '-1', 'true', '[1]'])
      checkRefused(`{"${name}":1,"${name}":${value}}`, name)
  checkRefused('{"background":"yes"}', 'background')
  checkRefused('{"stream_options":[]}', 'stream_options')
  checkRefused('{"user":7}', 'user')
  checkRefused('{"metadata":{"user_id":["u"]}}', 'metadata')
  checkRefused('{"model":null}', 'model')
  read('{"stream":null,"n":null,"max_tokens":null,"stream_options":null,"user":null,"metadata":null,"include":null}')
  read('{"n":2,"max_tokens":0,"best_of":1.5,"metadata":{"user_id":null}}')
})

test('a member whose name is a counted one but for its case is refused', () => {
  checkRefused('{"Stream":true}', 'stream')
  checkRefused('{"stream":false,"STREAM":true}', 'stream')
  checkRefused('{"Max_Tokens":5}', 'max_tokens')
  checkRefused('{"\\u004d\\u006fdel":"m"}', 'model')
  checkRefused('{"u\u017fer":"u"}', 'user')
  read('{"Temperature":1,"x":{"Stream":true},"models":[]}')
})

test('a body with a byte order mark or bytes that are no UTF-8 is refused: no record could hold it', () => {
  checkRefused('\ufeff{"model":"m"}')
  for (const bytes of ['{"model":"m","messages":"\xff"}', '{"model":"m","\xc3":1}'])
    assert.ok('message' in readDemand(Buffer.from(bytes, 'latin1')), bytes)
  read('{"messages":"\ufffd\u00e9"}')
})

test('a body has as many levels as a record has room for', () => {
  const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
  read(nested(recordDepthMax - 1))
  checkRefused(nested(recordDepthMax))
})

test('usage is asked for only where every reading asks for it', () => {
  const wants = (options: string): boolean => read(`{"stream":true,${options}}`).wantsUsage
  assert.equal(wants('"stream_options":{"include_usage":true}'), true)
  assert.equal(wants('"stream_options":{"include_usage":true},"stream_options":{"include_usage":true}'), true)
  assert.equal(wants('"stream_options":{"include_usage":true},"stream_options":{"include_usage":false}'), false)
  assert.equal(wants('"stream_options":{"include_usage":false},"stream_options":{"include_usage":true}'), false)
  assert.equal(wants('"stream_options":{"include_usage":true},"stream_options":null'), false)
  assert.equal(wants('"stream_options":{"include_usage":false,"include_usage":true}'), false)
  assert.equal(wants('"stream_options":{}'), false)
})

test('every end user that is named is told, each once', () => {
  const body =
    '{"user":"a","user":"b","safety_identifier":"c","metadata":{"user_id":"d","user_id":"e"},"metadata":{"user_id":"a"}}'
  assert.deepEqual([...read(body).endUsers].sort(), ['a', 'b', 'c', 'd', 'e'])
  assert.deepEqual(read('{"user":"","metadata":{}}').endUsers, [])
  const many = Array.from({ length: endUsersMax + 1 }, (_, i) => `"user":"u${i}"`).join()
  checkRefused(`{${many}}`, 'user')
})

test('an answer is kept unless every wish says no, and what goes on from others names them', () => {
  const of = (more: string): unknown => {
    const demand = readDemand(Buffer.from(`{"model":"m"${more}}`))
    return 'message' in demand ? demand.param : [demand.isStored, ...demand.earlier]
  }
  assert.deepEqual(of(''), [true])
  assert.deepEqual(of(',"store":null'), [true])
  assert.deepEqual(of(',"store":false'), [false])
  assert.deepEqual(of(',"store":false,"store":false'), [false])
  assert.deepEqual(of(',"store":false,"store":true'), [true])
  assert.deepEqual(of(',"store":false,"background":true'), [true])
  assert.deepEqual(of(',"store":0'), 'store')
  assert.deepEqual(of(',"Store":false'), 'store')
  assert.deepEqual(of(',"previous_response_id":"a","previous_response_id":null,"previous_response_id":"a"'), [
    true,
    'a',
  ])
  assert.deepEqual(of(',"previous_response_id":["a"]'), 'previous_response_id')
})

/** The least time of twenty, in µs: nothing else that the machine does makes it shorter. */
function leastMicros(work: () => void): number {
  const times = Array.from({ length: 20 }, () => {
    const startedMs = performance.now()
    work()
    return (performance.now() - startedMs) * 1000
  })
  return Math.min(...times)
}

test('ten times as many repeated members take about ten times as long, not a hundred', () => {
  const repeated = (times: number): Buffer => Buffer.from(`{"model":"m"${',"n":1'.repeat(times)}}`)
  const [few, many] = [repeated(2_000), repeated(20_000)]
  const [longer, shorter] = [leastMicros(() => readDemand(many)), leastMicros(() => readDemand(few))]
  assert.ok(longer < 40 * shorter, `${longer} µs against ${shorter}`)
  const users = Array.from({ length: 20_000 }, (_, i) => `"user_id":"u${i}"`).join()
  checkRefused(`{"model":"m","metadata":{${users}}}`, 'user')
})
