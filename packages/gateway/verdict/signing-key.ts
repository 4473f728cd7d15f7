/** Ed25519 keys that verdict tables are signed with and held against. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { createFile, FileError, ownerOnly, readWhole } from '../file.ts'

/** Longest key file, in bytes. */
export const signingKeyBytesMax = 16_384

/** A new pair as PEM (PKCS #8 and SPKI), and the name that goes with it. */
export interface SigningPair {
  readonly privatePem: string
  readonly publicPem: string
  readonly keyId: string
}

/** A new pair of keys. */
export function generateSigningPair(): SigningPair {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return {
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }) as string,
    keyId: keyIdOf(publicKey),
  }
}

/**
 * Makes a pair of keys: the private one in a file of its owner's only, the public one beside it as `PATH.pub`. Neither may
 * be there yet. Answers the pair's name. Throws {@link FileError}.
 */
export async function createPair(path: string): Promise<string> {
  const { privatePem, publicPem, keyId } = generateSigningPair()
  await createFile(path, privatePem, ownerOnly)
  try {
    await createFile(`${path}.pub`, publicPem, 0o644)
  } catch (cause) {
    await rm(path, { force: true })
    throw cause
  }
  return keyId
}

const keyIds = new WeakMap<KeyObject, string>()

/** The name of a key or of its public half: the first 16 hex digits of SHA-256 over the public half (SPKI, DER). */
export function keyIdOf(key: KeyObject): string {
  const known = keyIds.get(key)
  if (known !== undefined) return known
  const publicKey = key.type === 'private' ? createPublicKey(key) : key
  const der = publicKey.export({ type: 'spki', format: 'der' })
  const keyId = createHash('sha256').update(der).digest('hex').slice(0, 16)
  keyIds.set(key, keyId)
  return keyId
}

/** Reads a public key from a PEM file. Throws {@link FileError}, for a private key as well: it has no place with readers. */
export async function readPublicKey(path: string): Promise<KeyObject> {
  const pem = (await readWhole(path, signingKeyBytesMax)).bytes.toString()
  if (pem.includes('PRIVATE KEY'))
    throw new FileError(
      'malformed',
      path,
      'it is a private key; give the public one, and keep this one where tables are signed',
    )
  return checkedKey(path, 'public', () => createPublicKey(pem))
}

/** Reads a private key from a PEM file. Throws {@link FileError}. */
export async function readPrivateKey(path: string): Promise<KeyObject> {
  const pem = (await readWhole(path, signingKeyBytesMax)).bytes.toString()
  return checkedKey(path, 'private', () => createPrivateKey(pem))
}

function checkedKey(path: string, kind: 'public' | 'private', read: () => KeyObject): KeyObject {
  let key: KeyObject
  try {
    key = read()
  } catch (cause) {
    // What OpenSSL says may quote what it read.
    const why = `it is no ${kind} key in PEM; stillhunt verdicts keygen makes one`
    throw new FileError('malformed', path, why, { cause: (cause as NodeJS.ErrnoException).code })
  }
  if (key.asymmetricKeyType !== 'ed25519')
    throw new FileError(
      'malformed',
      path,
      `it is a key of ${key.asymmetricKeyType}, and Ed25519 is used here; stillhunt verdicts keygen makes one`,
    )
  return key
}
