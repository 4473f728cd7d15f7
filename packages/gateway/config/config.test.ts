/** Shows that a configuration is read as it is written, that every fault is told with its line, and what is documented. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { keysOfConfiguration, readConfiguration } from './config.ts'
import type { Surroundings } from './lookup.ts'
import { referenceOf } from './reference.ts'

const surroundings: Surroundings = {
  readFile: (path) => (path === 'pem' ? 'PEM' : path === 'token' ? ' t0ken\n' : path === 'broken' ? 'a\nb' : undefined),
  variable: (name) => (name === 'OPENAI_KEY' ? 'sk-upstream' : name === 'BROKEN' ? 'sk-\r\nx: y' : undefined),
  resolve: (path) => `/etc/${path}`,
}

const least = 'upstreams: [{provider: openai, url: "http://127.0.0.1:1"}]\nkeys: {file: keys.jsonl}\n'

function faultsOf(yaml: string): string[] {
  const read = readConfiguration(yaml, surroundings)
  return read.ok ? [] : read.faults.map(({ line, path, message }) => `${line} ${path}: ${message}`)
}

test('two lines are enough, and what they leave out is safe', () => {
  const read = readConfiguration(least, surroundings)
  assert.ok(read.ok)
  assert.equal(read.value.listen.host, '127.0.0.1')
  assert.equal(read.value.admin.host, '127.0.0.1')
  assert.equal(read.value.keysFile, '/etc/keys.jsonl')
  assert.equal(read.value.request.bodyBytesMax, 52_428_800)
  assert.deepEqual(read.value.limits.default, {})
  assert.equal(read.value.tap, undefined)
  assert.ok(read.value.hasStatefulRoutes)
  assert.deepEqual(read.value.owners, { retentionMs: 30 * 86_400_000, idsMax: 1_000_000 })
  assert.equal(read.value.dataDir, '/etc/gateway-data')
})

test('what earlier calls left with the provider is closed by one word', () => {
  const read = readConfiguration(`${least}stateful_routes: false`, surroundings)
  assert.ok(read.ok && !read.value.hasStatefulRoutes)
})

test('secrets are read from where they are, limits by their names', () => {
  const read = readConfiguration(
    `
upstreams:
  - {provider: openai, url: "https://api.example/openai/", secret: {env: OPENAI_KEY}, headers_timeout_s: 1.5}
keys: {file: k}
verdicts: {file: v, trust: [pem]}
limits:
  default: {account: {tokens_per_minute: 1000}}
  plans: {free: {key: {requests_per_minute: 3, concurrent_streams: 0}}}
tap: {dir: spool, content: {accounts: {a: omit}}, sink: {url: "http://127.0.0.1:2/", token: {file: token}}}
`,
    surroundings,
  )
  assert.ok(read.ok)
  const { upstreams, verdicts, limits, tap } = read.value
  assert.equal(upstreams[0]?.secret, 'sk-upstream')
  assert.equal(upstreams[0]?.headersTimeoutMs, 1500)
  assert.deepEqual(verdicts?.trust, ['/etc/pem'])
  assert.deepEqual(limits.default, { account: { tokensPerMinute: 1000 } })
  assert.deepEqual(limits.plans['free'], { key: { requestsPerMinute: 3, concurrentStreams: 0 } })
  assert.deepEqual(tap?.sink?.token, { file: '/etc/token' })
  assert.equal(tap?.content.accounts['a'], 'omit')
})

test('every fault is told at once, each with its line, its path and what would be right', () => {
  assert.deepEqual(
    faultsOf(`listen: {port: 99999}
upstreams:
  - provider: openai
    url: ftp://x
    headers_timeout: 3
  - url: "http://u:p@127.0.0.1"
    provider: antropic
keys: {}
limits:
  default:
    key: {request_per_minute: 10}
client: {trusted_proxies: [10.0.0.0/40, nonsense]}
tap: {dir: s, when_full: drop}
drain_s: soon
`),
    [
      '1 listen.port: must be a whole number from 0 to 65535, not 99999',
      '5 upstreams[0].headers_timeout: is no key; did you mean headers_timeout_s?',
      '4 upstreams[0].url: must be an http or https URL',
      '7 upstreams[1].provider: must be one of openai, anthropic, not "antropic"',
      '6 upstreams[1].url: must not hold a user or a password: use env or file for secrets',
      '8 keys.file: is missing',
      '11 limits.default.key.request_per_minute: is no key; did you mean requests_per_minute?',
      '12 client.trusted_proxies[0]: "10.0.0.0/40" is neither an address nor a block such as 10.0.0.0/8',
      '12 client.trusted_proxies[1]: "nonsense" is neither an address nor a block such as 10.0.0.0/8',
      '13 tap.when_full: must be one of shed-oldest, refuse, not "drop"',
      '14 drain_s: must be a number from 0.001 to 86400, not "soon"',
    ],
  )
})

test('a secret that is not there is a fault at its line, and no secret is in any fault', () => {
  const faults = faultsOf(`upstreams:
  - provider: openai
    url: http://127.0.0.1
    secret: {env: NOT_SET}
  - provider: openai
    url: http://127.0.0.1
    secret: {env: OPENAI_KEY, file: token}
keys: {file: k}
redis: {}
`)
  assert.deepEqual(faults, [
    '4 upstreams[0].secret.env: the environment variable NOT_SET is not set',
    '7 upstreams[1].secret: needs either env or file, not both',
    '9 redis: needs either url or cluster, not both',
  ])
})

test('what would only be found out by serving is told before', () => {
  const pair = (cert: string, key: string): string => `${least}listen: {tls: {cert_file: ${cert}, key_file: ${key}}}`
  const server = (more: string): string => `upstreams:\n  - {provider: openai, ${more}}\nkeys: {file: k}`
  const route = (path: string): string => `${least}routes:\n  - {provider: openai, path: "${path}"}`
  for (const [yaml, fault] of [
    [server('url: "http://127.0.0.1/v1"'), /^2 upstreams\[0\]\.url: must not end in \/v1: leave it out/],
    [server('url: "http://127.0.0.1/x/v1/"'), /^2 .*leave it out/],
    [server('url: "http://127.0.0.1", ca_file: pem'), /^2 upstreams\[0\]\.ca_file: holds no certificate/],
    [server('url: "http://127.0.0.1", secret: {env: BROKEN}'), /^2 upstreams\[0\]\.secret\.env: has a line break/],
    [server('url: "http://127.0.0.1", secret: {file: broken}'), /^2 upstreams\[0\]\.secret\.file: has a line break/],
    [pair('pem', 'pem'), /^3 listen\.tls\.cert_file: holds no certificate chain/],
    [`${least}listen: {port: 9090}`, /^3 listen\.port: listen and admin both have 9090/],
    [`${least}listen: {port: 7, host: "0.0.0.0"}\nadmin: {port: 7}`, /^4 admin\.port: listen and admin both have 7/],
    [route('v1/x'), /^4 routes\[0\]\.path: must begin with a slash/],
    [route('/v1/../x'), /^4 .*dot segments/],
    [route('/v1//x'), /^4 .*empty ones/],
    [route('/v1/*/x'), /^4 .*only as/],
    [route('/v1/%41'), /^4 .*escapes/],
  ] as const)
    assert.match(faultsOf(yaml)[0] ?? 'no fault', fault, yaml)
  for (const path of ['/v1/files', '/v1/files/*', '/v1/a.b/*']) assert.deepEqual(faultsOf(route(path)), [])
})

