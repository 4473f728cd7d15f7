/** What the baselines look at: the calls of a world in columns, and of their content only what one of them needs. */

/** What two accounts can have in common. Payment is of the account, everything else of a call. */
export const objectKinds = ['address', 'network', 'client', 'system', 'tools', 'opening', 'prompt'] as const

/** See {@link objectKinds}. */
export type ObjectKind = (typeof objectKinds)[number]

/** What a template shows in, taken together. */
export const contentKinds: readonly ObjectKind[] = ['opening', 'system', 'tools']

/** An object that a record does not have. */
export const absent = -1

/** Calls in columns, ordered by account, within an account by time. */
export interface Calls {
  readonly count: number
  readonly account: Int32Array
  /** Milliseconds since the epoch. */
  readonly timeMs: Float64Array
  readonly status: Int32Array
  readonly inputTokens: Float64Array
  readonly outputTokens: Float64Array
  /** Length of the answers' text, in UTF-16 units. */
  readonly answerLength: Float64Array
  /** 1 where the record says that the address lies with a hosting or VPN provider. */
  readonly isHosted: Uint8Array
  /** Numbers of the objects, {@link absent} where there is none; numbers of different kinds differ. */
  readonly objects: Readonly<Record<ObjectKind, Int32Array>>
  /** Rows of {@link embeddingDimensions} numbers: what is new in the request. */
  readonly embedding: Float32Array
}

/** What the registry says of an account, as far as a baseline asks. */
export interface AccountFacts {
  readonly name: string
  /** Declared to resell: such accounts are known, and no method is asked about them. */
  readonly isReseller: boolean
  /** Position of the plan and of the verification reached, weakest 0; {@link absent} where unknown. */
  readonly plan: number
  readonly tier: number
  /** Milliseconds since the epoch; null where unknown. */
  readonly createdMs: number | null
}

/** A world as the baselines see it. Accounts are numbered in the order of their names. */
export interface Traffic {
  readonly accounts: readonly AccountFacts[]
  /** Accounts of one declared organisation have one party; every other account has its own. */
  readonly party: Int32Array
  /** Numbers of the payment instruments, {@link absent} where unknown. */
  readonly payment: Int32Array
  /** Where an account's calls begin; one entry more than there are accounts. */
  readonly start: Int32Array
  readonly calls: Calls
}

/** The numbers of the calls of an account, oldest first, at most `callsMax`. */
export function callsOf({ start }: Traffic, account: number, callsMax: number = Infinity): number[] {
  const from = start[account]!
  const count = Math.min(start[account + 1]! - from, callsMax)
  return Array.from({ length: count }, (_, index) => from + index)
}

/** How many parties some accounts are. */
export function partiesOf({ party }: Traffic, accounts: readonly number[]): number {
  return new Set(accounts.map((account) => party[account]!)).size
}
