import { summarise } from '@ringwall/config'
import { textOf, type JsonObject } from '@ringwall/core'
import { randomUUID } from 'node:crypto'
import { fail } from '../errors.ts'
import { GUARD_HOOKS, parseGuardRequest } from '../guard-api/requests.ts'
import type { WatchedWall } from '../watched-wall.ts'
import type { Operator } from './access.ts'
import type { TryAnswer } from './contract.ts'
import type { Redactor } from './redact.ts'
import type { TryBody } from './requests.ts'

/** A wall is made for each, so that none leaves anything to the next. */
const MAX_AT_ONCE = 2

/** Puts texts and calls before a wall of the same layers that keeps and sends nothing. */
export class TryApi {
  readonly #wall: WatchedWall
  readonly #redactor: Redactor
  #running = 0

  constructor(wall: WatchedWall, redactor: Redactor) {
    this.#wall = wall
    this.#redactor = redactor
  }

  /** What every layer says. Throws TRY_ABSENT, TRY_BUSY or GUARD_REQUEST_INVALID. */
  async run({ caller }: Operator, body: TryBody): Promise<TryAnswer> {
    const { hook: name, agent = caller.agent } = body
    const { payload } = parseGuardRequest(name, { payload: body.payload })
    const dryRun = this.#wall.dryRun?.bind(this.#wall)
    if (dryRun === undefined) throw fail('TRY_ABSENT')
    if (this.#running >= MAX_AT_ONCE) throw fail('TRY_BUSY')
    this.#running++
    try {
      const dry = await dryRun(agent)
      try {
        const session = { tenantId: caller.tenant, agentId: agent, sessionId: randomUUID() }
        const hook = GUARD_HOOKS[name]
        const decision = await dry.for(agent).dispatch(hook, payload, session)
        return this.#answer(payload, summarise(hook, decision, dry.explain(agent)))
      } finally {
        await dry.close()
      }
    } finally {
      this.#running--
    }
  }

  #answer(given: Parameters<typeof textOf>[0], summary: ReturnType<typeof summarise>): TryAnswer {
    const { hook, outcome, rulings, payload, silent, notReached, elsewhere, instructions, scores } = summary
    const { meta: _meta, ...rest } = payload ?? {}
    return {
      hook,
      outcome,
      silent,
      notReached,
      elsewhere,
      instructions,
      scores,
      rulings: rulings.map(({ layer, stage, kind, code, enforced, message, detail, findings }) => ({
        layer,
        stage,
        kind,
        code,
        enforced,
        findings,
        ...(message !== undefined && { message }),
        ...(detail !== undefined && { detail: this.#redactor.redact([detail])[0] ?? '' }),
      })),
      given: textOf(given) ?? null,
      text: payload === null ? null : (textOf(payload) ?? null),
      payload: payload === null ? null : (rest as JsonObject), // payloads are JSON
    }
  }
}
