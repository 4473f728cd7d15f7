/**
 * Signed bytes with their type: the Dead Simple Signing Envelope (DSSE 1.0, Secure Systems Lab, 2021; what in-toto and
 * Sigstore use), with Ed25519 (RFC 8032). What is signed is the payload's bytes as they are, so nothing needs a canonical
 * form; its type is signed with it, so that a signature for one purpose is good for no other.
 */
import { type KeyObject, sign, verify } from 'node:crypto'
import { keyIdOf } from './signing-key.ts'

/** Longest envelope, in bytes: base64 of the longest table and some signatures. */
export const envelopeBytesMax: number = 192 * 1024 * 1024

/** Most signatures of one envelope. */
export const signaturesMax = 16

/** What was in an envelope and who signed it. */
export type Envelope =
  | { readonly ok: true; readonly payload: Buffer; readonly payloadType: string; readonly keyId: string }
  | { readonly ok: false; readonly isMalformed: boolean; readonly why: string }

/** What is signed: the pre-authentication encoding of a type and a payload. */
export function pae(payloadType: string, payload: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `
  return Buffer.concat([Buffer.from(head), payload])
}

/** An envelope as text, with a signature of each key (Ed25519, private). */
export function sealEnvelope(payloadType: string, payload: Uint8Array, keys: readonly KeyObject[]): string {
  const signed = pae(payloadType, payload)
  const signatures = keys.map((key) => ({ keyid: keyIdOf(key), sig: sign(null, signed, key).toString('base64') }))
  return `${JSON.stringify({ payloadType, payload: Buffer.from(payload).toString('base64'), signatures })}\n`
}

/**
 * Opens an envelope that at least one of the `trust`ed keys (Ed25519, public) has signed. Its text may be anything. The
 * `keyid`s in it say which key to try first, and nothing else.
 */
export function openEnvelope(text: string, trust: readonly KeyObject[]): Envelope {
  const read = readEnvelope(text)
  if (typeof read === 'string') return { ok: false, isMalformed: true, why: read }
  const { payload, payloadType, signatures } = read
  const signed = pae(payloadType, payload)
  for (const { keyid, sig } of signatures)
    for (const key of hintedFirst(trust, keyid))
      if (verify(null, signed, key, sig)) return { ok: true, payload, payloadType, keyId: keyIdOf(key) }
  const trusted = trust.map(keyIdOf).join(', ')
  const named = signatures.map(({ keyid }) => (keyid !== undefined && /^[\w:-]{1,64}$/.test(keyid) ? keyid : 'unnamed'))
  const why = `no trusted key has signed it as it is (trusted: ${trusted}; it names: ${named.join(', ')})`
  return { ok: false, isMalformed: false, why }
}

interface Signature {
  readonly keyid: string | undefined
  readonly sig: Buffer
}

/** What an envelope says, nothing of it verified; or why it is none. */
export function readEnvelope(
  text: string,
): { readonly payload: Buffer; readonly payloadType: string; readonly signatures: readonly Signature[] } | string {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return 'it is no JSON'
  }
  if (typeof json !== 'object' || json === null) return 'it is no JSON object'
  const { payload: encoded, payloadType, signatures } = json as Record<string, unknown>
  const payload = readBase64(encoded)
  if (payload === undefined || typeof payloadType !== 'string' || !Array.isArray(signatures))
    return 'it is no signing envelope (payloadType, payload in base64, signatures)'
  if (signatures.length === 0 || signatures.length > signaturesMax)
    return `it has ${signatures.length} signatures; 1 to ${signaturesMax} are read`
  const read = signatures.map(readSignature)
  return read.every((signature) => signature !== undefined)
    ? { payload, payloadType, signatures: read }
    : 'one of its signatures is no object with sig in base64'
}

function readSignature(value: unknown): Signature | undefined {
  const { keyid, sig } = (value ?? {}) as Record<string, unknown>
  const bytes = readBase64(sig)
  return bytes === undefined ? undefined : { keyid: typeof keyid === 'string' ? keyid : undefined, sig: bytes }
}

/** Standard and URL-safe alphabets are both lawful; Node skips whatever is neither, so that is looked for first. */
function readBase64(value: unknown): Buffer | undefined {
  return typeof value === 'string' && /^[\w+/-]*={0,2}$/.test(value) ? Buffer.from(value, 'base64') : undefined
}

function hintedFirst(trust: readonly KeyObject[], keyid: string | undefined): readonly KeyObject[] {
  const isHinted = (key: KeyObject): boolean => keyIdOf(key) === keyid
  return [...trust.filter(isHinted), ...trust.filter((key) => !isHinted(key))]
}
