// Envelopes are those of the DSSE specification: its published example holds, and nothing passes that no trusted key has signed.
import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, verify } from 'node:crypto'
import { test } from 'node:test'
import { openEnvelope, pae, sealEnvelope, signaturesMax } from './envelope.ts'
import { generateSigningPair, keyIdOf } from './signing-key.ts'

const pairOf = (): { readonly secret: KeyObject; readonly open: KeyObject } => {
  const { privatePem, publicPem } = generateSigningPair()
  return { secret: createPrivateKey(privatePem), open: createPublicKey(publicPem) }
}
const [ours, next, theirs] = [pairOf(), pairOf(), pairOf()]
const type = 'application/vnd.test+json'
const payload = Buffer.from('{"a":1}')
const sealed = sealEnvelope(type, payload, [ours.secret])
const changed = (members: object): string => JSON.stringify({ ...JSON.parse(sealed), ...members })

test('what is signed is what the specification signs in its example', () => {
  const encoded = pae('http://example.com/HelloWorld', Buffer.from('hello world'))
  assert.equal(encoded.toString(), 'DSSEv1 29 http://example.com/HelloWorld 11 hello world')
  // The key and the signature of the example, DSSE protocol.md 1.0.0: ECDSA over P-256, r and s one after the other.
  const coordinate = (decimal: string): string =>
    Buffer.from(BigInt(decimal).toString(16).padStart(64, '0'), 'hex').toString('base64url')
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: coordinate('46950820868899156662930047687818585632848591499744589407958293238635476079160'),
    y: coordinate('5640078356564379163099075877009565129882514886557779369047442380624545832820'),
  }
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  const sig = 'A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA=='
  assert.ok(verify('sha256', encoded, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(sig, 'base64')))
})

test('lengths are in bytes', () => {
  assert.equal(pae('é', Buffer.from('漢')).toString(), 'DSSEv1 2 é 3 漢')
})

test('what a trusted key has signed is opened, whichever it is and whatever the hint says', () => {
  const expected = { ok: true, payload, payloadType: type, keyId: keyIdOf(ours.open) }
  assert.deepEqual(openEnvelope(sealed, [theirs.open, ours.open]), expected)
  const { signatures } = JSON.parse(sealed) as { signatures: { sig: string }[] }
  const { sig } = signatures[0]!
  for (const keyid of [keyIdOf(theirs.open), 'nobody', undefined])
    assert.deepEqual(openEnvelope(changed({ signatures: [{ keyid, sig }] }), [theirs.open, ours.open]), expected)
  const urlSafe = {
    payload: payload.toString('base64url'),
    signatures: [{ sig: Buffer.from(sig, 'base64').toString('base64url') }],
  }
  assert.deepEqual(openEnvelope(changed({ ...urlSafe, note: 'ignored' }), [ours.open]), expected)
})

test('readers go from one key to the next while tables are signed with both', () => {
  const both = sealEnvelope(type, payload, [ours.secret, next.secret])
  for (const { open } of [ours, next]) assert.ok(openEnvelope(both, [open]).ok)
  assert.ok(!openEnvelope(both, [theirs.open]).ok)
})

test('another payload, type, key or no key is refused, and the reason names keys', () => {
  const refused = [
    openEnvelope(sealed, [theirs.open]),
    openEnvelope(changed({ payload: Buffer.from('{"a":2}').toString('base64') }), [ours.open]),
    openEnvelope(changed({ payloadType: 'application/vnd.test+jsom' }), [ours.open]),
    openEnvelope(changed({ signatures: [{ sig: '' }] }), [ours.open]),
    openEnvelope(changed({ signatures: [{ keyid: 'evil\u001b[2J', sig: 'AAAA' }] }), [ours.open]),
    openEnvelope(sealed, []),
  ]
  for (const one of refused) {
    assert.ok(!one.ok && !one.isMalformed)
    assert.match(one.why, /^no trusted key has signed it as it is \(trusted: [0-9a-f]*; it names: [0-9a-f]+|unnamed\)$/)
    assert.doesNotMatch(one.why, /\p{Cc}/u)
  }
})

test('what is no envelope is malformed, and nothing throws', () => {
  const { signatures } = JSON.parse(sealed) as { signatures: unknown[] }
  const texts = [
    '',
    'null',
    '[]',
    '"x"',
    '{}',
    changed({ payload: 7 }),
    changed({ payload: 'a b' }),
    changed({ payloadType: null }),
    changed({ signatures: {} }),
    changed({ signatures: [] }),
    changed({ signatures: Array.from({ length: signaturesMax + 1 }, () => signatures[0]) }),
    changed({ signatures: [null] }),
    changed({ signatures: [{ sig: 7 }] }),
    changed({ signatures: [signatures[0], {}] }),
  ]
  for (const text of texts) {
    const opened = openEnvelope(text, [ours.open])
    assert.ok(!opened.ok && opened.isMalformed, text)
  }
})

test('a key has one name, of its public half', () => {
  assert.equal(keyIdOf(ours.secret), keyIdOf(ours.open))
  assert.match(keyIdOf(ours.open), /^[0-9a-f]{16}$/)
  assert.notEqual(keyIdOf(generateKeyPairSync('ed25519').publicKey), keyIdOf(ours.open))
})
