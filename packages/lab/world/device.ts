/** The programs and machines that call: user agent, SDK, headers and TLS fingerprint belong together. */
import type { ClientLine, DialectName } from './line.ts'
import type { Place } from './network.ts'
import { Random } from './random.ts'

/** A program on a machine, as a server sees it. */
export interface Device {
  readonly userAgent: string
  readonly sdk?: string
  readonly ja4: string
  readonly headers: Readonly<Record<string, string>>
}

interface Library {
  readonly agent: string
  readonly sdk?: string
  readonly runtime: string
  readonly versions: readonly string[]
}

const openaiPython = {
  agent: 'OpenAI/Python',
  sdk: 'openai-python',
  runtime: 'CPython',
  versions: ['2.9.0', '2.8.1', '2.4.0', '1.99.6'],
}
const openaiNode = { agent: 'OpenAI/JS', sdk: 'openai-node', runtime: 'node', versions: ['6.10.0', '6.7.0', '5.20.1'] }
const anthropicPython = {
  agent: 'Anthropic/Python',
  sdk: 'anthropic-python',
  runtime: 'CPython',
  versions: ['0.76.0', '0.74.1', '0.69.0'],
}
const anthropicNode = {
  agent: 'Anthropic/JS',
  sdk: 'anthropic-ts',
  runtime: 'node',
  versions: ['0.73.0', '0.70.1', '0.66.0'],
}
const plain: readonly Library[] = [
  { agent: 'python-requests', runtime: 'CPython', versions: ['2.32.5', '2.32.3'] },
  { agent: 'python-httpx', runtime: 'CPython', versions: ['0.28.1'] },
  { agent: 'node-fetch', runtime: 'node', versions: ['3.3.2'] },
  { agent: 'Go-http-client', runtime: 'go', versions: ['2.0', '1.1'] },
]
const libraries: Readonly<Record<DialectName, readonly Library[]>> = {
  'openai.chat': [openaiPython, openaiPython, openaiNode, ...plain],
  'openai.responses': [openaiPython, openaiNode],
  'anthropic.messages': [anthropicPython, anthropicNode, ...plain],
}
const runtimeVersions: Readonly<Record<string, readonly string[]>> = {
  CPython: ['3.10.16', '3.11.13', '3.12.11', '3.13.5'],
  node: ['v20.19.5', 'v22.20.0', 'v24.11.0'],
  go: ['go1.25'],
}
const systems = ['Linux', 'Linux', 'MacOS', 'Windows']
const architectures = ['x64', 'x64', 'arm64']

/** A device that speaks the dialect through one of the usual libraries. */
export function drawDevice(random: Random, dialect: DialectName): Device {
  const library = random.pick(libraries[dialect])
  const version = random.pick(library.versions)
  const runtimeVersion = random.pick(runtimeVersions[library.runtime] ?? [''])
  const system = random.pick(systems)
  const headers: Record<string, string> = { accept: library.sdk === undefined ? '*/*' : 'application/json' }
  if (library.sdk !== undefined) {
    headers['x-stainless-os'] = system
    headers['x-stainless-arch'] = random.pick(architectures)
    headers['x-stainless-runtime'] = library.runtime
    headers['x-stainless-runtime-version'] = runtimeVersion
    headers['x-stainless-package-version'] = version
  }
  if (dialect === 'anthropic.messages') headers['anthropic-version'] = '2023-06-01'
  return {
    userAgent: `${library.agent}${library.sdk === undefined ? '/' : ' '}${version}`,
    ...(library.sdk === undefined ? {} : { sdk: `${library.sdk}/${version}` }),
    ja4: tlsFingerprint(`${library.runtime} ${runtimeVersion} ${library.agent}`),
    headers,
  }
}

const frozenVersions: Readonly<Record<DialectName, readonly string[]>> = {
  'openai.chat': ['1.12.0', '1.30.5', '1.54.3'],
  'openai.responses': ['1.66.2', '1.70.0'],
  'anthropic.messages': ['0.21.3', '0.34.1', '0.39.0'],
}

/** The client that a relay has hard-coded: a tuple of one day long ago that nobody updates. */
export function frozenDevice(random: Random, dialect: DialectName): Device {
  const [library] = libraries[dialect]
  const { agent, sdk, runtime } = library ?? openaiPython
  const version = random.pick(frozenVersions[dialect])
  const runtimeVersion = `3.${random.between(8, 10)}.${random.between(1, 9)}`
  return {
    userAgent: `${agent} ${version}`,
    sdk: `${sdk}/${version}`,
    ja4: tlsFingerprint(`frozen ${runtime} ${runtimeVersion} ${random.token(4)}`),
    headers: {
      accept: 'application/json',
      'x-stainless-os': 'Windows',
      'x-stainless-arch': 'x64',
      'x-stainless-runtime': runtime,
      'x-stainless-runtime-version': runtimeVersion,
      'x-stainless-package-version': version,
      ...(dialect === 'anthropic.messages' ? { 'anthropic-version': '2023-06-01' } : {}),
    },
  }
}

/** The device of a named program (an agent, an app) in one of its versions. */
export function programDevice(random: Random, program: string, versions: readonly string[]): Device {
  const version = random.pick(versions)
  return {
    userAgent: `${program}/${version} (${random.pick(systems)}; ${random.pick(architectures)})`,
    ja4: tlsFingerprint(`${program} ${version}`),
    headers: { accept: 'text/event-stream', 'x-client-name': program },
  }
}

/** The TLS stack decides the fingerprint: the same build gives the same one everywhere. */
function tlsFingerprint(build: string): string {
  const random = new Random(`tls ${build}`)
  const counts = `${random.between(13, 19)}${random.between(10, 14)}`
  return `t13d${counts}h2_${random.token(12, 'hexadecimal')}_${random.token(12, 'hexadecimal')}`
}

/** What the log of an account's ingress keeps of the client. */
export type Ingress = 'full' | 'no-tls' | 'no-lookup' | 'address-only'

/** The kinds of ingress, as often as they occur. */
export const ingresses: readonly Ingress[] = ['full', 'full', 'full', 'no-tls', 'no-tls', 'no-lookup', 'address-only']

/** The `client` of a record. */
export function describeClient(
  device: Device,
  place: Place,
  ingress: Ingress,
  endUser: string | undefined,
): ClientLine {
  const { network, ip } = place
  const client: ClientLine = { ip, asn: network.asn }
  if (ingress !== 'no-lookup' && ingress !== 'address-only') {
    client.as_name = network.name
    client.as_type = network.type
  }
  client.country = network.country
  if (ingress !== 'address-only') {
    client.user_agent = device.userAgent
    if (ingress !== 'no-tls') client.ja4 = device.ja4
    if (device.sdk !== undefined) client.sdk = device.sdk
    if (ingress !== 'no-tls') client.headers = device.headers
  }
  if (endUser !== undefined) client.end_user = endUser
  return client
}
