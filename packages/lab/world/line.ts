/** The lines of a world's three files, field for field as the contract names them. */

/** Anything that JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/** A JSON object. */
export type JsonObject = { readonly [name: string]: Json }

/** The wire formats that the lab can write. */
export type DialectName = 'openai.chat' | 'openai.responses' | 'anthropic.messages'

/** What is known of the client of one call. */
export interface ClientLine {
  ip?: string
  asn?: number
  as_name?: string
  as_type?: 'isp' | 'hosting' | 'vpn' | 'education' | 'business'
  country?: string
  user_agent?: string
  ja4?: string
  sdk?: string
  headers?: Readonly<Record<string, string>>
  end_user?: string
}

/** One interaction record. */
export interface RecordLine {
  readonly v: 1
  readonly id: string
  readonly ts: string
  readonly account: string
  org?: string
  key?: string
  client?: ClientLine
  dialect: DialectName
  model: string
  request: JsonObject
  response?: JsonObject
  stream?: boolean
  status: number
  latency_ms?: number
  ttft_ms?: number
  usage?: JsonObject
}

/** One line of the account registry. */
export interface AccountLine {
  readonly account: string
  org?: string
  created?: string
  plan?: 'free' | 'payg' | 'team' | 'enterprise'
  tier?: 'none' | 'email' | 'phone' | 'payment' | 'person' | 'organization' | 'contract'
  email_domain?: string
  payment?: string
  country?: string
  phone_prefix?: string
  signup_ip?: string
  referral?: string
  reseller?: boolean
}

/** What an account really is; for scoring and for tests, never for detection. */
export interface LabelLine {
  readonly account: string
  readonly archetype: string
  readonly campaign: string | null
  readonly kind: 'benign' | 'extraction' | 'resale'
  readonly hard: boolean
  readonly group: string | null
  /** Ids of answered records that harvested; campaign members only. */
  readonly harvest?: string[]
  /** When an operator took an honest account over, RFC 3339; what it did before was its owner's. */
  readonly taken_over?: string
}
