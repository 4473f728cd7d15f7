/**
 * The report: what a scan or a backtest says.
 *
 * {@link Report} is the published JSON format, field for field. {@link Finding} is what people need beside it (the
 * picture's edges, the hours, the counter-evidence) and is shown in the terminal and in HTML only.
 */

/** What a group of accounts is called. */
export type CampaignKind = 'extraction' | 'resale' | 'coordinated'

/** One piece of evidence. `records` are ids of input records with which a reader can check the statement. */
export interface EvidenceEntry {
  readonly signal: string
  readonly nats: number
  readonly statement: string
  readonly records: readonly string[]
}

/** One member of a campaign. Times are RFC 3339. */
export interface AccountEntry {
  readonly account: string
  readonly probability: number
  readonly detected_at: string
  readonly interactions: number
  readonly interactions_after: number
  readonly evidence: readonly EvidenceEntry[]
}

/** Shares of an account's or a campaign's traffic by what it exercises; each in [0, 1], together 1 when there is any. */
export interface CapabilityMix {
  readonly reasoning: number
  readonly code: number
  readonly agentic: number
  readonly grading: number
  readonly general: number
}

/** One campaign. The three axes are in [0, 1]. */
export interface CampaignEntry {
  readonly id: string
  readonly kind: CampaignKind
  readonly confidence: number
  readonly first_seen: string
  readonly last_seen: string
  readonly detected_at: string
  readonly interactions: number
  readonly output_tokens: number
  readonly control: number
  readonly extraction: number
  readonly deception: number
  readonly capabilities: CapabilityMix
  readonly evidence: readonly EvidenceEntry[]
  readonly accounts: readonly AccountEntry[]
}

/** Lines refused for one reason; `first_line` counts from one. */
export interface RejectedEntry {
  readonly reason: string
  readonly count: number
  readonly first_line: number
}

/** The report as written by `--json`. */
export interface Report {
  readonly version: 1
  readonly data: {
    /** RFC 3339; null when nothing was read. */
    readonly from: string | null
    readonly to: string | null
    readonly interactions: number
    readonly accounts: number
    readonly duplicates: number
    readonly rejected: readonly RejectedEntry[]
  }
  readonly campaigns: readonly CampaignEntry[]
}

/** What the pictures and the counter-evidence of one campaign need beside its entry. */
export interface CampaignPicture {
  readonly campaign: string
  /** Links between members, strongest first, at most a few thousand; indices into the campaign's `accounts`. */
  readonly edges: readonly {
    readonly from: number
    readonly to: number
    readonly nats: number
    readonly signal: string
  }[]
  /** Interactions per bin, bins of `binMs` from `fromMs` on, over the campaign's life. */
  readonly activity: { readonly fromMs: number; readonly binMs: number; readonly counts: readonly number[] }
  /** What speaks against the claim, in sentences; empty when nothing was found. */
  readonly counter: readonly string[]
}

/** A problem with one source that did not stop the scan. */
export interface SourceNote {
  readonly source: string
  readonly note: string
}

/** Everything that people are shown. */
export interface Finding {
  readonly report: Report
  readonly pictures: readonly CampaignPicture[]
  /** Inputs that could not be read in full. */
  readonly notes: readonly SourceNote[]
  /** Why not one record of this scan could be used, where inputs held something; absent else. */
  readonly unusable?: string
  /** What the records lacked and which signals were weaker or silent for it. */
  readonly lacked: readonly string[]
  /** Bytes read and wall time of the scan. */
  readonly bytes: number
  readonly wallMs: number
  /** Records of this scan that the store did not know before. */
  readonly added: number
  /** The folder that keeps what was read, as it was named; null when nothing is kept. */
  readonly folder: string | null
}