test('what is no YAML, or another thing than a map, is told and not thrown', () => {
  assert.match(faultsOf('a: [1')[0] ?? '', /^1 : /)
  assert.deepEqual(faultsOf(''), ['0 : must be a map, not nothing'])
  assert.deepEqual(faultsOf('- 1'), ['1 : must be a map, not a list'])
  assert.deepEqual(faultsOf(`${least}listen: 3`), ['3 listen: must be a map, not 3'])
  assert.match(faultsOf(`${least}keys: {file: k}`)[0] ?? '', /unique/i)
})

test('the guide has every key as it is read', () => {
  const guide = readFileSync(new URL('../../../docs/gateway.md', import.meta.url), 'utf8')
  const reference = referenceOf(keysOfConfiguration)
  assert.ok(guide.includes(reference), `docs/gateway.md should have this table:\n${reference}`)
})

test('the example in the guide is a configuration that is read', () => {
  const guide = readFileSync(new URL('../../../docs/gateway.md', import.meta.url), 'utf8')
  const examples = [...guide.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml]) => yaml!)
  assert.ok(examples.length > 0)
  const all: Surroundings = { readFile: () => 'x', variable: () => 'x', resolve: (path) => path }
  for (const yaml of examples) {
    const read = readConfiguration(yaml, all)
    assert.ok(read.ok, read.ok ? '' : JSON.stringify(read.faults))
  }
})
