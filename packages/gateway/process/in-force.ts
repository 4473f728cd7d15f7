/** What a serving process has in force, handed from one reading of the configuration to the next. */
import { type FileKeyRing, type KeyRingOptions, openKeyRing } from '../key.ts'
import type { Configuration } from '../config.ts'
import { type Enforcer, openSignedFile, readPublicKey } from '../verdict.ts'
import type { Log } from '../proxy.ts'

type Verdicts = Configuration['verdicts']

/** The keys and the verdicts of one reading of the configuration. */
export interface Rules {
  readonly keys: FileKeyRing
  readonly enforcer: Enforcer | undefined
  /** Stops watching. */
  close(): void
}

/** See the file's header. A reading that fails leaves nothing of it here. */
export class InForce {
  #rules: Rules | undefined

  /** Why no request should be sent here: requests would pass that a verdict is to hold up. */
  get notReadyBecause(): string | undefined {
    const enforcer = this.#rules?.enforcer
    return enforcer !== undefined && enforcer.sequence === undefined
      ? 'verdicts are configured, and none were ever in force'
      : undefined
  }

  /**
   * Opens keys and verdicts; of those in force what the files no longer give stays. Throws FileError for a file that cannot
   * be used, and where a reading would put an end to all verdicts because the file that it names is not good.
   */
  async open({ keysFile, verdicts }: Pick<Configuration, 'keysFile' | 'verdicts'>, log: Log): Promise<Rules> {
    const before = this.#rules
    const keys = await openKeyRing(keysFile, keyRingOptions(before, log))
    try {
      const enforcer = verdicts && (await followVerdicts(verdicts, before?.enforcer, log))
      return {
        keys,
        enforcer,
        close: () => {
          keys.close()
          enforcer?.close()
        },
      }
    } catch (cause) {
      keys.close()
      throw cause
    }
  }

  /** These are in force from now on. */
  take(rules: Rules): void {
    this.#rules = rules
  }
}

function keyRingOptions(before: Rules | undefined, log: Log): KeyRingOptions {
  return {
    before: before?.keys,
    onFault: ({ message }) =>
      log.error({ fault: message }, 'the keys could not be read; those from before stay in force'),
    onLoad: ({ keys: count, tookMs }) => log.info({ keys: count, tookMs: Math.round(tookMs) }, 'keys in force'),
  }
}

async function followVerdicts(
  { file, trust, stateFile }: NonNullable<Verdicts>,
  before: Enforcer | undefined,
  log: Log,
): Promise<Enforcer> {
  let fault: Error | undefined
  const enforcer = await openSignedFile(file, {
    trust: await Promise.all(trust.map(readPublicKey)),
    before,
    ...(stateFile === undefined ? {} : { statePath: stateFile }),
    onFault: (found) => {
      fault = found
      log.error({ fault: found.message }, 'the verdicts were not taken; those from before stay in force')
    },
    onTable: ({ sequence, keyId, verdicts, campaignAccounts }) =>
      log.info({ sequence, keyId, verdicts, campaignAccounts }, 'verdicts in force'),
  })
  if (before?.sequence === undefined || enforcer.sequence !== undefined) return enforcer
  enforcer.close()
  throw fault ?? new Error('the verdicts in force would end')
}
