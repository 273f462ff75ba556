import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Store } from '@ringwall/store'
import { fail } from '../errors.ts'
import type { Secret } from '../row.ts'
import type { Vault } from '../vault.ts'
import { codeIn, configure, loadClient, problemOf } from './client.ts'
import { parseTokens, toTokens, type Tokens } from './tokens.ts'

/** Longer than a request may take, so that nobody refreshes twice; and so long a process that was killed keeps others waiting. */
const LEASE_MS = 30_000
const POLL_MS = 50
const SAVE_ATTEMPTS = 3

/** How tokens are kept fresh. */
export interface KeeperOptions {
  readonly store: Store
  readonly vault: Vault
  readonly refreshBeforeMs: number
  /** For tests: how long a lease holds. */
  readonly leaseMs?: number
}

/**
 * Keeps the tokens of logins fresh. Of all processes on the store one refreshes a login, and the others wait for what it
 * stores: with rotating refresh tokens, a second use of one ends the login. A new token is used once it is stored.
 */
export class TokenKeeper {
  readonly #store: Store
  readonly #vault: Vault
  readonly #beforeMs: number
  readonly #leaseMs: number
  readonly #running = new Map<string, Promise<Tokens>>()
  /** Refreshed, but the store did not take them. */
  readonly #unsaved = new Map<string, { readonly tokens: Tokens; readonly over: number }>()

  constructor({ store, vault, refreshBeforeMs, leaseMs = LEASE_MS }: KeeperOptions) {
    this.#store = store
    this.#vault = vault
    this.#beforeMs = refreshBeforeMs
    this.#leaseMs = leaseMs
  }

  /** Tokens that are good for a while. Throws OAUTH_REFRESH_FAILED, OAUTH_NOT_STORED, or what the store throws. */
  async fresh(secret: Secret): Promise<Tokens> {
    const tokens = parseTokens(secret.name, secret.value)
    const key = keyOf(secret)
    if (!this.#unsaved.has(key) && (!this.#isDue(tokens) || tokens.refresh === undefined))
      return this.#valid(secret, tokens)
    const running = this.#running.get(key) ?? this.#refresh(secret, key).finally(() => this.#running.delete(key))
    this.#running.set(key, running)
    return running
  }

  #isDue({ expiresAt }: Tokens): boolean {
    return expiresAt !== undefined && expiresAt - Date.now() <= this.#beforeMs
  }

  #valid({ name }: Secret, tokens: Tokens): Tokens {
    if (tokens.expiresAt === undefined || tokens.expiresAt > Date.now()) return tokens
    throw fail('OAUTH_REFRESH_FAILED', { name, problem: 'it has ended, and there is no refresh token' })
  }

  async #refresh({ tenant, name }: Secret, key: string): Promise<Tokens> {
    const lock = `refresh/${key}`
    const deadline = Date.now() + this.#leaseMs + 1000
    for (;;) {
      const lease = await this.#store.compareAndSet(lock, null, randomBytes(8).toString('hex'), {
        ttlMs: this.#leaseMs,
      })
      // Anew, once the lease is ours: another process may have refreshed it in between.
      const secret = await this.#vault.get(tenant, name)
      if (!secret) throw fail('SECRET_UNAVAILABLE', { name })
      const tokens = parseTokens(name, secret.value)
      if (lease === undefined) {
        if (!this.#isDue(tokens)) return tokens
        if (Date.now() > deadline)
          throw fail('OAUTH_REFRESH_FAILED', { name, problem: 'another process has been at it for too long' })
        await sleep(POLL_MS)
        continue
      }
      try {
        const unsaved = this.#unsaved.get(key)
        if (unsaved && unsaved.over === secret.version) return await this.#save(secret, key, unsaved.tokens)
        this.#unsaved.delete(key)
        if (!this.#isDue(tokens)) return tokens
        return await this.#save(secret, key, await this.#ask(secret, tokens))
      } catch (error) {
        // A token that still holds is better than none; what was refreshed and not stored is told.
        if (codeIn(error) === 'OAUTH_REFRESH_FAILED' && (tokens.expiresAt ?? 0) > Date.now()) return tokens
        throw error
      } finally {
        await this.#store.delete(lock, lease).catch(() => undefined) // it ends by itself
      }
    }
  }

  async #ask({ name }: Secret, tokens: Tokens): Promise<Tokens> {
    try {
      const client = await loadClient()
      const config = await configure(tokens.provider)
      return toTokens(tokens.provider, await client.refreshTokenGrant(config, tokens.refresh ?? ''), tokens)
    } catch (error) {
      throw fail('OAUTH_REFRESH_FAILED', { name, problem: problemOf(error) })
    }
  }

  /** The old refresh token may be dead by now, so the new one is kept in memory until it is in the store. */
  async #save(secret: Secret, key: string, tokens: Tokens): Promise<Tokens> {
    const { tenant, name, kind, version } = secret
    this.#unsaved.set(key, { tokens, over: version })
    for (let attempt = 1; ; attempt++) {
      try {
        const saved = await this.#vault.set({ tenant, name, kind, value: JSON.stringify(tokens) }, version)
        this.#unsaved.delete(key)
        if (saved !== undefined) return tokens
        const now = await this.#vault.get(tenant, name) // somebody logged in anew, or out
        if (now?.kind === 'oauth') return parseTokens(name, now.value)
        throw fail('SECRET_UNAVAILABLE', { name })
      } catch (error) {
        if (codeIn(error) === 'SECRET_UNAVAILABLE') throw error
        if (attempt >= SAVE_ATTEMPTS) throw fail('OAUTH_NOT_STORED', { name }, error)
        await sleep(POLL_MS * attempt)
      }
    }
  }
}

function keyOf({ tenant, name }: Secret): string {
  return createHash('sha256')
    .update(JSON.stringify([tenant, name]))
    .digest('base64url')
}
