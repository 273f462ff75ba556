import { randomUUID } from 'node:crypto'
import type { Logger, Session } from '@ringwall/core'
import { freePass } from './breaker.ts'
import type { Books } from './budget.ts'
import { NAME } from './codes.ts'
import type { Reporter } from './reporter.ts'
import { readRequest } from './request.ts'
import type { Budget, Hold, ModelRequest, Opened, Refusal, Settlement } from './service.ts'

const UNAVAILABLE: Refusal = Object.freeze({
  layer: NAME,
  code: 'BUDGET_UNAVAILABLE',
  rule: 'store',
  message: 'This is not possible at the moment.',
  detail: 'the store does not answer, so no budget is known',
})
/** What a host said of a call that is no request. */
export const INVALID: Refusal = Object.freeze({
  layer: NAME,
  code: 'BUDGET_REQUEST_INVALID',
  rule: 'request',
  message: 'This request cannot be read.',
  detail: 'a field of the request is missing, misspelt or no whole number in its range',
})

/** The books as a service. Since no dispatch tells what it answers, it tells by itself; and nothing that goes wrong is an allow. */
export function createBudgetService(books: Books, reporter: Reporter, logger: Logger): Budget {
  return {
    async reserve(session, request) {
      const read = readRequest(request)
      const opened = read
        ? await attempt(() => books.open(session, read, `service/${randomUUID()}`))
        : { refusal: INVALID }
      reporter.opened(session, read, opened)
      return opened
    },
    async settle(hold, report) {
      let settlement: Settlement
      try {
        settlement = await books.close(hold, report)
      } catch (error) {
        logger.error(`${NAME}: the end of a call could not be put into the books; what was not settled stays spent`, {
          problem: String(error),
        })
        return { settled: false, tokens: 0, cost: 0 }
      }
      reporter.closed(hold.session, hold, settlement)
      return settlement
    },
  }

  async function attempt(open: () => Promise<Opened>): Promise<Opened> {
    try {
      return await open()
    } catch (error) {
      logger.error(`${NAME}: a call could not be reserved`, { problem: String(error) })
      return { refusal: UNAVAILABLE }
    }
  }
}

/** The service in observe mode: tells what it would refuse, and spends nothing. */
export function createObservedBudget(books: Books, reporter: Reporter, logger: Logger): Budget {
  return {
    async reserve(session, request) {
      const read = readRequest(request)
      try {
        const predicted = read ? await books.predict(session, read) : { refusal: INVALID, warnings: [] }
        reporter.opened(session, read, predicted)
        return { hold: emptyHold(session, read), warnings: predicted.warnings }
      } catch (error) {
        logger.error(`${NAME}: a call could not be observed`, { problem: String(error) })
        return { hold: emptyHold(session, read), warnings: [] }
      }
    },
    async settle() {
      return { settled: true, tokens: 0, cost: 0 }
    },
  }
}

function emptyHold(session: Session, request: ModelRequest = { provider: '', model: '' }): Hold {
  return Object.freeze({
    name: 'observed',
    session,
    pass: freePass(request),
    counters: [],
    tokens: 0,
    cost: 0,
    price: null,
  })
}
