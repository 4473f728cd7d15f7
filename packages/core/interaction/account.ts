import { Fault, objectReader, readFlag, readId, readText, readTime, wordReader, type ObjectReader } from './field.ts'
import type { Account } from './interaction.ts'
import { parseJsonLine } from './json-line.ts'
import type { Parsed } from './reject.ts'

/**
 * One decoded line of the account registry. Only `account` is required; null counts as absent, unknown fields are
 * passed over, and a plan or tier that is not in the contract is left out. Anything else wrong refuses the line.
 */
export function parseAccount(text: string): Parsed<Account> {
  const line = parseJsonLine(text)
  if (!line.ok) return line
  const account = readAccount(line.value)
  if (account instanceof Fault) return { ok: false, reason: account.reason, detail: account.detail }
  return { ok: true, value: account }
}

const readAccount: ObjectReader<Account> = objectReader<Account>({
  account: ['account', readId, 'required'],
  org: ['org', readText],
  createdMs: ['created', readTime],
  plan: ['plan', wordReader(['free', 'payg', 'team', 'enterprise'])],
  tier: ['tier', wordReader(['none', 'email', 'phone', 'payment', 'person', 'organization', 'contract'])],
  emailDomain: ['email_domain', readText],
  payment: ['payment', readText],
  country: ['country', readText],
  phonePrefix: ['phone_prefix', readText],
  signupIp: ['signup_ip', readText],
  referral: ['referral', readText],
  reseller: ['reseller', readFlag],
})
