/** Shows which values count as made by a provider, and that a list keeps each of them once in order. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isMintedToken, TokenList } from './token.ts'

test('ids that clients number their calls with are not minted', () => {
  for (const text of [
    '',
    '0',
    'call_1',
    'call_abc',
    'toolu_1',
    'call_000000000000',
    'aaaaaaaaaaaaaaaaaaaaaaaa',
    '11111111-1111-1111-1111-111111111111',
    'tool_tool_tool_tool',
  ]) {
    assert.equal(isMintedToken(text), false, text)
  }
})

test('ids and signatures that providers make are minted', () => {
  for (const text of [
    'call_l6rt5U7b1a3tGzJRdAwYa2OS',
    'toolu_01L63B4KWAxdjc54ZtJcwppc',
    'msg_01DPp9Be1rcWVE3a3al0kUaU',
    'rs_b132a674a453801ce85385b3016ce9f9',
    'ErKC39TClITE+KjHe9OU',
    '123456789012',
  ]) {
    assert.equal(isMintedToken(text), true, text)
  }
})

test('the bounds are twelve characters and eight different ones', () => {
  assert.equal(isMintedToken('abcdefghijk'), false)
  assert.equal(isMintedToken('abcdefghijkl'), true)
  assert.equal(isMintedToken('abcdefgaaaaa'), false)
  assert.equal(isMintedToken('abcdefghaaaa'), true)
})

test('every ASCII character is told from others', () => {
  for (let code = 0; code < 128; code++) {
    // Steps of 16 meet characters in every word of bits and in both halves of one.
    const letters = Array.from({ length: 8 }, (_, step) => String.fromCharCode((code + 16 * step) % 128))
    assert.equal(isMintedToken(letters.join('').padEnd(12, letters[0])), true)
    assert.equal(isMintedToken(letters.slice(0, 7).join('').padEnd(12, letters[0])), false)
  }
})

test('a list keeps the first of equal tokens, few or many, and passes over what is no token', () => {
  const tokens = Array.from({ length: 100 }, (_, index) => `call_abcdefgh${index}`)
  const list = new TokenList()
  for (const value of [null, 7, {}, ['call_abcdefgh1'], 'call_1', undefined]) list.add(value)
  for (const token of tokens) {
    list.add(token)
    list.add(tokens[0])
    list.add(token)
  }
  assert.deepEqual(list.tokens, tokens)
  assert.ok(list.has('call_abcdefgh99') && !list.has('call_abcdefgh100'))
})

test('a list passes over what another one has', () => {
  const presented = new TokenList()
  presented.add('container_011CU6rVteVhydYXRyNs6G1M')
  const minted = new TokenList(presented)
  minted.add('container_011CU6rVteVhydYXRyNs6G1M')
  minted.add('msg_01DPp9Be1rcWVE3a3al0kUaU')
  assert.deepEqual(minted.tokens, ['msg_01DPp9Be1rcWVE3a3al0kUaU'])
})
