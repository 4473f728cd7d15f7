// Nothing put into a template leaves the place it was put.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { markup, short, verbatim } from './markup.ts'

test('strings are escaped for text and for quoted attributes', () => {
  assert.equal(markup`<p title="${`"'><&`}">`.html, '<p title="&quot;&#39;&gt;&lt;&amp;">')
})

test('control characters become visible', () => assert.equal(markup`${'a\u0000\u202e'}`.html, 'a\\x00\\u202e'))

test('markup is put in as it is, lists one after another, numbers as digits', () => {
  assert.equal(markup`${[1, 2].map((item) => markup`<b>${item}</b>`)}${verbatim('<i>')}`.html, '<b>1</b><b>2</b><i>')
})

test('a long name keeps its ends', () => {
  assert.equal(short('x'.repeat(64)).length, 64)
  assert.match(short(`head${'x'.repeat(500)}tail`), /^head.{40}….{16}tail$/)
})
