import { singleHeader, type HeaderInput } from './headers.ts'
import { base64Key, plainKey } from './secret.ts'

/** The names of the schemes. */
export type SchemeName = 'standard-webhooks' | 'github' | 'slack' | 'stripe' | 'generic'

/** What one delivery says of itself. */
export interface Claim {
  /** The bytes that are signed. */
  readonly signed: Uint8Array
  /** As they are written in the header, each to be compared with the one expected. */
  readonly signatures: readonly string[]
  /** In seconds; absent where the scheme has none. */
  readonly timestamp?: number
  /** What the sender calls the delivery, however often it sends it; signed. Absent where the scheme has none. */
  readonly id?: string
}
/** One way of signing. */
export interface Scheme {
  /** The key that a secret stands for; undefined if it stands for none. */
  readonly key: (secret: string) => Uint8Array | undefined
  /** Undefined where a header is missing, repeated or malformed. */
  readonly read: (headers: HeaderInput, body: Uint8Array) => Claim | undefined
  readonly encoding: 'hex' | 'base64'
}

const MAX_SIGNATURES = 20

/**
 * The schemes by name. What is written in a header is never decoded: the expected signature is written as the sender writes
 * it and the texts are compared, so that there is one spelling of each.
 */
export const SCHEMES: Readonly<Record<SchemeName, Scheme>> = {
  /** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
  'standard-webhooks': {
    key: base64Key,
    encoding: 'base64',
    read(headers, body) {
      const id = singleHeader(headers, 'webhook-id')
      const timestamp = singleHeader(headers, 'webhook-timestamp')
      const entries = singleHeader(headers, 'webhook-signature')?.split(' ') ?? []
      // A full stop in the id would let the same signed bytes be cut at another place, with another timestamp.
      if (id === undefined || !/^[^.\s]{1,256}$/.test(id)) return undefined
      if (!entries.every((entry) => /^v\d{1,3}[a-z]?,[^\s,]+$/.test(entry))) return undefined
      const found = claim(entries, 'v1,', body, timestamp, (at) => `${id}.${at}.`)
      return found && { ...found, id }
    },
  },
  /** https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries */
  github: {
    key: plainKey,
    encoding: 'hex',
    read(headers, body) {
      const signature = singleHeader(headers, 'x-hub-signature-256')
      return signature?.startsWith('sha256=') === true
        ? { signed: body, signatures: [signature.slice('sha256='.length)] }
        : undefined
    },
  },
  /** https://docs.slack.dev/authentication/verifying-requests-from-slack */
  slack: {
    key: plainKey,
    encoding: 'hex',
    read(headers, body) {
      const timestamp = singleHeader(headers, 'x-slack-request-timestamp')
      const signature = singleHeader(headers, 'x-slack-signature')
      return claim([signature ?? ''], 'v0=', body, timestamp, (at) => `v0:${at}:`)
    },
  },
  /** https://docs.stripe.com/webhooks#verify-manually */
  stripe: {
    key: plainKey,
    encoding: 'hex',
    read(headers, body) {
      const entries = singleHeader(headers, 'stripe-signature')?.split(',') ?? []
      if (!entries.every((entry) => /^[a-z]\w{0,9}=[^=\s]+$/.test(entry))) return undefined
      const times = entries.filter((entry) => entry.startsWith('t='))
      const timestamp = times.length === 1 ? times[0]?.slice(2) : undefined
      return claim(entries, 'v1=', body, timestamp, (at) => `${at}.`)
    },
  },
  /** Senders without a scheme of their own: the hex HMAC of `<timestamp>.<body>`. */
  generic: {
    key: plainKey,
    encoding: 'hex',
    read(headers, body) {
      const timestamp = singleHeader(headers, 'x-webhook-timestamp')
      const signature = singleHeader(headers, 'x-webhook-signature')
      return claim([signature ?? ''], '', body, timestamp, (at) => `${at}.`)
    },
  },
}

/** The scheme of that name, and nothing that an object has besides. */
export function findScheme(name: string): Scheme | undefined {
  return Object.entries(SCHEMES).find(([known]) => known === name)?.[1]
}

function claim(
  entries: readonly string[],
  prefix: string,
  body: Uint8Array,
  timestamp: string | undefined,
  head: (timestamp: string) => string,
): Claim | undefined {
  const signatures = entries
    .filter((entry) => entry.startsWith(prefix))
    .map((entry) => entry.slice(prefix.length))
    .filter((signature) => signature !== '')
  // Seconds in digits alone: what a parser would make of anything else is not what was signed.
  if (timestamp === undefined || !/^\d{1,11}$/.test(timestamp)) return undefined
  if (signatures.length === 0 || signatures.length > MAX_SIGNATURES) return undefined
  return { signed: Buffer.concat([Buffer.from(head(timestamp)), body]), signatures, timestamp: Number(timestamp) }
}
