/**
 * Keys as people and programs hold them: `shk_`, 12 characters of public id, 32 of secret (190 bits), 6 of checksum, all
 * base62, in the manner of GitHub's tokens (L. Cox, "Behind GitHub's new authentication token formats", 2021). Ours have a
 * public id, so that a key can be named without being shown, and their checksum covers the prefix.
 */
import { hash, randomInt } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** What scanners for secrets look for; the checksum tells a key from text that looks like one without asking anybody. */
export const keyPattern: RegExp = /\bshk_[0-9A-Za-z]{50}\b/

/** The public part of a key, alone. */
export const keyIdPattern: RegExp = /^shk_[0-9A-Za-z]{12}$/

/** Bytes of what is stored of a key: SHA-256 of all of its characters. */
export const keyHashBytes = 32

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const prefix = 'shk_'
const idEnd = 16
const secretEnd = 48
const keyEnd = 54

/** A new key, from the system's randomness. */
export function mintKey(): string {
  let text = prefix
  while (text.length < secretEnd) text += alphabet[randomInt(alphabet.length)]
  return text + checksumOf(text)
}

/** The id of a key; undefined for text that is no key, one with a wrong character among them. Costs a microsecond. */
export function idOfKey(text: string): string | undefined {
  if (text.length !== keyEnd || !wholeKey.test(text)) return undefined
  return checksumOf(text.slice(0, secretEnd)) === text.slice(secretEnd) ? text.slice(0, idEnd) : undefined
}

const wholeKey = /^shk_[0-9A-Za-z]{50}$/

/** What is stored of a key. 190 bits are not guessed, so nothing slower or salted is needed. */
export function hashOfKey(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}

/** CRC-32 (zlib's) of everything before it, in six digits of base62, leading zeros among them. */
function checksumOf(text: string): string {
  let rest = crc32(text)
  let digits = ''
  for (let count = secretEnd; count < keyEnd; count += 1) {
    digits = alphabet[rest % 62] + digits
    rest = Math.floor(rest / 62)
  }
  return digits
}
