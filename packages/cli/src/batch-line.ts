import { randomUUID } from 'node:crypto'
import {
  DESTINATIONS,
  HOOKS,
  isJsonObject,
  RingwallError,
  SOURCES,
  TRUST_LEVELS,
  type Hook,
  type JsonValue,
  type Payloads,
  type Session,
} from '@ringwall/core'
import { decodeUtf8 } from '@ringwall/text'
import { z } from 'zod'
import { fail } from './errors.ts'

/** What names a line in the output. */
export type LineId = string | number

/** A line that was understood. */
export interface Request {
  readonly id: LineId
  readonly hook: Hook
  readonly payload: Payloads[Hook]
  readonly session: Session
  /** Whether the line named a session, and so may share state with others. */
  readonly isShared: boolean
}

/** A line that was not: its id where that could be read. */
export interface BadLine {
  readonly id: LineId | null
  readonly error: RingwallError
}

const MAX_PROBLEM_LENGTH = 500

const Json = z.custom<JsonValue>((value) => value !== undefined, 'must be there')
const JsonRecord = z.custom<JsonValue>((value) => isJsonObject(value as JsonValue), 'must be an object')
const Name = z.string().min(1)
const Id = z.union([z.string(), z.int()], 'must be a string or a whole number that JavaScript holds exactly')

const PAYLOADS: { readonly [H in Hook]: z.ZodType } = {
  onInbound: z.strictObject({ source: z.enum(SOURCES), text: z.string(), meta: JsonRecord.optional() }),
  onToolCall: z.strictObject({ tool: Name, args: JsonRecord, meta: JsonRecord.optional() }),
  onOutbound: z.strictObject({ destination: z.enum(DESTINATIONS), body: Json, meta: JsonRecord.optional() }),
  onMemoryWrite: z.strictObject({
    key: z.string().optional(),
    text: z.string(),
    trust: z.enum(TRUST_LEVELS),
    provenance: JsonRecord.optional(),
    meta: JsonRecord.optional(),
  }),
}

const LineShape = z.strictObject({
  id: Id,
  hook: z.enum(Object.keys(PAYLOADS) as readonly Hook[], `must be one of ${HOOKS.join(', ')}`),
  payload: JsonRecord,
  session: z
    .strictObject({
      tenantId: Name.optional(),
      agentId: Name.optional(),
      sessionId: Name.optional(),
      userId: Name.optional(),
      channel: Name.optional(),
      traceId: Name.optional(),
    })
    .optional(),
})

/** Reads one line. Never throws: a line that is not accepted says why. */
export function parseLine(bytes: Uint8Array): Request | BadLine {
  const text = decodeUtf8(bytes)
  if (text === undefined) return { id: null, error: fail('LINE_NOT_UTF8') }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { id: null, error: fail('LINE_NOT_JSON') } // JSON.parse quotes the text, which may hold a secret
  }
  try {
    return toRequest(value)
  } catch (error) {
    if (!(error instanceof RingwallError)) throw error
    return { id: idOf(value), error }
  }
}

/** True for a line that was not understood. */
export function isBad<T extends object>(line: T | BadLine): line is BadLine {
  return 'error' in line
}

function toRequest(value: unknown): Request {
  const { id, hook, payload, session } = accept(LineShape, value, [])
  accept(PAYLOADS[hook], payload, ['payload'])
  const given = Object.fromEntries(Object.entries(session ?? {}).filter(([, item]) => item !== undefined))
  return {
    id,
    hook,
    // As it was read, not as zod copied it: what is checked must be what is answered. The kernel makes its own copy.
    payload: payload as unknown as Payloads[Hook],
    session: { tenantId: 'batch', agentId: 'default', sessionId: randomUUID(), ...given },
    isShared: session !== undefined,
  }
}

function accept<T>(schema: z.ZodType<T>, value: unknown, path: readonly string[]): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const problem = parsed.error.issues
    .map((issue) => `${[...path, ...issue.path.map(String)].join('.') || 'line'}: ${issue.message}`)
    .join('; ')
    .slice(0, MAX_PROBLEM_LENGTH)
  throw fail('LINE_INVALID', { problem })
}

function idOf(value: unknown): LineId | null {
  if (typeof value !== 'object' || value === null || !('id' in value)) return null
  return Id.safeParse(value.id).data ?? null
}
