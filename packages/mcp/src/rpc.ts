import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'

/** What names a request. */
export type Id = string | number

/** What a request can be answered with instead of a result. */
export interface RpcError {
  readonly code: number
  readonly message: string
  readonly data?: JsonValue
}

/** One JSON-RPC message. An error without an id answers something that could not be read. */
export type Message =
  | { readonly kind: 'request'; readonly id: Id; readonly method: string; readonly params: JsonObject | undefined }
  | { readonly kind: 'notification'; readonly method: string; readonly params: JsonObject | undefined }
  | { readonly kind: 'result'; readonly id: Id; readonly result: JsonObject }
  | { readonly kind: 'error'; readonly id: Id | undefined; readonly error: RpcError }
/** A message of one kind. */
export type MessageOf<K extends Message['kind']> = Extract<Message, { kind: K }>

/** The codes of JSON-RPC, and those that this package adds in the range for servers. */
export const RPC = {
  parse: -32_700,
  invalidRequest: -32_600,
  methodNotFound: -32_601,
  invalidParams: -32_602,
  internal: -32_603,
  denied: -32_050,
  upstream: -32_051,
} as const

const KEYS = {
  request: ['jsonrpc', 'id', 'method', 'params'],
  notification: ['jsonrpc', 'method', 'params'],
  result: ['jsonrpc', 'id', 'result'],
  error: ['jsonrpc', 'id', 'error'],
} as const

/** Reads a message, or says why it is none. A member beside those of its kind makes it none: nothing travels unseen. */
export function readMessage(value: JsonValue): Message | string {
  if (Array.isArray(value)) return 'it is a batch, which no current revision of MCP has'
  if (!isJsonObject(value)) return 'it is not an object'
  const { jsonrpc, id, method, params, result, error } = value
  if (jsonrpc !== '2.0') return 'jsonrpc is not "2.0"'
  const kind = kindOf(value)
  if (kind === undefined) return 'it is neither a request, nor a notification, nor an answer'
  const extra = Object.keys(value).find((key) => !(KEYS[kind] as readonly string[]).includes(key))
  if (extra !== undefined) return `${kind}s have no member ${JSON.stringify(extra.slice(0, 40))}`
  if (kind === 'request' || kind === 'notification') {
    if (typeof method !== 'string' || method === '') return 'method is no name'
    if (params !== undefined && !isJsonObject(params)) return 'params is not an object'
    if (kind === 'notification') return { kind, method, params }
    return isId(id) ? { kind, id, method, params } : 'id is neither a string nor a whole number'
  }
  if (kind === 'result') {
    if (!isId(id)) return 'id is neither a string nor a whole number'
    return result !== undefined && isJsonObject(result) ? { kind, id, result } : 'result is not an object'
  }
  if (id !== undefined && id !== null && !isId(id)) return 'id is neither a string nor a whole number'
  const read = readError(error)
  return read ? { kind, id: id ?? undefined, error: read } : 'error has no whole code and message'
}

/** The message as JSON. */
export function writeMessage(message: Message): JsonObject {
  switch (message.kind) {
    case 'request':
      return { jsonrpc: '2.0', id: message.id, method: message.method, ...paramsOf(message) }
    case 'notification':
      return { jsonrpc: '2.0', method: message.method, ...paramsOf(message) }
    case 'result':
      return { jsonrpc: '2.0', id: message.id, result: message.result }
    case 'error':
      return { jsonrpc: '2.0', ...(message.id === undefined ? {} : { id: message.id }), error: { ...message.error } }
  }
}

/** True for what can name a request: no fractions, nothing that JavaScript rounds. */
function isId(value: unknown): value is Id {
  return typeof value === 'string' ? value.length <= 1024 : Number.isSafeInteger(value)
}

/** Ids of both types in one map: 1 and "1" are two. */
export function idKey(id: Id): string {
  return `${typeof id}:${id}`
}

/** An id that stands in what may be no message, so that whoever waits for its answer can be told. */
export function idIn(value: unknown): Id | undefined {
  const isAnswer = typeof value === 'object' && value !== null && 'id' in value && !('method' in value)
  return isAnswer && isId(value.id) ? value.id : undefined
}

function kindOf(value: JsonObject): Message['kind'] | undefined {
  if ('method' in value) return 'id' in value ? 'request' : 'notification'
  if ('result' in value) return 'error' in value ? undefined : 'result'
  return 'error' in value ? 'error' : undefined
}

function readError(error: JsonValue | undefined): RpcError | undefined {
  if (error === undefined || !isJsonObject(error)) return undefined
  const { code, message, data } = error
  if (typeof code !== 'number' || !Number.isSafeInteger(code) || typeof message !== 'string') return undefined
  return { code, message, ...(data === undefined ? {} : { data }) }
}

function paramsOf({ params }: { readonly params: JsonObject | undefined }): JsonObject {
  return params === undefined ? {} : { params }
}
