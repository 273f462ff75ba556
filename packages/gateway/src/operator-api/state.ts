import type { Logger } from '@ringwall/core'
import { fail } from '../errors.ts'
import type { WatchedWall } from '../watched-wall.ts'
import { Access, type Admit } from './access.ts'
import { ApprovalsApi } from './approvals.ts'
import { AuditApi } from './audit.ts'
import type { DoctorReport } from './contract.ts'
import { Feed } from './feed.ts'
import { History } from './history.ts'
import { LayersApi } from './layers.ts'
import { MemoryApi } from './memory.ts'
import { Redactor } from './redact.ts'
import { TryApi } from './try.ts'

/** What the operator API is made of. */
export interface OperatorParts {
  readonly wall: WatchedWall
  readonly logger: Logger
  readonly admit: Admit
  /** Where browsers reach the gateway beside its own address, as it is now. */
  readonly publicUrl: () => URL | undefined
  /** Aborted once the gateway is about to end. */
  readonly ending: AbortSignal
  readonly diagnose?: (() => Promise<DoctorReport>) | undefined
}

/** The operator API behind its paths, with what no change of settings may lose: sessions, streams and counts. */
export class OperatorState {
  readonly access: Access
  readonly feed: Feed
  readonly history: History
  readonly approvals: ApprovalsApi
  readonly audit: AuditApi
  readonly layers: LayersApi
  readonly memory: MemoryApi
  readonly trial: TryApi
  readonly #redactor: Redactor
  readonly #diagnose: OperatorParts['diagnose']
  #diagnosing: Promise<DoctorReport> | undefined

  constructor({ wall, logger, admit, publicUrl, ending, diagnose }: OperatorParts) {
    const redactor = new Redactor(wall)
    this.#redactor = redactor
    this.#diagnose = diagnose
    this.access = new Access(admit, publicUrl)
    this.history = new History(wall)
    this.feed = new Feed(wall, redactor, logger)
    this.approvals = new ApprovalsApi(wall, redactor)
    this.audit = new AuditApi(wall, redactor)
    this.layers = new LayersApi(wall, this.history)
    this.memory = new MemoryApi(wall, redactor)
    this.trial = new TryApi(wall, redactor)
    ending.addEventListener('abort', () => {
      this.feed.close()
      this.history.dispose()
    })
  }

  /** What the doctor says: one look at a time, whoever asks. Throws DIAGNOSIS_ABSENT or DIAGNOSIS_FAILED. */
  async diagnosis(): Promise<DoctorReport> {
    if (this.#diagnose === undefined) throw fail('DIAGNOSIS_ABSENT')
    this.#diagnosing ??= this.#diagnose()
      .catch((error: unknown) => {
        throw fail('DIAGNOSIS_FAILED', {}, error)
      })
      .finally(() => (this.#diagnosing = undefined))
    return this.#redactor.redact(await this.#diagnosing)
  }
}
