import { z } from 'zod'
import { ApprovalAnswer, GUARD_ANSWERS } from './answers.ts'
import { GUARD_HOOKS, GUARD_REQUESTS, SESSION_ID, type GuardName } from './requests.ts'

type Json = Readonly<Record<string, unknown>>

const NAMES = Object.keys(GUARD_HOOKS) as readonly GuardName[] // the keys are those of the table
const SUMMARIES: Readonly<Record<GuardName, string>> = {
  inbound: 'Guards a text before it enters the context of the agent',
  'tool-call': 'Guards a tool call before it runs',
  outbound: 'Guards a reply, a record or a body before it leaves',
  'memory-write': 'Guards a text before it is remembered',
}
const PROBLEM = z.strictObject({
  error: z.strictObject({
    message: z.string().describe('What is wrong, and what to do.'),
    type: z.enum(['authentication_error', 'rate_limit_error', 'server_error', 'invalid_request_error']),
    code: z.string().describe('Stable; docs/errors.md lists them.'),
    param: z.string().nullable().describe('The field that it is about.'),
  }),
})
const REFUSALS: Readonly<Record<number, string>> = {
  400: 'The request is malformed.',
  401: 'There is no token, or none that is known.',
  403: 'The token is not for this.',
  408: 'The body came too slowly.',
  413: 'The body is too large.',
  429: 'Locked out; see Retry-After.',
  500: 'The gateway failed. Go on as if it had denied.',
  503: 'A part that the gateway needs does not answer. Go on as if it had denied.',
}

/** The JSON Schemas of all bodies, by name. */
export function guardSchemas(): Readonly<Record<string, Json>> {
  const named = NAMES.flatMap((name) => [
    [`${name}-request`, toSchema(GUARD_REQUESTS[name], 'input')] as const,
    [`${name}-decision`, toSchema(GUARD_ANSWERS[name], 'output')] as const,
  ])
  return {
    ...Object.fromEntries(named),
    approval: toSchema(ApprovalAnswer, 'output'),
    error: toSchema(PROBLEM, 'output'),
  }
}

/** The Guard API as OpenAPI 3.1, made from the schemas that read the requests. */
export function guardOpenApi(): Json {
  const paths = Object.fromEntries(NAMES.map((name) => [`/guard/${name}`, { post: operationOf(name) }]))
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Ringwall Guard API',
      version: '1.0.0',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'One decision of the wall for each request. Every decision has the status 200, a denial too; anything else than an outcome `allow` must not go on.',
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths: { ...paths, '/guard/approvals/{id}': { get: APPROVAL } },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      parameters: {
        session: {
          name: 'x-ringwall-session',
          in: 'header',
          description: 'Names the conversation; the same as `session.sessionId` of a body.',
          schema: { type: 'string', pattern: SESSION_ID.source },
        },
        trace: {
          name: 'traceparent',
          in: 'header',
          description: 'W3C Trace Context, whose trace id the decision takes over.',
          schema: { type: 'string' },
        },
      },
      schemas: guardSchemas(),
    },
  }
}

function operationOf(name: GuardName): Json {
  return {
    operationId: `guard-${name}`,
    summary: SUMMARIES[name],
    description: `Runs the hook \`${GUARD_HOOKS[name]}\`. The token needs the scope \`guard:${name}\`.`,
    parameters: HEADERS,
    requestBody: { required: true, content: jsonOf(`${name}-request`) },
    responses: responsesOf(`${name}-decision`, 'The decision.'),
  }
}

const HEADERS = ['session', 'trace'].map((name) => ({ $ref: `#/components/parameters/${name}` }))
const APPROVAL: Json = {
  operationId: 'guard-approval',
  summary: 'Tells where a request for a person stands',
  description:
    'For the session whose call it is. The token needs the scope `guard:tool-call`. Nothing is decided here.',
  parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }, ...HEADERS],
  responses: {
    ...responsesOf('approval', 'Where it stands.'),
    404: { description: 'This session has no such request.', content: jsonOf('error') },
  },
}

function responsesOf(schema: string, description: string): Json {
  const refusals = Object.entries(REFUSALS).map(
    ([status, text]) => [status, { description: text, content: jsonOf('error') }] as const,
  )
  return { 200: { description, content: jsonOf(schema) }, ...Object.fromEntries(refusals) }
}

function jsonOf(schema: string): Json {
  return { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } }
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io })
  return rest
}
