import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

/** How long a session lasts at most, and how long without a request, in milliseconds. */
const SESSION_MS: number = 12 * 3_600_000
const IDLE_MS: number = 30 * 60_000
const MAX_SESSIONS = 1000
const MAX_PER_TOKEN = 16
const COOKIE_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16

/** A session as its requests see it. */
export interface OpenSession {
  /** The bearer token that it stands for. */
  readonly token: string
  readonly csrf: string
  readonly expiresAt: number
  readonly idleUntil: number
}
interface Kept {
  /** The token, sealed with a key that is in the cookie alone. */
  readonly sealed: Buffer
  readonly tokenId: string
  readonly expiresAt: number
  usedAt: number
}

/**
 * The sessions of this process. A session is a token that the browser need not hold: it is asked for anew at each request, so
 * that one that was revoked ends its sessions at once. Of the cookie only the hash is kept, and of the token nothing that can be read without the cookie.
 * It counts under the origin alone under which it began: one that was read in clear text on the machine opens nothing through a proxy.
 */
export class Sessions {
  readonly #kept = new Map<string, Kept>()
  /** Begins a session, and answers the value of its cookie. The oldest one ends where the token, or this process, has too many. */
  begin(origin: string, token: string, tokenId: string): string {
    this.#sweep()
    const own = [...this.#kept].filter(([, kept]) => kept.tokenId === tokenId)
    if (own.length >= MAX_PER_TOKEN) this.#drop(own)
    if (this.#kept.size >= MAX_SESSIONS) this.#drop([...this.#kept])
    const cookie = randomBytes(COOKIE_BYTES).toString('base64url')
    const now = Date.now()
    this.#kept.set(keyOf(origin, cookie), {
      sealed: seal(token, cookie),
      tokenId,
      expiresAt: now + SESSION_MS,
      usedAt: now,
    })
    return cookie
  }

  /** The session of a cookie under an origin, undefined if there is none or it is over. `isUse`: the time without a request begins anew. */
  open(origin: string, cookie: string, isUse: boolean): OpenSession | undefined {
    const key = keyOf(origin, cookie)
    const kept = this.#kept.get(key)
    if (kept === undefined) return undefined
    const now = Date.now()
    if (this.#isOver(kept, now)) {
      this.#kept.delete(key)
      return undefined
    }
    if (isUse) kept.usedAt = now
    const { sealed, expiresAt, usedAt } = kept
    return { token: unseal(sealed, cookie), csrf: csrfOf(cookie), expiresAt, idleUntil: usedAt + IDLE_MS }
  }

  /** Ends a session; one that is over already, too. */
  end(origin: string, cookie: string): void {
    this.#kept.delete(keyOf(origin, cookie))
  }

  #isOver({ expiresAt, usedAt }: Kept, now: number): boolean {
    // A clock that was set back must not make a session longer than it was given.
    return now >= expiresAt || now >= usedAt + IDLE_MS || now < expiresAt - SESSION_MS
  }

  #sweep(): void {
    const now = Date.now()
    for (const [key, kept] of this.#kept) if (this.#isOver(kept, now)) this.#kept.delete(key)
  }

  #drop(among: readonly (readonly [string, Kept])[]): void {
    const [oldest] = among.toSorted(([, a], [, b]) => a.usedAt - b.usedAt)
    if (oldest) this.#kept.delete(oldest[0])
  }
}

/** Compares in constant time. */
export function isSame(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())
}

function keyOf(origin: string, cookie: string): string {
  return createHash('sha256').update(`${origin} ${cookie}`).digest('base64url')
}

function derive(cookie: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', cookie, '', `ringwall session ${purpose}`, 32))
}

/** It is in the cookie, so to say: nothing of it is kept. */
function csrfOf(cookie: string): string {
  return derive(cookie, 'csrf').toString('base64url')
}

function seal(token: string, cookie: string): Buffer {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', derive(cookie, 'token'), iv)
  const text = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), text])
}

function unseal(sealed: Buffer, cookie: string): string {
  const decipher = createDecipheriv('aes-256-gcm', derive(cookie, 'token'), sealed.subarray(0, IV_BYTES))
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  const text = Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
  return text.toString('utf8')
}
