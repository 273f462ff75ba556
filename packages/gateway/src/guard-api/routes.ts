import type { JsonObject } from '@ringwall/core'
import type { Context, Hono } from 'hono'
import type { GatewayScope } from '../admission.ts'
import { fail } from '../errors.ts'
import { answerApproval, answerGuard, type Entry } from './guard.ts'
import { guardOpenApi, guardSchemas } from './openapi.ts'
import { GUARD_HOOKS, SESSION_ID, type GuardName } from './requests.ts'

/** What the paths need of the gateway. */
export interface GuardRoutes {
  /** Lets in who has the scope; without one, whoever has a token. */
  readonly admit: (
    c: Context,
    scope: GatewayScope | undefined,
    answer: (entry: Omit<Entry, 'named'>) => Promise<Response>,
  ) => Promise<Response>
  readonly readBody: (c: Context) => Promise<JsonObject>
}

/** Puts the Guard API on an app. */
export function addGuardApi(app: Hono, { admit, readBody }: GuardRoutes): void {
  for (const name of Object.keys(GUARD_HOOKS) as readonly GuardName[])
    // the keys are those of the table
    app.post(`/guard/${name}`, (c) =>
      admit(c, `guard:${name}`, async (entry) => answerGuard(name, await readBody(c), { ...entry, named: namedBy(c) })),
    )
  app.get('/guard/approvals/:id', (c) =>
    admit(c, 'guard:tool-call', ({ exit }) => answerApproval(c.req.param('id'), exit)),
  )
  let made: readonly [openapi: object, schemas: object] | undefined
  const documents = (): typeof made & object => (made ??= [guardOpenApi(), guardSchemas()])
  app.get('/guard/openapi.json', (c) => admit(c, undefined, async () => Response.json(documents()[0])))
  app.get('/guard/schemas.json', (c) => admit(c, undefined, async () => Response.json(documents()[1])))
}

/** A name that is none is an error: a conversation that silently begins anew has no taint, no approvals and an empty budget. */
function namedBy(c: Context): string | undefined {
  const name = c.req.header('x-ringwall-session')
  if (name !== undefined && !SESSION_ID.test(name))
    throw fail('GUARD_REQUEST_INVALID', { param: 'x-ringwall-session', problem: 'it is no name of a session' })
  return name
}
