// A gateway that answers what a test scripts: for the states that a real one is hard to bring into. test/e2e/dashboard.test.ts has the real one.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { loadPage } from '../src/index.ts'
import type * as api from '../page/api.ts'

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

/** A status and a body, or a function that makes them of the request's body. */
export type Scripted = readonly [status: number, body: unknown] | ((body: unknown) => readonly [number, unknown])

/** A running one. */
export interface Stub {
  readonly url: string
  /** By `METHOD /path`, without the query; to be changed at any time. */
  readonly answers: Map<string, Scripted>
  /** Every request to the API, as `METHOD /path?query`. */
  readonly seen: string[]
  /** Those of them by which the page said that nobody is there. */
  readonly unattended: string[]
  readonly emit: (event: api.FeedEvent) => void
  /** How many streams of events are open. */
  readonly streams: () => number
  /** Ends all streams and takes no more connections. */
  readonly stop: () => Promise<void>
}

export const NOW = Date.UTC(2026, 10, 27, 12)
const NONE = { allow: 0, flag: 0, ask: 0, deny: 0 }

export const SESSION: api.SessionInfo = {
  who: { token: 't1', tenant: 'default', agent: 'default' },
  rights: ['operate'],
  csrf: 'c',
  expiresAt: NOW,
  idleUntil: NOW,
}

/** An error as the gateway writes it. */
export function refusal(status: number, code: string, message = `The ${code}.`): readonly [number, api.ApiError] {
  return [status, { error: { message, type: 'ringwall_error', code, param: null } }]
}

/** A call that waits. */
export function pending(change: Partial<api.PendingItem> = {}): api.PendingItem {
  return {
    id: 'r1',
    hash: 'h1',
    tool: 'deploy',
    args: '{"to":"staging"}',
    redacted: false,
    argsHash: 'a1',
    reasons: [{ code: 'ACTION_SENSITIVE', message: 'The call reaches production.' }],
    requestedAt: Date.now(),
    expiresAt: Date.now() + 300_000,
    scopes: ['once', 'args', 'session', 'until'],
    maxGrantMs: 3_600_000,
    tenant: 'default',
    agent: 'research',
    session: 's1',
    user: null,
    ...change,
  }
}

/** The answers of a gateway at which nothing has happened. */
function emptyAnswers(): Map<string, Scripted> {
  const overview: api.Overview = {
    process: { pid: 1, since: NOW },
    from: NOW - 3_600_000,
    to: NOW,
    bucketMs: 60_000,
    buckets: [],
    totals: { ...NONE, decisions: 0, failures: 0 },
    hooks: [],
    layers: [],
    codes: [],
  }
  const status: api.AuditStatus = {
    state: 'not-measured',
    writable: true,
    backlog: 0,
    first: 1,
    last: 1,
    progress: null,
    verification: null,
    problem: null,
  }
  const doctor: api.DoctorReport = {
    at: '2026-11-27T12:00:00.000Z',
    version: '0.1.0',
    findings: [],
    summary: {
      checks: 0,
      pass: 0,
      fail: 0,
      notMeasured: 0,
      suppressed: 0,
      bySeverity: { info: 0, low: 0, medium: 0, high: 0, critical: 0 },
    },
  }
  return new Map<string, Scripted>([
    ['GET /api/session', refusal(401, 'SESSION_MISSING')],
    ['POST /api/login', [200, SESSION]],
    ['POST /api/logout', [204, undefined]],
    ['GET /api/overview', [200, overview]],
    [
      'GET /api/approvals',
      [200, { status: 'pending', now: Date.now(), pending: [], forged: [], standing: [], settled: [] }],
    ],
    ['GET /api/audit', [200, { records: [], nextCursor: null, scanned: 0, first: 1, last: 1 }]],
    ['GET /api/audit/status', [200, status]],
    ['GET /api/layers', [200, { agent: null, agents: [], generation: 1, layers: [] }]],
    ['GET /api/memory', [200, { tenant: 'default', entries: [] }]],
    ['GET /api/doctor', [200, doctor]],
  ])
}

/** Starts one; it is gone after the test. */
export async function startStub(): Promise<Stub> {
  const page = await loadPage()
  const answers = emptyAnswers()
  const seen: string[] = []
  const unattended: string[] = []
  const streams = new Set<ServerResponse>()
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://stub')
    if (pathname.startsWith('/dashboard/')) {
      const file = page.files.get(pathname.slice('/dashboard/'.length) || 'index.html')
      if (!file) return void response.writeHead(404).end()
      return void response.writeHead(200, { 'content-type': file.type, 'content-security-policy': CSP }).end(file.body)
    }
    seen.push(`${request.method} ${pathname}${search}`)
    if (request.headers['x-ringwall-unattended'] !== undefined) unattended.push(seen.at(-1) ?? '')
    if (pathname === '/api/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      response.write('event: ready\ndata: {"at":1}\n\n')
      streams.add(response)
      response.on('close', () => streams.delete(response))
      return
    }
    const body = await text(request)
    const scripted = answers.get(`${request.method} ${pathname}`) ?? refusal(404, 'NOT_FOUND')
    const [status, answer] =
      typeof scripted === 'function' ? scripted(body === '' ? undefined : JSON.parse(body)) : scripted
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(answer === undefined ? '' : JSON.stringify(answer))
  }
  const server = createServer((request, response) => void respond(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = async (): Promise<void> => {
    if (!server.listening) return
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await closed
  }
  onTestFinished(stop)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/dashboard/`,
    answers,
    seen,
    unattended,
    emit: ({ event, data }) =>
      streams.forEach((each) => each.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)),
    streams: () => streams.size,
    stop,
  }
}
