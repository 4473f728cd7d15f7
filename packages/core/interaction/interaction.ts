/**
 * What one API call says, free of the wire format that carried it.
 *
 * A dialect turns request and response bodies into a {@link Conversation}; everything after it in the dataflow reads
 * only these types, so that adding a wire format touches nothing else.
 */

/** One piece of a message. Kinds that a dialect does not know become `opaque`: they are passed over, never an error. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reasoning'; readonly text: string }
  | { readonly kind: 'tool-call'; readonly name: string; readonly arguments: string }
  | { readonly kind: 'tool-result'; readonly text: string }
  | { readonly kind: 'opaque'; readonly type: string }

/** Who speaks. `tool` carries results that the client's program gave, `system` instructions in mid-conversation. */
export type Role = 'user' | 'assistant' | 'tool' | 'system'

/** One message of a conversation. */
export interface Turn {
  readonly role: Role
  readonly parts: readonly Part[]
}

/** A tool that the client offers to the model. `schema` is the parameter schema as sent, undefined when there is none. */
export interface Tool {
  readonly name: string
  readonly schema: unknown
}

/** The neutral form of a request and its answers. */
export interface Conversation {
  /** System prompt or instructions, blocks joined by a line feed; empty when there is none. */
  readonly system: string
  /** The messages of the request in order, without the system prompt. */
  readonly turns: readonly Turn[]
  /** The answers: none for an error or an absent response, more than one for `n` > 1. Always role `assistant`. */
  readonly answers: readonly Turn[]
  readonly tools: readonly Tool[]
  /** Request parameters (temperature, max_tokens, …) as compact JSON of at most 200 characters, sorted by name. */
  readonly parameters: readonly (readonly [name: string, value: string])[]
  /** Opaque values that the provider made in this response: response, message, tool-call and reasoning ids, signatures. */
  readonly minted: readonly string[]
  /** Such values that the client sent back in this request, oldest first. */
  readonly presented: readonly string[]
  /** The id that the customer gives for its own user (`user`, `metadata.user_id`, `safety_identifier`), if any. */
  readonly endUser: string | undefined
}

/** The kinds of network an address can lie in, as the operator's lookup names them. */
export type NetworkType = 'isp' | 'hosting' | 'vpn' | 'education' | 'business'

/** What is known of the client of one call; every field can be absent. */
export interface Client {
  readonly ip?: string
  readonly asn?: number
  readonly asName?: string
  readonly asType?: NetworkType
  readonly country?: string
  readonly userAgent?: string
  readonly ja4?: string
  readonly sdk?: string
  readonly endUser?: string
  /** Further request headers, lower-case names, in the order in which the record has them. */
  readonly headers?: readonly (readonly [name: string, value: string])[]
}

/** Token counts as the provider billed them. */
export interface Usage {
  readonly inputTokens?: number
  readonly outputTokens?: number
  readonly reasoningTokens?: number
  readonly cachedTokens?: number
}

/** One API call: a record, validated and freed of its dialect. Absent is absent: no field is ever guessed. */
export interface Interaction {
  readonly id: string
  /** When the request arrived, milliseconds since the epoch. */
  readonly timeMs: number
  readonly account: string
  readonly org?: string
  readonly key?: string
  readonly client?: Client
  readonly dialect: string
  readonly model: string
  readonly status: number
  readonly stream?: boolean
  readonly latencyMs?: number
  readonly ttftMs?: number
  readonly usage?: Usage
  readonly conversation: Conversation
}

/** Verification that an account has reached, weakest first. */
export type Tier = 'none' | 'email' | 'phone' | 'payment' | 'person' | 'organization' | 'contract'

/** The commercial plan of an account. */
export type Plan = 'free' | 'payg' | 'team' | 'enterprise'

/** One line of the account registry. */
export interface Account {
  readonly account: string
  readonly org?: string
  readonly createdMs?: number
  readonly plan?: Plan
  readonly tier?: Tier
  readonly emailDomain?: string
  readonly payment?: string
  readonly country?: string
  readonly phonePrefix?: string
  readonly signupIp?: string
  readonly referral?: string
  readonly reseller?: boolean
}
