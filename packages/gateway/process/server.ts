/** One serving process: listens, reads its configuration again when told, ends when its requests do. */
import type { Configuration } from '../config.ts'
import { createHandler, type Deployment, listen, type Listener, type Log, type Metrics } from '../proxy.ts'
import { loadConfiguration } from './load.ts'
import { type Lasting, openDeployment, type OpenDeployment } from './surroundings.ts'

const uncaught = ['uncaughtException', 'unhandledRejection'] as const

/** After the last connection was cut, how long passages may take to end. */
const closingMs = 5000

/** See the file's header. */
export class GatewayServer {
  readonly #configPath: string
  readonly #lasting: Lasting
  #configuration: Configuration
  #open: OpenDeployment
  #listener!: Listener
  #isDraining = false
  /** Deployments that another has taken the place of, while something is under way with them. */
  readonly #replaced = new Set<Deployment>()

  private constructor(configPath: string, configuration: Configuration, lasting: Lasting, open: OpenDeployment) {
    this.#configPath = configPath
    this.#configuration = configuration
    this.#lasting = lasting
    this.#open = open
  }

  /** Opens what `configuration` names and listens, beside other processes where the port is shared. Throws when something cannot be opened or the port is taken. */
  static async start(
    configPath: string,
    configuration: Configuration,
    lasting: Lasting,
    sharesPort: boolean,
  ): Promise<GatewayServer> {
    const open = await openDeployment(configuration, lasting)
    const server = new GatewayServer(configPath, configuration, lasting, open)
    const clock = { wall: Date.now, monotonic: () => performance.now() }
    const handler = createHandler(
      () => server.#open.deployment,
      clock,
      () => server.#isDraining,
    )
    try {
      server.#listener = await listen({ ...configuration.listen, ...configuration.request, sharesPort }, handler)
    } catch (cause) {
      open.close(Promise.resolve())
      throw cause
    }
    for (const event of uncaught) process.on(event, server.#onUncaught)
    return server
  }

  get port(): number {
    return this.#listener.port
  }

  get metrics(): Metrics {
    return this.#lasting.metrics
  }

  /** Why no request should be sent here. */
  get notReadyBecause(): string | undefined {
    return this.#isDraining ? 'shutting down' : undefined
  }

  /** Reads the configuration again. One that cannot be used changes nothing, and the log says why. */
  async reload(): Promise<void> {
    const { log } = this.#lasting
    try {
      const configuration = loadConfiguration(this.#configPath)
      const next = await openDeployment(configuration, this.#lasting)
      const before = this.#open
      this.#open = next
      before.close(this.#overWith(before.deployment))
      warnOfRestart(this.#configuration, configuration, log)
      this.#configuration = configuration
      log.info({}, 'the configuration was read again')
    } catch (cause) {
      log.error({ fault: cause instanceof Error ? cause.message : String(cause) }, 'the configuration was not taken')
    }
  }

  /** Takes no new connections; resolves when requests under way and their records are done, or the time is up. */
  async drain(): Promise<void> {
    if (this.#isDraining) return
    this.#isDraining = true
    await this.#listener.drain(this.#configuration.drainMs)
    // A stream that was cut has its record closed a moment later.
    const isTimeUp = new Promise((resolve) => setTimeout(resolve, closingMs).unref())
    const deployments = [...this.#replaced, this.#open.deployment]
    await Promise.race([Promise.all(deployments.map(({ passages }) => passages.over())), isTimeUp])
    await this.#lasting.tap?.flush()
    this.#open.close(Promise.resolve())
    for (const event of uncaught) process.off(event, this.#onUncaught)
  }

  /** The last net: a fault of one request must not end all the others. */
  readonly #onUncaught = (cause: unknown): void =>
    this.#lasting.log.error({ fault: cause instanceof Error ? cause.stack : String(cause) }, 'a fault nobody caught')

  /** Resolves when nothing is under way with a deployment that is in force no longer. */
  async #overWith(deployment: Deployment): Promise<void> {
    this.#replaced.add(deployment)
    await deployment.passages.over()
    this.#replaced.delete(deployment)
  }
}

/** What is opened once: a change of it waits for a restart. Names are those of the file. */
const fixed: Readonly<Record<string, (configuration: Configuration) => unknown>> = {
  listen: ({ listen: { host, port, tls } }) => [host, port, tls],
  admin: ({ admin }) => admin,
  redis: ({ redis }) => redis,
  owners: ({ owners }) => owners,
  data_dir: ({ dataDir }) => dataDir,
  'tap (but for its content)': ({ tap }) => tap && { ...tap, content: undefined },
  'log.level': ({ log }) => log.level,
  'request.connections_max': ({ request }) => request.connectionsMax,
  'request.header_bytes_max': ({ request }) => request.headerBytesMax,
  'request.headers_timeout_s': ({ request }) => request.headersTimeoutMs,
  'request.keep_alive_s': ({ request }) => request.keepAliveMs,
}

function warnOfRestart(before: Configuration, after: Configuration, log: Log): void {
  // Where any port will do, the one that was found is no other.
  const port = after.listen.port === 0 ? before.listen.port : after.listen.port
  const asked = { ...after, listen: { ...after.listen, port } }
  const changed = Object.entries(fixed)
    .filter(([, of]) => JSON.stringify(of(before)) !== JSON.stringify(of(asked)))
    .map(([name]) => name)
  if (changed.length > 0) log.warn({ changed }, 'these parts of the configuration take effect with a restart')
}
