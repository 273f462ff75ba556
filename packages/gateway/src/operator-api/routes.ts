import type { GatewaySettings } from '@ringwall/config'
import type { JsonObject } from '@ringwall/core'
import type { Context, Hono } from 'hono'
import { readJsonBody } from '../body.ts'
import { SSE_HEADERS } from '../sse.ts'
import { infoOf, type Operator } from './access.ts'
import type { Page, Right } from './contract.ts'
import { operatorOpenApi } from './openapi.ts'
import { addPage } from './page.ts'
import { BODIES, QUERIES, read } from './requests.ts'
import type { OperatorState } from './state.ts'

const MAX_LOGIN_BYTES = 4096
const HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
}

/** What the paths need of the gateway. */
export interface OperatorRoutes {
  readonly state: OperatorState
  readonly settings: Pick<GatewaySettings, 'maxBodyBytes'>
  readonly bodyTimeoutMs: number
  readonly page?: Page | undefined
}

/** Puts the operator API, and the page where there is one, on an app. */
export function addOperatorApi(app: Hono, { state, settings, bodyTimeoutMs: timeoutMs, page }: OperatorRoutes): void {
  const { access, feed, history, approvals, audit, layers, memory, trial } = state
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
  get('/api/doctor', ['operate'], async (c) => c.json(await state.diagnosis()))
  if (page) addPage(app, page)
}

type Answer = (c: Context, operator: Operator) => Response | Promise<Response>

/** An id of other signs than a path carries in one spelling is written `~` and its UTF-8 as base64url. */
function idOf(c: Context): string {
  const id = c.req.param('id') ?? ''
  return id.startsWith('~') ? Buffer.from(id.slice(1), 'base64url').toString() : id
}
