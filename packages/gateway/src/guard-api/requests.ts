import { DESTINATIONS, SOURCES, TRUST_LEVELS, type JsonObject, type Payloads } from '@ringwall/core'
import { z } from 'zod'
import { fail } from '../errors.ts'
import { firstIssue, TOOL_NAME } from '../request.ts'

interface GuardHooks {
  readonly inbound: 'onInbound'
  readonly 'tool-call': 'onToolCall'
  readonly outbound: 'onOutbound'
  readonly 'memory-write': 'onMemoryWrite'
}
/** The hook of each way in, by the last segment of its path and scope. */
export const GUARD_HOOKS: GuardHooks = {
  inbound: 'onInbound',
  'tool-call': 'onToolCall',
  outbound: 'onOutbound',
  'memory-write': 'onMemoryWrite',
}
/** One of GUARD_HOOKS. */
export type GuardName = keyof GuardHooks

/** Names of conversations, in the body and in the header. */
export const SESSION_ID: RegExp = /^[A-Za-z0-9._-]{1,128}$/

// The values of records are JSON, since the body is: a schema of their own would only put references into the published ones.
const json = z.record(z.string(), z.unknown())
const label = (max: number): z.ZodString => z.string().min(1).max(max)
const count = z.number().int().min(0).max(1_000_000_000)
const tool = z.string().regex(TOOL_NAME).describe('The name by which the host runs the tool.')
const callId = label(512).describe('The id that the model gave the call.')
const trust = z.enum(TRUST_LEVELS)
const provenance = z
  .strictObject({ source: z.enum(SOURCES).optional(), tool: tool.optional(), url: label(8192).optional() })
  .describe('Who wrote it, from what.')

const modelCall = z
  .strictObject({
    id: label(512).describe('Names the call; `requestId` of the outbound event repeats it.'),
    provider: label(256),
    model: label(256),
    inputTokens: count.optional(),
    inputBytes: count.optional(),
    maxOutputTokens: count.optional(),
    choices: count.min(1).max(1024).optional(),
    contextWindow: count.min(1).optional(),
  })
  .describe('A call of a model that is about to be made, for which budget-guard reserves what it may cost at most.')

const inboundMeta = z.strictObject({
  sender: label(1024).optional(),
  headers: z
    .array(z.tuple([z.string(), z.string()]))
    .max(1000)
    .optional()
    .describe('Of a mail: pairs of name and value, topmost first.'),
  raw: z.boolean().optional().describe('Of a mail: `text` is the whole message with its headers.'),
  url: label(8192).optional().describe('Where it was fetched from.'),
  contentType: label(256).optional(),
  attachments: z
    .array(
      z.strictObject({ name: label(1024).optional(), size: z.number().min(0), contentType: label(256).optional() }),
    )
    .max(1000)
    .optional(),
  tool: tool.optional(),
  callId: callId.optional(),
  failed: z.boolean().optional().describe('The tool threw; `text` is its error message.'),
  name: label(256).optional().describe('Of a skill.'),
  allowedTools: z.array(label(256)).max(1000).optional().describe('The tools that a skill asks for.'),
  key: label(256).optional().describe('Of a memory that is recalled.'),
  trust: trust
    .optional()
    .describe('What the memory was stored with. It is a claim: memory-guard holds it against what it allowed.'),
  provenance: provenance.optional(),
  request: modelCall.optional(),
})
const toolCallMeta = z.strictObject({
  callId: callId.optional(),
  server: label(256).optional().describe('The MCP server that has the tool.'),
  annotations: json
    .optional()
    .describe('Hints of an MCP server. They raise the class of an action and never lower it.'),
})
const outboundMeta = z.strictObject({
  model: label(256).optional(),
  contentType: label(256).optional(),
  choice: count.optional(),
  requestId: label(512).optional().describe('The call of a model that has ended, as `meta.request.id` named it.'),
  outcome: z
    .enum(['answered', 'failed', 'unreached', 'refused', 'abandoned', 'cancelled'])
    .optional()
    .describe(
      'How it ended. `failed` and `unreached` open breakers that are everybody’s, and are for tokens of operators.',
    ),
  usage: json
    .optional()
    .describe('What the provider counted: inputTokens, outputTokens, cachedInputTokens, cacheWriteTokens.'),
})

const payloads = {
  inbound: z.strictObject({
    source: z.enum(SOURCES).describe('Where the text is from. The host says so, and must know.'),
    text: z.string(),
    meta: inboundMeta.optional(),
  }),
  'tool-call': z.strictObject({ tool, args: json, meta: toolCallMeta.optional() }),
  outbound: z.strictObject({
    destination: z.enum(DESTINATIONS),
    body: z
      .unknown()
      .refine((body) => body !== undefined, 'is missing')
      .describe('A text, or any JSON value.'),
    meta: outboundMeta.optional(),
  }),
  'memory-write': z.strictObject({
    key: label(256).optional(),
    text: z.string(),
    trust: trust.describe('`system` is for tokens of operators.'),
    provenance: provenance.optional(),
  }),
} as const satisfies Readonly<Record<GuardName, z.ZodType>>

const session = z
  .strictObject({ sessionId: z.string().regex(SESSION_ID) })
  .describe('The conversation. Tenant, agent and user are those of the token.')

/** What each way in takes. */
export const GUARD_REQUESTS: { readonly [N in GuardName]: z.ZodType } = {
  inbound: z.strictObject({ payload: payloads.inbound, session: session.optional() }),
  'tool-call': z.strictObject({ payload: payloads['tool-call'], session: session.optional() }),
  outbound: z.strictObject({ payload: payloads.outbound, session: session.optional() }),
  'memory-write': z.strictObject({ payload: payloads['memory-write'], session: session.optional() }),
}

/** The payload of each way out: without meta, which is between host and layers. */
export const GUARD_PAYLOADS: { readonly [N in GuardName]: z.ZodType } = {
  inbound: payloads.inbound.omit({ meta: true }),
  'tool-call': payloads['tool-call'].omit({ meta: true }),
  outbound: payloads.outbound.omit({ meta: true }),
  'memory-write': payloads['memory-write'],
}

/** A checked request. */
export interface GuardRequest<N extends GuardName> {
  readonly payload: Payloads[GuardHooks[N]]
  readonly sessionId?: string
}

/** Reads a body. Throws GUARD_REQUEST_INVALID, naming the field. */
export function parseGuardRequest<N extends GuardName>(name: N, body: JsonObject): GuardRequest<N> {
  const parsed = GUARD_REQUESTS[name].safeParse(body)
  if (!parsed.success) throw fail('GUARD_REQUEST_INVALID', firstIssue(parsed.error))
  // What was read and not what was sent: no key that the schema does not know goes on.
  const read = parsed.data as GuardRequest<N> & { readonly session?: { readonly sessionId: string } }
  return { payload: read.payload, ...(read.session && { sessionId: read.session.sessionId }) }
}
