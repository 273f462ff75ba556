import { z } from 'zod'
import { ANSWERS, type AnswerName } from './answers.ts'
import { BODIES, QUERIES } from './requests.ts'

type Json = Readonly<Record<string, unknown>>
interface Operation {
  readonly method: 'get' | 'post'
  readonly path: string
  readonly summary: string
  /** The rights of which one is needed; none: any of them. */
  readonly rights: readonly string[]
  readonly query?: keyof typeof QUERIES
  readonly body?: keyof typeof BODIES
  readonly answer?: AnswerName
  readonly status?: number
}

const DECIDE = ['operate', 'approvals:decide']
const READ = ['operate', 'audit:read']
const ALL = ['operate']

/** Every path of the operator API. */
export const OPERATIONS: readonly Operation[] = [
  {
    method: 'post',
    path: '/api/login',
    summary: 'Begins a session with a token',
    rights: [],
    body: 'login',
    answer: 'session',
  },
  { method: 'post', path: '/api/logout', summary: 'Ends the session', rights: [], status: 204 },
  { method: 'get', path: '/api/session', summary: 'Tells whose session or token it is', rights: [], answer: 'session' },
  { method: 'get', path: '/api/openapi.json', summary: 'This document', rights: [] },
  {
    method: 'get',
    path: '/api/overview',
    summary: 'Counts what this process decided',
    rights: ALL,
    query: 'overview',
    answer: 'overview',
  },
  {
    method: 'get',
    path: '/api/events',
    summary: 'Follows what happens, as server-sent events',
    rights: ['operate', 'approvals:read', 'approvals:decide'],
  },
  {
    method: 'get',
    path: '/api/approvals',
    summary: 'Lists what waits for a person, or what was answered',
    rights: ['operate', 'approvals:read', 'approvals:decide'],
    query: 'approvals',
    answer: 'approvals',
  },
  {
    method: 'post',
    path: '/api/approvals/{id}/approve',
    summary: 'Approves what was shown',
    rights: DECIDE,
    body: 'approve',
    answer: 'approved',
  },
  {
    method: 'post',
    path: '/api/approvals/{id}/deny',
    summary: 'Denies a request',
    rights: DECIDE,
    body: 'settle',
    answer: 'settled',
  },
  {
    method: 'post',
    path: '/api/approvals/{id}/revoke',
    summary: 'Takes an approval back',
    rights: DECIDE,
    body: 'settle',
    answer: 'settled',
  },
  {
    method: 'get',
    path: '/api/audit',
    summary: 'Searches the audit log from its end',
    rights: READ,
    query: 'audit',
    answer: 'auditPage',
  },
  {
    method: 'get',
    path: '/api/audit/status',
    summary: 'Tells what is known of the chain',
    rights: READ,
    answer: 'auditStatus',
  },
  {
    method: 'post',
    path: '/api/audit/verify',
    summary: 'Begins to verify the chain',
    rights: READ,
    answer: 'auditStatus',
    status: 202,
  },
  {
    method: 'get',
    path: '/api/layers',
    summary: 'Lists the layers in their order',
    rights: ALL,
    query: 'layers',
    answer: 'layers',
  },
  {
    method: 'get',
    path: '/api/memory',
    summary: 'Lists memories in quarantine',
    rights: ALL,
    query: 'memory',
    answer: 'memory',
  },
  {
    method: 'post',
    path: '/api/memory/{id}/release',
    summary: 'Stores a memory after review',
    rights: ALL,
    body: 'release',
    answer: 'memoryDone',
  },
  {
    method: 'post',
    path: '/api/memory/{id}/discard',
    summary: 'Removes a memory for good',
    rights: ALL,
    body: 'discard',
    answer: 'memoryDone',
  },
  {
    method: 'post',
    path: '/api/try',
    summary: 'Tries a text or call on the layers, and leaves nothing behind',
    rights: ALL,
    body: 'try',
    answer: 'trial',
  },
  { method: 'get', path: '/api/doctor', summary: 'Diagnoses the installation', rights: ALL, answer: 'doctor' },
]

