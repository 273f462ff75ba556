/** Names of algorithms, in the parts that hyphens and digits leave of them. */
const ALGORITHMS = new Set(
  'hmac sha md rsa dsa ecdsa eddsa ed ec rs hs es ps aes cmac gmac gcm cbc ctr pkcs pss v with blake b s poly chacha k x none secp r jws jwt hex base'.split(
    ' ',
  ),
)
/** The scheme before a signature: `sha256=`, `v1=`. */
const SCHEME = /^[A-Za-z][\w-]{0,20}=(?=.)/
const SIGNATURE = /^[A-Za-z0-9+/_=.:%~,-]{8,}$/
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** The shortest text that opens a session: 96 bits in base64. In UTF-16 code units. */
const LEAST_SESSION = 16
/** Scheme, host and path alone, or a path: neither user nor query. */
const OPEN_ADDRESS = /^(?:[a-z][a-z0-9+.:-]{0,40}:(?:\/\/)?)?(?:[\w.:,[\]-]{1,255})?(?:\/[^@?#\s;]*)?$/i
/** What tells an address from a single word. */
const ADDRESS_SIGN = /[/:.]/

/** True for text with the look of a signature: no algorithm, no word, nothing with spaces. */
export function isSignature(value: string): boolean {
  const bare = value.replace(SCHEME, '')
  if (!SIGNATURE.test(bare)) return false
  const isPlain = !/[0-9]/.test(bare) && !/[a-z][A-Z]/.test(bare)
  return (
    !isPlain &&
    !bare
      .toLowerCase()
      .split(/[^a-z]+/)
      .every((part) => part === '' || ALGORITHMS.has(part))
  )
}

/** True for text that is long and mixed enough to open a session; a number, a word and a UUID tie log lines together. */
export function opensSession(value: string): boolean {
  if (value.length < LEAST_SESSION || UUID.test(value) || /\s/.test(value)) return false
  return /[0-9]/.test(value) && /[A-Za-z]/.test(value)
}

/** True for an address without a credential. */
export function isOpenAddress(value: string): boolean {
  return ADDRESS_SIGN.test(value) && OPEN_ADDRESS.test(value)
}
