import type { GatewaySettings } from '@ringwall/config'
import type { JsonObject, Logger } from '@ringwall/core'
import type { Context, Hono } from 'hono'
import { readJsonBody } from '../body.ts'
import { fail } from '../errors.ts'
import { SSE_HEADERS } from '../sse.ts'
import type { WatchedWall } from '../watched-wall.ts'
import { Access, infoOf, type Admit, type Operator } from './access.ts'
import { ApprovalsApi } from './approvals.ts'
import { AuditApi } from './audit.ts'
import type { DoctorReport, Page, Right } from './contract.ts'
import { Feed } from './feed.ts'
import { History } from './history.ts'
import { LayersApi } from './layers.ts'
import { MemoryApi } from './memory.ts'
import { operatorOpenApi } from './openapi.ts'
import { addPage } from './page.ts'
import { Redactor } from './redact.ts'
import { BODIES, QUERIES, read } from './requests.ts'
import { TryApi } from './try.ts'

const MAX_LOGIN_BYTES = 4096
const HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
}

/** What the operator API is made of. */
export interface OperatorApiParts {
  readonly wall: WatchedWall
  readonly settings: Pick<GatewaySettings, 'maxBodyBytes'>
  readonly bodyTimeoutMs: number
  readonly logger: Logger
  readonly admit: Admit
  /** Aborted once the gateway is about to end. */
  readonly ending: AbortSignal
  /** Where browsers reach the gateway beside its own address. */
  readonly publicUrl: URL | undefined
  readonly page?: Page | undefined
  readonly diagnose?: (() => Promise<DoctorReport>) | undefined
}

/** Puts the operator API, and the page where there is one, on an app. */
export function addOperatorApi(app: Hono, parts: OperatorApiParts): void {
  const { wall, settings, bodyTimeoutMs: timeoutMs, logger, ending, page, diagnose } = parts
  const access = new Access(parts.admit, parts.publicUrl)
  const redactor = new Redactor(wall)
  const history = new History(wall)
  const feed = new Feed(wall, redactor, logger)
  const approvals = new ApprovalsApi(wall, redactor)
  const audit = new AuditApi(wall, redactor)
  const layers = new LayersApi(wall, history)
  const memory = new MemoryApi(wall, redactor)
  const trial = new TryApi(wall, redactor)
  ending.addEventListener('abort', () => {
    feed.close()
    history.dispose()
  })

  const bodyOf = (c: Context): Promise<JsonObject> => readJsonBody(c, { maxBytes: settings.maxBodyBytes, timeoutMs })
  const get = (path: string, rights: readonly Right[], answer: Answer): void => {
    app.get(path, async (c) => answer(c, await access.enter(c, ...rights)))
  }
  const post = (path: string, rights: readonly Right[], answer: Answer): void => {
    app.post(path, async (c) => answer(c, await access.enter(c, ...rights)))
  }
  const decide = (verb: string, act: (operator: Operator, id: string, body: JsonObject) => Promise<object>): void =>
    post(`/api/approvals/:id/${verb}`, ['approvals:decide'], async (c, operator) =>
      c.json(await act(operator, idOf(c), await bodyOf(c))),
    )

  app.use('/api/*', async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(HEADERS)) c.res.headers.set(name, value)
  })
  app.post('/api/login', (c) => access.login(c, () => readJsonBody(c, { maxBytes: MAX_LOGIN_BYTES, timeoutMs })))
  app.post('/api/logout', (c) => {
    const response = access.logout(c)
    feed.recheck()
    return response
  })
  get('/api/session', [], (c, operator) => c.json(infoOf(operator)))
  let document: object | undefined
  get('/api/openapi.json', [], (c) => c.json((document ??= operatorOpenApi())))
  get('/api/overview', ['operate'], (c) => c.json(history.overview(read(QUERIES.overview, c.req.query()).minutes)))
  app.get('/api/events', async (c) => {
    const operator = await access.attach(c, 'operate', 'approvals:read', 'approvals:decide')
    // Whoever asks for the headers alone never reads, and never leaves.
    if (c.req.method === 'HEAD') return new Response(null, { headers: SSE_HEADERS })
    return feed.open(operator, () => access.checkAgain(c, operator))
  })
  get('/api/approvals', ['approvals:read', 'approvals:decide'], async (c, operator) => {
    const { status } = read(QUERIES.approvals, c.req.query())
    return c.json(await approvals[status](operator))
  })
  decide('approve', (operator, id, body) => approvals.approve(operator, id, read(BODIES.approve, body)))
  decide('deny', (operator, id, body) => approvals.deny(operator, id, read(BODIES.settle, body).note))
  decide('revoke', (operator, id, body) => approvals.revoke(operator, id, read(BODIES.settle, body).note))
  get('/api/audit', ['audit:read'], async (c, operator) =>
    c.json(await audit.search(operator, read(QUERIES.audit, c.req.query()))),
  )
  get('/api/audit/status', ['audit:read'], async (c) => c.json(await audit.status()))
  post('/api/audit/verify', ['audit:read'], async (c) => c.json(await audit.verify(), 202))
  get('/api/layers', ['operate'], async (c) => c.json(await layers.list(read(QUERIES.layers, c.req.query()).agent)))
  get('/api/memory', ['operate'], async (c, { caller }) =>
    c.json(await memory.list(read(QUERIES.memory, c.req.query()).tenant ?? caller.tenant)),
  )
  post('/api/memory/:id/release', ['operate'], async (c, operator) =>
    c.json(await memory.release(operator, idOf(c), read(BODIES.release, await bodyOf(c)))),
  )
  post('/api/memory/:id/discard', ['operate'], async (c, operator) =>
    c.json(await memory.discard(operator, idOf(c), read(BODIES.discard, await bodyOf(c)))),
  )
  post('/api/try', ['operate'], async (c, operator) =>
    c.json(await trial.run(operator, read(BODIES.try, await bodyOf(c)))),
  )
  let diagnosing: Promise<DoctorReport> | undefined
  get('/api/doctor', ['operate'], async (c) => {
    if (diagnose === undefined) throw fail('DIAGNOSIS_ABSENT')
    // One at a time, whoever asks.
    diagnosing ??= diagnose()
      .catch((error: unknown) => {
        throw fail('DIAGNOSIS_FAILED', {}, error)
      })
      .finally(() => (diagnosing = undefined))
    return c.json(redactor.redact(await diagnosing))
  })
  if (page) addPage(app, page)
}

type Answer = (c: Context, operator: Operator) => Response | Promise<Response>

/** An id of other signs than a path carries in one spelling is written `~` and its UTF-8 as base64url. */
function idOf(c: Context): string {
  const id = c.req.param('id') ?? ''
  return id.startsWith('~') ? Buffer.from(id.slice(1), 'base64url').toString() : id
}