const REFUSALS: Readonly<Record<number, string>> = {
  400: 'The request is malformed.',
  401: 'There is no token or session that holds.',
  403: 'The token has not the right, or the request is from another site.',
  404: 'There is no such thing, or no layer that has it.',
  409: 'It is settled already, or was changed.',
  429: 'Locked out; see Retry-After.',
  500: 'The gateway failed.',
  501: 'The host has no such thing.',
  503: 'A part that this needs does not answer.',
}

/** The operator API as OpenAPI 3.1, made from the schemas that read the requests. */
export function operatorOpenApi(): Json {
  const paths: Record<string, Record<string, Json>> = {}
  for (const operation of OPERATIONS) (paths[operation.path] ??= {})[operation.method] = describe(operation)
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Ringwall operator API',
      version: '1.0.0',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'For the dashboard and for scripts. A script sends a bearer token. A browser logs in, and repeats the CSRF value of its session in the header `x-ringwall-csrf` of every POST. Times are milliseconds since 1970.',
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'ringwall-session-PORT',
          description: 'Under TLS `__Host-ringwall-session-PORT`; without the port where it is that of the scheme.',
        },
      },
      schemas: {
        error: toSchema(PROBLEM, 'output'),
        ...Object.fromEntries(Object.entries(ANSWERS).map(([name, schema]) => [name, toSchema(schema, 'output')])),
        ...Object.fromEntries(
          Object.entries(BODIES).map(([name, schema]) => [`${name}-request`, toSchema(schema, 'input')]),
        ),
      },
    },
  }
}

const PROBLEM = z.strictObject({
  error: z.strictObject({
    message: z.string().describe('What is wrong, and what to do.'),
    type: z.string(),
    code: z.string().describe('Stable; docs/errors.md lists them.'),
    param: z.string().nullable().describe('The field that it is about.'),
  }),
})

const ID = 'As listed. One that has other signs than A-Z a-z 0-9 _ . - is written ~ and its UTF-8 as base64url.'

function describe({ method, path, summary, rights, query, body, answer, status = 200 }: Operation): Json {
  const isOpen = path === '/api/login'
  const ids = path.includes('{id}')
    ? [{ name: 'id', in: 'path', required: true, schema: { type: 'string' }, description: ID }]
    : []
  const refusals = Object.entries(REFUSALS).map(
    ([code, description]) => [code, { description, content: jsonOf('error') }] as const,
  )
  return {
    operationId: [method, ...path.split('/').filter((part) => part !== '' && part !== 'api' && part !== '{id}')].join(
      '-',
    ),
    summary,
    description:
      rights.length === 0
        ? 'Needs no right in particular.'
        : `Needs the right ${rights.map((right) => `\`${right}\``).join(' or ')}.`,
    ...(isOpen && { security: [] }),
    parameters: [...ids, ...(query === undefined ? [] : parametersOf(QUERIES[query]))],
    ...(body !== undefined && { requestBody: { required: true, content: jsonOf(`${body}-request`) } }),
    responses: { [status]: answerOf(path, answer), ...Object.fromEntries(refusals) },
  }
}

function answerOf(path: string, answer: AnswerName | undefined): Json {
  if (answer !== undefined) return { description: 'Done.', content: jsonOf(answer) }
  if (path === '/api/events')
    return { description: 'The stream.', content: { 'text/event-stream': { schema: { type: 'string' } } } }
  return path === '/api/logout'
    ? { description: 'Done.' }
    : { description: 'The document.', content: { 'application/json': { schema: { type: 'object' } } } }
}

function parametersOf(schema: z.ZodType): readonly Json[] {
  const { properties = {} } = toSchema(schema, 'input') as { readonly properties?: Readonly<Record<string, Json>> }
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: 'query',
    ...(description !== undefined && { description }),
    schema: rest,
  }))
}

function jsonOf(schema: string): Json {
  return { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } }
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  // What zod cannot put into words is any JSON: the config of a layer, a payload.
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' })
  return rest
}
