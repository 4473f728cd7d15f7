/** Connections to Redis or to a cluster of it: scripts go out, numbers or a closed reason come back. */
import type { Script } from './redis-script.ts'

/** Where Redis is and who we are to it. */
export interface RedisAddress {
  /** `redis://host:port/database` or `rediss://…` for TLS. A user and a password may stand in it. */
  readonly url?: string
  /** Instead of `url`: some nodes of a cluster, as URLs; the others are found from them. */
  readonly nodes?: readonly string[]
  /** The ACL user; `default` when there is only a password. */
  readonly username?: string
  readonly password?: string
  /** For TLS with authorities or a certificate of one's own, as PEM. The server's certificate is always checked. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string; readonly servername?: string }
}

/** Why Redis did not answer a script. `offline`: it was never sent. `lost`: the connection broke before the answer. */
export type RedisFailure = 'timeout' | 'offline' | 'lost' | 'memory' | 'read only' | 'access' | 'cluster' | 'error'

/** What Redis cannot be reached by. Its message never holds a password, nor what might be one. */
export class RedisAddressError extends Error {
  readonly code = 'redis address'
  constructor(what: string) {
    super(`[redis address] ${what}`)
    this.name = 'RedisAddressError'
  }
}

/** Sends scripts. */
export interface RedisLink {
  /** What the script answers, or why there is nothing. Never rejects, and may take as long as the connection lives. */
  run<Item extends number | string = number>(
    script: Script,
    keys: readonly string[],
    args: readonly string[],
  ): Promise<Item[] | RedisFailure>
  /** Which node answers for a key, as far as is known: what fails together. */
  nodeOf(key: string): string
  /** Whether something sent now would leave. */
  isReady(): boolean
  /**
   * Looks for a better connection: for a server that hangs or has become the wrong one, a cluster whose slots have moved.
   * Those of other nodes are kept until there are new ones.
   */
  reset(): void
  close(): void
}

type Send = (command: string[]) => Promise<unknown>

/** Reconnects for ever, with pauses that grow to this. */
const reconnectMsMax = 1_000
/** A connection that is silent for so long is dead; a ping every third of it keeps a live one from being silent. */
const silenceMsMax = 6_000

/** Loaded when the first link is opened: it costs 16 MB, which a process without Redis does not pay. */
type Client = typeof import('@redis/client')
type Connection = Parameters<Client['createClient']>[0] & object

/** Opens a link. Connects behind the back: until then everything is `offline`. Throws {@link RedisAddressError}. */
export function openRedisLink(address: RedisAddress): RedisLink {
  const { url, nodes = [] } = address
  if ((url === undefined) === (nodes.length === 0))
    throw new RedisAddressError('give either a url or the nodes of a cluster')
  const connections = (url === undefined ? nodes : [url]).map((text) => connectionTo(address, text))
  let link: RedisLink | undefined
  let isClosed = false
  void import('@redis/client').then((client) => {
    if (!isClosed) link = url === undefined ? clusterLink(client, connections) : singleLink(client, connections[0]!)
  })
  return {
    run: async <Item extends number | string>(...script: readonly [Script, readonly string[], readonly string[]]) =>
      link?.run<Item>(...script) ?? 'offline',
    nodeOf: (key) => link?.nodeOf(key) ?? '',
    isReady: () => link?.isReady() ?? false,
    reset: () => link?.reset(),
    close() {
      isClosed = true
      link?.close()
    },
  }
}

/** The options of one connection, read here, since a parser's error would repeat the password. */
function connectionTo(address: RedisAddress, text: string): Connection {
  const url = URL.parse(text)
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === '')
    throw new RedisAddressError('the url must be redis://host:port or rediss://host:port; what is there is not shown')
  const database = Number(url.pathname.slice(1))
  if (!Number.isInteger(database)) throw new RedisAddressError('the path of the url must be the number of a database')
  const username = address.username ?? decoded(url.username)
  const password = address.password ?? decoded(url.password)
  const common = {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port || 6379),
    connectTimeout: 2_000,
    socketTimeout: silenceMsMax,
    reconnectStrategy: (retries: number) => Math.min(25 * 2 ** Math.min(retries, 10), reconnectMsMax),
  }
  return {
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
    ...(database === 0 ? {} : { database }),
    socket: url.protocol === 'rediss:' || address.tls !== undefined ? { ...common, ...address.tls, tls: true } : common,
    disableOfflineQueue: true,
    disableClientInfo: true,
    pingInterval: silenceMsMax / 3,
    maintNotifications: 'disabled',
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new RedisAddressError('user or password in the url are not percent-encoded; write % as %25')
  }
}

