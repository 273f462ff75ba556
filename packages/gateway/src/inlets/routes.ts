import type { GatewaySettings, InletSettings } from '@ringwall/config'
import type { Logger } from '@ringwall/core'
import type { Context, Hono } from 'hono'
import { factsOf, type Admitted } from '../admission.ts'
import type { Caller } from '../auth.ts'
import { readBytes } from '../body.ts'
import { AuthRefused, fail } from '../errors.ts'
import type { Exit } from '../outbound.ts'
import type { WatchedWall } from '../watched-wall.ts'
import { answerIncoming } from './answer.ts'
import { readEnvelope, toMeta, withReturnPath } from './envelope.ts'
import { readMailHead, type HeaderPairs } from './mail-head.ts'
import { readMail } from './mail-parts.ts'
import { verifyWebhook } from './verify.ts'
import { challengeOf, readWebhookBody } from './webhook-body.ts'

/** What the inlets need of the gateway. */
export interface InletRoutes {
  readonly wall: WatchedWall
  readonly settings: Pick<GatewaySettings, 'webhooks' | 'mailboxes'>
  readonly bodyTimeoutMs: number
  readonly logger: Logger
  /** Runs a request as somebody who was let in otherwise, in a session of its own. */
  readonly asAdmitted: (
    c: Context,
    admitted: Omit<Admitted, 'tokenId'>,
    answer: (exit: Exit) => Promise<Response>,
  ) => Promise<Response>
  /** Lets in whose token has the scope inbound:email. */
  readonly asMailServer: (c: Context, answer: (exit: Exit, caller: Caller) => Promise<Response>) => Promise<Response>
}

/** Puts the ways in for webhooks and mail on an app. */
export function addInlets(app: Hono, routes: InletRoutes): void {
  app.post('/webhooks/:name', (c) => takeWebhook(c, c.req.param('name'), routes))
  app.post('/email/:name', (c) =>
    routes.asMailServer(c, (exit, caller) => takeMail(c, c.req.param('name'), { exit, caller, routes })),
  )
}

async function takeWebhook(c: Context, name: string, routes: InletRoutes): Promise<Response> {
  const { wall, settings, bodyTimeoutMs, logger, asAdmitted } = routes
  const inlet = find(settings.webhooks, name)
  const { headers, type } = headersOf(c)
  const body = await readBody(c, headers, { maxBytes: inlet.maxBytes, timeoutMs: bodyTimeoutMs })
  const signed = await verifyWebhook(wall, name, inlet, { headers, body }).catch((error: unknown) => {
    if (error instanceof AuthRefused) logger.info('a webhook was refused', { inlet: name, code: error.code })
    throw error
  })
  const { agent, tenant, user } = inlet
  const caller = { agent, tenant, ...(user !== undefined && { user }), isOperator: false }
  return asAdmitted(c, { caller, scopes: [], prove: signed.prove }, async (exit) => {
    try {
      const { pieces, value } = readWebhookBody(type, body, name)
      const challenge = inlet.scheme === 'slack' ? challengeOf(value) : undefined
      if (challenge !== undefined) return Response.json({ challenge })
      const { deliverTo } = inlet
      return await answerIncoming({ source: 'webhook', inlet: name, pieces, deliverTo, key: signed.key }, exit, logger)
    } catch (error) {
      await signed.forget() // what was not processed may come again
      throw error
    }
  })
}

interface MailServer {
  readonly exit: Exit
  readonly caller: Caller
  readonly routes: InletRoutes
}

async function takeMail(c: Context, name: string, { exit, caller, routes }: MailServer): Promise<Response> {
  const { settings, bodyTimeoutMs, logger } = routes
  const inlet = find(settings.mailboxes, name)
  // Whose mail it is says the token; a token of somebody else must not reach where this mailbox delivers to.
  const isOwn =
    inlet.agent === caller.agent && inlet.tenant === caller.tenant && (inlet.user ?? caller.user) === caller.user
  if (!isOwn) throw fail('INLET_UNKNOWN')
  const { headers, type } = headersOf(c)
  if (type !== 'message/rfc822') throw fail('INLET_TYPE', { problem: 'it is not message/rfc822' })
  const envelope = readEnvelope(headers)
  const body = await readBody(c, headers, { maxBytes: inlet.maxBytes, timeoutMs: bodyTimeoutMs })
  const pairs = withReturnPath(readMailHead(body).pairs, envelope)
  const { pieces, types, withheld } = await readMail(body, pairs, { inlet: name, envelope: toMeta(envelope) })
  const more = (texts: readonly string[]) => ({
    parts: texts.slice(1).map((text, at) => ({ contentType: types[at + 1] ?? 'text/plain', text })),
    withheld: withheld.map((one) => ({ ...one })),
  })
  return answerIncoming({ source: 'email', inlet: name, pieces, more, deliverTo: inlet.deliverTo }, exit, logger)
}

/** The inlet of that very name, and nothing that an object has besides. */
function find<T extends InletSettings>(inlets: Readonly<Record<string, T>> | undefined, name: string): T {
  const found = Object.entries(inlets ?? {}).find(([key]) => key === name)?.[1]
  if (found === undefined) throw fail('INLET_UNKNOWN')
  return found
}

/** The headers as they came, and the one media type. */
function headersOf(c: Context): { readonly headers: HeaderPairs; readonly type: string } {
  const { headers } = factsOf(c)
  if ((valuesOf(headers, 'content-encoding')[0] ?? 'identity') !== 'identity')
    throw fail('INLET_TYPE', { problem: 'the body is compressed' })
  const [type = '', ...parameters] = (valuesOf(headers, 'content-type')[0] ?? '').split(';')
  const charset = parameters
    .map((parameter) => parameter.trim().toLowerCase())
    .find((one) => one.startsWith('charset='))
  if (charset !== undefined && !/^charset="?(?:utf-?8|us-ascii)"?$/.test(charset))
    throw fail('INLET_TYPE', { problem: 'its charset is not UTF-8' })
  return { headers, type: type.trim().toLowerCase() }
}

function readBody(
  c: Context,
  headers: HeaderPairs,
  limits: { maxBytes: number; timeoutMs: number },
): Promise<Uint8Array> {
  if (Number(valuesOf(headers, 'content-length')[0] ?? 0) > limits.maxBytes)
    throw fail('BODY_TOO_LARGE', { limit: limits.maxBytes })
  return readBytes(c, limits)
}

function valuesOf(headers: HeaderPairs, name: string): readonly string[] {
  return headers.filter(([other]) => other.toLowerCase() === name).map(([, value]) => value)
}
