/** Shows what a line of the account registry gives, and that only `account` is required. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAccount } from './account.ts'
import type { Account } from './interaction.ts'

function check(line: unknown, expected: Account | string): void {
  const parsed = parseAccount(JSON.stringify(line))
  assert.deepEqual(parsed.ok ? parsed.value : `${parsed.reason}; ${parsed.detail}`, expected)
}

test('an account with everything is read field by field', () => {
  check(
    {
      account: 'a1',
      org: 'o1',
      created: '2025-12-31T23:00:00-01:00',
      plan: 'payg',
      tier: 'phone',
      email_domain: 'example.org',
      payment: 'fp_1',
      country: 'FR',
      phone_prefix: '+33',
      signup_ip: '203.0.113.7',
      referral: 'r',
      reseller: false,
      note: 'passed over',
    },
    {
      account: 'a1',
      org: 'o1',
      createdMs: Date.UTC(2026, 0, 1),
      plan: 'payg',
      tier: 'phone',
      emailDomain: 'example.org',
      payment: 'fp_1',
      country: 'FR',
      phonePrefix: '+33',
      signupIp: '203.0.113.7',
      referral: 'r',
      reseller: false,
    },
  )
})

test('only the account is required', () => check({ account: 'a1' }, { account: 'a1' }))

test('null counts as absent', () =>
  check({ account: 'a1', created: null, plan: null, reseller: null }, { account: 'a1' }))

test('a plan or tier that is not in the contract is left out', () =>
  check({ account: 'a1', plan: 'platinum', tier: 'blood' }, { account: 'a1' }))

test('what is wrong is named', () => {
  check({}, 'missing field; account: found nothing')
  check({ account: '' }, 'wrong type; account: found string, not a string with at least one character')
  check({ account: 'a1', reseller: 'yes' }, 'wrong type; reseller: found string, not true or false')
  check({ account: 'a1', phone_prefix: 33 }, 'wrong type; phone_prefix: found number, not a string')
  check({ account: 'a1', plan: 1 }, 'wrong type; plan: found number, not a string')
  check({ account: 'a1', created: 'yesterday' }, 'wrong type; created: found a string that is no RFC 3339 timestamp')
  check([], 'not an object; found array')
})

test('a time of creation that cannot be is out of range', () => {
  const parsed = parseAccount('{"account":"a1","created":"2026-13-01T00:00:00Z"}')
  assert.equal(!parsed.ok && parsed.reason, 'time out of range')
})

test('a line cut off is truncated', () => {
  const parsed = parseAccount('{"account":"a1","crea')
  assert.equal(!parsed.ok && parsed.reason, 'truncated')
})
