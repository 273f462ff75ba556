import { messageOf, type Events, type Logger } from '@ringwall/core'
import { readFiles, type OnConfig } from './files.ts'
import { timeText } from './judge.ts'
import { checkMaterial, label, type Material } from './material.ts'

declare module '@ringwall/core' {
  interface KernelEvents {
    /** Something about the transport that an operator should know. */
    tls: {
      readonly time: number
      readonly kind: 'reloaded' | 'reload-failed' | 'expiring' | 'refused'
      readonly detail: string
      /** Of what was refused. */
      readonly code?: string
    }
  }
}

const DAY_MS = 86_400_000

/** Where a keeper tells what it sees. */
interface Told {
  readonly logger: Logger
  readonly events: Events
}

/** Holds what the files say, and looks at them again. What cannot be used never takes the place of what can. */
export class Keeper {
  readonly #config: OnConfig
  readonly #told: Told
  readonly #timer: NodeJS.Timeout
  readonly #warned = new Map<string, number>()
  #material: Material
  /** Of the last reload, if it failed. */
  #problem: string | undefined
  #reloading: Promise<unknown> = Promise.resolve()

  /** Reads and checks the files. Throws MTLS_*. */
  static async open(config: OnConfig, told: Told): Promise<Keeper> {
    return new Keeper(config, told, checkMaterial(await readFiles(config), config, Date.now()))
  }

  private constructor(config: OnConfig, told: Told, material: Material) {
    this.#config = config
    this.#told = told
    this.#material = material
    const [own] = material.chain
    if (own.isSelfIssued)
      told.logger.warn(`mtls: the certificate ${label(own)} is self-signed: clients must be given it`)
    this.#warn()
    this.#timer = setInterval(() => void this.reload().catch(() => undefined), config.pollMs) // told by reload itself
    this.#timer.unref()
  }

  get material(): Material {
    return this.#material
  }

  /** Reads the files; true if they had changed. Rejects with MTLS_*, and then nothing has changed. */
  reload(): Promise<boolean> {
    const next = this.#reloading.then(() => this.#read())
    this.#reloading = next.catch(() => undefined) // the caller of this reload is told; the next one may still try
    return next
  }

  /** Ends that are near or past, and a reload that failed. */
  notes(now: number): readonly string[] {
    const own = this.#material.chain[0]
    return [
      ...(own.isSelfIssued ? [`the certificate ${label(own)} is self-signed: clients must be given it`] : []),
      ...(this.#problem === undefined ? [] : [`the files were not reloaded: ${this.#problem}`]),
      ...this.#ends().flatMap((end) => describeEnd(end, this.#config.warnDays, now)),
    ]
  }

  /** False once the certificate that is served or a list that counts is past its end. */
  isReady(now: number): boolean {
    const lists = [...(this.#material.lists?.values() ?? [])]
    const { crlGraceMs } = this.#config
    return (
      this.#material.chain.every(({ notAfter }) => now <= notAfter) &&
      lists.every(({ nextUpdate }) => now - crlGraceMs <= nextUpdate)
    )
  }

  close(): void {
    clearInterval(this.#timer)
  }

  async #read(): Promise<boolean> {
    try {
      const files = await readFiles(this.#config)
      const isNew = files.digest !== this.#material.digest
      if (isNew) this.#material = checkMaterial(files, this.#config, Date.now())
      if (isNew || this.#problem !== undefined) this.#tell('info', 'reloaded', 'the files are in force as they are now')
      this.#problem = undefined
      return isNew
    } catch (error) {
      const problem = messageOf(error)
      if (problem !== this.#problem) this.#tell('error', 'reload-failed', `${problem} What was in force stays.`)
      this.#problem = problem
      throw error
    } finally {
      this.#warn()
    }
  }

  #warn(): void {
    const now = Date.now()
    for (const end of this.#ends()) {
      const [detail] = describeEnd(end, this.#config.warnDays, now)
      if (detail === undefined || now - (this.#warned.get(end.key) ?? -Infinity) < DAY_MS) continue
      this.#warned.set(end.key, now)
      this.#tell('warn', 'expiring', detail)
    }
  }

  #tell(level: 'info' | 'warn' | 'error', kind: 'reloaded' | 'reload-failed' | 'expiring', detail: string): void {
    this.#told.logger[level](`mtls: ${detail}`)
    this.#told.events.emit('tls', { time: Date.now(), kind, detail })
  }

  #ends(): readonly End[] {
    const { chain, authorities, lists } = this.#material
    return [
      ...[...chain, ...authorities].map((each) => ({
        key: each.fingerprint,
        what: `the certificate ${label(each)}`,
        from: each.notBefore,
        to: each.notAfter,
      })),
      ...[...(lists?.values() ?? [])].map(({ issuer, thisUpdate, nextUpdate }) => ({
        key: `crl:${issuer}:${nextUpdate}`,
        what: `the revocation list of ${label(authorities.find(({ subject }) => subject === issuer) ?? chain[0])}`,
        from: thisUpdate,
        to: nextUpdate,
      })),
    ]
  }
}

/** Something that ends at a time. */
interface End {
  readonly key: string
  readonly what: string
  readonly from: number
  readonly to: number
}

/** Short lives are renewed late: of a certificate for a day, nobody wants to hear all day. */
function describeEnd({ what, from, to }: End, warnDays: number, now: number): readonly string[] {
  const ahead = Math.min(warnDays * DAY_MS, (to - from) / 3)
  if (now > to) return [`${what} expired at ${timeText(to)}`]
  return now > to - ahead ? [`${what} expires at ${timeText(to)}`] : []
}
