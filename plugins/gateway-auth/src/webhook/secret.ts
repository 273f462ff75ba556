import { fail } from '../errors.ts'

const MIN_BYTES = 16
const MAX_SECRETS = 10
const STANDARD_PREFIX = 'whsec_'

/** The keys of a list of secrets, or of one. Throws WEBHOOK_SECRET_INVALID if any is unusable: an empty key is one that everybody knows. */
export function keysOf(
  scheme: string,
  secret: string | readonly string[],
  decode: (text: string) => Uint8Array | undefined,
): readonly Uint8Array[] {
  const refused = (problem: string): Error => fail('WEBHOOK_SECRET_INVALID', { scheme, problem })
  const secrets = typeof secret === 'string' ? [secret] : secret
  if (!Array.isArray(secrets) || secrets.length === 0) throw refused('there is none')
  if (secrets.length > MAX_SECRETS) throw refused(`there are more than ${MAX_SECRETS}`)
  return secrets.map((text: unknown) => {
    const key = typeof text === 'string' ? decode(text) : undefined
    if (key === undefined) throw refused('it is not in the form of that sender')
    if (key.length < MIN_BYTES) throw refused(`it has fewer than ${MIN_BYTES} bytes`)
    return key
  })
}

/** A secret that is used as it is written. */
export function plainKey(text: string): Uint8Array | undefined {
  return text.isWellFormed() ? Buffer.from(text, 'utf8') : undefined
}

/** A secret in base64, with or without the prefix of Standard Webhooks. Undefined for text that base64 would read only in part. */
export function base64Key(text: string): Uint8Array | undefined {
  const encoded = text.startsWith(STANDARD_PREFIX) ? text.slice(STANDARD_PREFIX.length) : text
  const key = Buffer.from(encoded, 'base64')
  return key.toString('base64').replace(/={1,2}$/, '') === encoded.replace(/={1,2}$/, '') ? key : undefined
}
