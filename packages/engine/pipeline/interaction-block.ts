/** Interactions and their fingerprints as blocks of the store's tables. The column names are those of the SQL schema. */
import type { Fingerprint } from '@stillhunt/core/fingerprint'
import type { Interaction } from '@stillhunt/core/interaction'
import { type Column, encodeBlock, IntegerColumn, ListColumn, TextColumn, WideColumn } from '../store.ts'

function makeColumns() {
  return {
    record: new WideColumn(),
    id: new TextColumn(),
    ts: new WideColumn("DateTime64(3, 'UTC')"),
    account: new WideColumn(),
    org: new WideColumn(),
    dialect: new TextColumn(),
    model: new TextColumn(),
    status: new IntegerColumn(16),
    input_tokens: new IntegerColumn(32),
    output_tokens: new IntegerColumn(32),
    opening: new WideColumn(),
    digest: new WideColumn(),
    parent: new WideColumn(),
    continued: new WideColumn(),
    extended: new ListColumn(64),
    digest_units: new IntegerColumn(32),
    continued_units: new IntegerColumn(32),
    depth: new IntegerColumn(16),
    system: new WideColumn(),
    toolset: new WideColumn(),
    parameters: new WideColumn(),
    end_user: new WideColumn(),
    minted: new ListColumn(64),
    presented: new ListColumn(64),
    skeleton: new WideColumn(),
    segments: new ListColumn(64),
    environments: new ListColumn(64),
    prompt_words: new IntegerColumn(16),
    answer_words: new IntegerColumn(16),
    skeleton_minhash: new ListColumn(32),
    text_minhash: new ListColumn(32),
    input: new ListColumn(32),
    output: new ListColumn(32),
    reasoning: new IntegerColumn(8),
    code: new IntegerColumn(8),
    agentic: new IntegerColumn(8),
    grading: new IntegerColumn(8),
    elicitation: new IntegerColumn(8),
    address: new WideColumn(),
    prefix: new WideColumn(),
    ja4: new WideColumn(),
    headers: new WideColumn(),
    as_type: new TextColumn(),
    country: new TextColumn(),
    language: new IntegerColumn(8),
    artefacts: new ListColumn(64),
    claimed_system: new IntegerColumn(8),
    described_system: new IntegerColumn(8),
    home: new WideColumn(),
    claimed_language: new IntegerColumn(8),
    client_product: new WideColumn(),
    client_version: new IntegerColumn(32),
    latency_ms: new IntegerColumn(32),
  }
}

/** Blocks of one chunk, by table; null where there is nothing to say. */
export interface Blocks {
  readonly interaction: Uint8Array
  readonly arrival: Uint8Array
  readonly account: Uint8Array | null
  readonly text: Uint8Array | null
}

/** Gathers the rows of one chunk of a log. Buffers are kept from chunk to chunk. */
export class InteractionBlock {
  rows = 0
  private readonly columns: ReturnType<typeof makeColumns> = makeColumns()
  private readonly arrivals = { record: new WideColumn() }
  private readonly names = { account: new WideColumn(), name: new TextColumn() }
  private namesRows = 0
  private readonly named = new Set<string>()
  private readonly texts = { record: new WideColumn(), line: new TextColumn() }
  private textsRows = 0

  /** Adds one interaction with its fingerprint, and its line where text is kept. */
  push(interaction: Interaction, fingerprint: Fingerprint, line: string | null): void {
    const { columns } = this
    const { chain, client, capability, clientVersion, machine } = fingerprint
    columns.record.push(fingerprint.record)
    this.arrivals.record.push(fingerprint.record)
    columns.id.push(interaction.id)
    columns.ts.push(BigInt(interaction.timeMs))
    columns.account.push(fingerprint.account)
    columns.org.push(fingerprint.org)
    columns.dialect.push(interaction.dialect)
    columns.model.push(interaction.model)
    columns.status.push(interaction.status)
    columns.input_tokens.push(interaction.usage?.inputTokens ?? 0)
    columns.output_tokens.push(interaction.usage?.outputTokens ?? 0)
    columns.opening.push(chain.opening)
    columns.digest.push(chain.digest)
    columns.parent.push(chain.parent)
    columns.continued.push(chain.continued)
    columns.extended.push(chain.extended.view())
    columns.digest_units.push(chain.digestUnits)
    columns.continued_units.push(chain.continuedUnits)
    columns.depth.push(chain.depth)
    columns.system.push(fingerprint.system)
    columns.toolset.push(fingerprint.toolset)
    columns.parameters.push(fingerprint.parameters)
    columns.end_user.push(fingerprint.endUser)
    columns.minted.push(fingerprint.minted.view())
    columns.presented.push(fingerprint.presented.view())
    columns.skeleton.push(fingerprint.skeleton)
    columns.segments.push(fingerprint.segments.view())
    columns.environments.push(fingerprint.environments.view())
    columns.prompt_words.push(fingerprint.promptWords)
    columns.answer_words.push(fingerprint.answerWords)
    columns.skeleton_minhash.push(fingerprint.skeletonMinhash)
    columns.text_minhash.push(fingerprint.textMinhash)
    columns.input.push(fingerprint.input)
    columns.output.push(fingerprint.output)
    columns.reasoning.push(capability.reasoning)
    columns.code.push(capability.code)
    columns.agentic.push(capability.agentic)
    columns.grading.push(capability.grading)
    columns.elicitation.push(capability.elicitation ? 1 : 0)
    columns.address.push(client.address)
    columns.prefix.push(client.prefix)
    columns.ja4.push(client.ja4)
    columns.headers.push(client.headers)
    columns.as_type.push(interaction.client?.asType ?? '')
    columns.country.push(interaction.client?.country ?? '')
    columns.language.push(fingerprint.language)
    columns.artefacts.push(fingerprint.artefacts.view())
    columns.claimed_system.push(machine.claimedSystem)
    columns.described_system.push(machine.describedSystem)
    columns.home.push(machine.home)
    columns.claimed_language.push(machine.claimedLanguage)
    columns.client_product.push(clientVersion.product)
    columns.client_version.push(clientVersion.version)
    columns.latency_ms.push(interaction.latencyMs ?? 0)
    this.rows += 1
    this.name(interaction.account, fingerprint.account)
    if (line === null) return
    this.texts.record.push(fingerprint.record)
    this.texts.line.push(line)
    this.textsRows += 1
  }

  /** The gathered rows as blocks; the gatherer is empty afterwards. */
  take(): Blocks {
    const blocks = {
      interaction: encodeBlock(this.columns, this.rows),
      arrival: encodeBlock(this.arrivals, this.rows),
      account: this.namesRows === 0 ? null : encodeBlock(this.names, this.namesRows),
      text: this.textsRows === 0 ? null : encodeBlock(this.texts, this.textsRows),
    }
    for (const group of [this.columns, this.arrivals, this.names, this.texts] as readonly Record<string, Column>[])
      for (const column of Object.values(group)) column.clear()
    this.rows = 0
    this.namesRows = 0
    this.textsRows = 0
    return blocks
  }

  /** Each name is sent once by each gatherer, up to a bound; the table keeps one of each whatever comes twice. */
  private name(account: string, hash: bigint): void {
    if (this.named.has(account)) return
    if (this.named.size >= namesMax) this.named.clear()
    this.named.add(account)
    this.names.account.push(hash)
    this.names.name.push(account)
    this.namesRows += 1
  }
}

/** Names remembered as sent; beyond it some are sent again. */
const namesMax = 100_000
