import type { Events, Logger, SecretAccessEvent, Session } from '@ringwall/core'
import { codeIn } from './oauth/client.ts'
import type { Judge, Judgement } from './grants.ts'
import type { Known } from './known.ts'
import type { TokenKeeper } from './oauth/keeper.ts'
import type { Vault } from './vault.ts'

/** Who wants which secrets, for what. */
export interface Request {
  readonly session: Session
  readonly purpose: string
  readonly urls: readonly URL[] | undefined
}

/** A value, or why there is none. */
export type Read = { readonly value: string } | { readonly outcome: 'missing' | 'failed'; readonly problem: string }

/** Reads secrets within the grants, tells every read, and sees to it that what was read is kept in. */
export class SecretReader {
  readonly #vault: Vault | undefined
  readonly #keeper: TokenKeeper | undefined
  readonly #judge: Judge
  readonly #known: Known
  readonly #events: Events
  readonly #logger: Logger

  constructor(parts: {
    readonly vault: Vault | undefined
    readonly keeper: TokenKeeper | undefined
    readonly judge: Judge
    readonly known: Known
    readonly events: Events
    readonly logger: Logger
  }) {
    this.#vault = parts.vault
    this.#keeper = parts.keeper
    this.#judge = parts.judge
    this.#known = parts.known
    this.#events = parts.events
    this.#logger = parts.logger
  }

  judge(name: string, { session, purpose, urls }: Request): Judgement {
    return this.#judge(name, { agent: session.agentId, tool: purpose, urls })
  }

  /** The value of a secret that was judged before. Never rejects. */
  async read(name: string, { session }: Request): Promise<Read> {
    if (!this.#vault) return { outcome: 'missing', problem: 'there is no store' }
    try {
      const secret = await this.#vault.get(session.tenantId, name)
      if (!secret) return { outcome: 'missing', problem: 'there is no such secret' }
      const value = secret.kind === 'oauth' ? (await this.#keeper?.fresh(secret))?.access : secret.value
      if (value === undefined) return { outcome: 'missing', problem: 'there is no token' }
      this.#known.add({ name, value }) // before anybody has it
      return { value }
    } catch (error) {
      const problem = codeIn(error) ?? 'it cannot be read'
      this.#logger.error('a secret cannot be read', { name, problem })
      return { outcome: 'failed', problem }
    }
  }

  tell(name: string, { session, purpose, urls }: Request, outcome: SecretAccessEvent['outcome']): void {
    const hosts = [...new Set(urls?.map(({ host }) => host))]
    this.#events.emit('secret-access', { time: Date.now(), session, name, purpose, outcome, hosts })
  }
}