function singleLink(redis: Client, connection: Connection): RedisLink {
  const open = () => {
    const made = redis.createClient(connection)
    made.on('error', heardElsewhere)
    made.connect().catch(heardElsewhere)
    return made
  }
  let client = open()
  return {
    run: (script, keys, args) => evaluate(redis, (command) => client.sendCommand(command), script, keys, args),
    nodeOf: () => '',
    isReady: () => client.isReady,
    reset() {
      // What is not ready is connecting anew already.
      if (!client.isReady) return
      ended(client)
      client = open()
    },
    close: () => ended(client),
  }
}

function clusterLink(redis: Client, rootNodes: readonly Connection[]): RedisLink {
  const { socket, ...defaults } = rootNodes[0]!
  const { host: _host, port: _port, ...rest } = socket as { host: string; port: number }
  const options = {
    rootNodes,
    defaults: { ...defaults, socket: rest },
    // A node is connected to when it is needed: one that hangs keeps nobody from the others.
    minimizeConnections: true,
    topologyRefreshOnReconnectionAttemptStrategy: 500,
  }
  const open = () => {
    const made = redis.createCluster(options as unknown as NonNullable<Parameters<Client['createCluster']>[0]>)
    made.on('error', heardElsewhere)
    return made
  }
  let cluster = open()
  let isClosed = false
  let isResetting = false
  // The client gives up when no node answers the first time; we do not.
  const connect = (): void => {
    if (!isClosed) cluster.connect().catch(() => setTimeout(connect, reconnectMsMax / 2).unref())
  }
  connect()
  return {
    run: (script, keys, args) =>
      evaluate(redis, (command) => cluster.sendCommand(keys[0], false, command), script, keys, args),
    nodeOf: (key) => cluster.slots[slotOf(key)]?.master?.address ?? '',
    isReady: () => cluster.isReady,
    reset() {
      if (isResetting || !cluster.isReady) return
      isResetting = true
      const next = open()
      const replace = (): void => {
        if (isClosed) return ended(next)
        const earlier = cluster
        cluster = next
        // What is under way there may still be answered.
        setTimeout(() => ended(earlier), silenceMsMax / 3).unref()
      }
      next
        .connect()
        .then(replace, () => ended(next))
        .finally(() => (isResetting = false))
    },
    close() {
      isClosed = true
      ended(cluster)
    },
  }
}

/** Whoever runs a script is told what went wrong; nothing is gained by telling it twice. */
function heardElsewhere(): void {}

/** Ends a client whatever state it is in: one that never came to be refuses to. */
function ended(client: { destroy(): void }): void {
  try {
    client.destroy()
  } catch {
    // There is nothing to end.
  }
}

async function evaluate<Item extends number | string>(
  redis: Client,
  send: Send,
  { text, sha1 }: Script,
  keys: readonly string[],
  args: readonly string[],
): Promise<Item[] | RedisFailure> {
  const rest = [String(keys.length), ...keys, ...args]
  try {
    return (await send(['EVALSHA', sha1, ...rest])) as Item[]
  } catch (error) {
    const failure = failureOf(redis, error)
    if (failure !== 'unknown script') return failure
  }
  try {
    return (await send(['EVAL', text, ...rest])) as Item[]
  } catch (error) {
    const failure = failureOf(redis, error)
    return failure === 'unknown script' ? 'error' : failure
  }
}

const failures: readonly (readonly [beginning: RegExp, failure: RedisFailure | 'unknown script'])[] = [
  [/^NOSCRIPT/, 'unknown script'],
  [/^(OOM|MISCONF)/, 'memory'],
  [/^(READONLY|NOREPLICAS)/, 'read only'],
  [/^(NOAUTH|WRONGPASS|NOPERM)/, 'access'],
  [/^(CLUSTERDOWN|MOVED|ASK|TRYAGAIN|CROSSSLOT|MASTERDOWN)/, 'cluster'],
]

/** A reason by the beginning of Redis' answer; its text stays here, since it may quote keys. */
function failureOf(
  { ClientClosedError, ClientOfflineError, ErrorReply }: Client,
  error: unknown,
): RedisFailure | 'unknown script' {
  if (error instanceof ClientOfflineError || error instanceof ClientClosedError) return 'offline'
  if (!(error instanceof ErrorReply)) return 'lost'
  return failures.find(([beginning]) => beginning.test(error.message))?.[1] ?? 'error'
}

/** The slot of a key in a cluster: CRC-16/XMODEM of its hash tag, modulo 16,384 (Redis Cluster specification). */
export function slotOf(key: string): number {
  const begin = key.indexOf('{')
  const end = begin < 0 ? -1 : key.indexOf('}', begin + 1)
  let crc = 0
  for (const byte of Buffer.from(end > begin + 1 ? key.slice(begin + 1, end) : key)) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff
  }
  return crc % 16_384
}
