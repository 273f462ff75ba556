import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import { refuse, type Guard } from './guard.ts'

/** What a server may ask of the client, under either revision. */
export const SERVER_ASKS = ['sampling/createMessage', 'elicitation/create', 'roots/list'] as const
/** One of SERVER_ASKS. */
export type ServerAsk = (typeof SERVER_ASKS)[number]

/** What the operator lets a server ask. */
export interface AskPolicy {
  /** Whether the server may use the client's model. */
  readonly sampling: 'deny' | 'guard'
  /** Whether the server may ask the user. */
  readonly elicitation: 'deny' | 'guard'
}

/** Names under which people are asked for what they must not tell a server in a form. */
const SECRET_FIELD =
  /pass ?(?:word|phrase|code)|secret|credential|api ?key|access ?key|private ?key|token|\botp\b|one ?time|\b[2m]fa\b|\bpin\b|\bcvv\b|\bcvc\b|\bssn\b|seed ?phrase|recovery ?(?:code|phrase)|card ?number|\biban\b|passwort|mot de passe|contraseña|senha|пароль|密码|パスワード/iu

/** The parameters of what a server asks, as they may reach the client. Throws Refused. */
export async function guardAsk(
  method: ServerAsk,
  params: JsonObject | undefined,
  guard: Guard,
  policy: AskPolicy,
): Promise<JsonObject | undefined> {
  if (method === 'sampling/createMessage') return guardSampling(params, guard, policy)
  if (method === 'elicitation/create') return guardElicitation(params, guard, policy)
  if (params !== undefined) await guard.unchanged(params, guard.origin('tool', { ask: method }))
  return params
}

/** What the client answered, as it may reach the server. Throws Refused. */
export async function guardAskAnswer(method: string, result: JsonObject, guard: Guard): Promise<JsonObject> {
  return guard.outbound(result, { ask: method })
}

async function guardSampling(
  params: JsonObject | undefined,
  guard: Guard,
  { sampling }: AskPolicy,
): Promise<JsonObject> {
  if (sampling !== 'guard' || params === undefined) throw refuse('MCP_SAMPLING_REFUSED')
  const origin = guard.origin('tool', { ask: 'sampling/createMessage' })
  const { messages, ...rest } = params
  if (!Array.isArray(messages)) throw refuse('MCP_SAMPLING_REFUSED')
  const guarded: JsonValue[] = []
  const texts: string[] = []
  for (const message of messages as readonly JsonValue[]) {
    if (!isJsonObject(message)) throw refuse('MCP_SAMPLING_REFUSED')
    const blocks: readonly JsonValue[] = Array.isArray(message.content) ? message.content : [message.content ?? null]
    for (const block of blocks) if (!isText(block)) throw refuse('MCP_CONTENT_UNSCANNED', { type: typeOf(block) })
    guarded.push(await guard.value(message, origin))
    texts.push(...blocks.flatMap((block) => (isText(block) ? [block.text] : [])))
  }
  if (texts.length > 1) await guard.text(texts.join(' '), { ...origin, meta: { ...origin.meta, joined: true } })
  // A server that brings a system prompt or tools of its own for the client's model would stand above the operator.
  const value = await guard.value(rest, guard.origin('skill', { ask: 'sampling/createMessage' }))
  return isJsonObject(value) ? { ...value, messages: guarded } : { messages: guarded }
}

async function guardElicitation(
  params: JsonObject | undefined,
  guard: Guard,
  { elicitation }: AskPolicy,
): Promise<JsonObject> {
  if (elicitation !== 'guard') throw refused('the operator does not permit it')
  if (params === undefined || typeof params.message !== 'string') throw refused('it has no message')
  await guard.unchanged(params, guard.origin('tool', { ask: 'elicitation/create' }))
  const mode = params.mode ?? 'form'
  const asks = `The MCP server "${guard.server}" (not Ringwall) asks`
  if (mode === 'url')
    return { ...params, message: `${asks} you to open a page of ${hostOf(params.url)}: ${params.message}` }
  if (mode !== 'form') throw refused('its mode is unknown')
  const field = secretField(params.requestedSchema)
  if (field !== undefined) throw refused(`the field ${JSON.stringify(field.slice(0, 60))} asks for a secret`)
  return { ...params, message: `${asks}: ${params.message}` }
}

function hostOf(url: JsonValue | undefined): string {
  if (typeof url !== 'string' || !URL.canParse(url)) throw refused('its URL is none')
  const { protocol, hostname, host, username, password } = new URL(url)
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  if (protocol !== 'https:' && !(protocol === 'http:' && isLocal)) throw refused('its URL is not https')
  if (username !== '' || password !== '') throw refused('its URL hides its host behind a name')
  return host
}

/** The first words of a form that ask for a secret: the name, title or description of a field, at whatever depth. */
function secretField(schema: JsonValue | undefined): string | undefined {
  if (schema === undefined || typeof schema !== 'object' || schema === null) return undefined
  if (Array.isArray(schema)) return firstOf(schema as readonly JsonValue[], secretField)
  const { properties, title, description, format } = schema as JsonObject
  if (properties !== undefined && !isJsonObject(properties)) throw refused('its form cannot be read')
  const words: readonly (JsonValue | undefined)[] = [...Object.keys(properties ?? {}), title, description, format]
  const found = words.find((word) => typeof word === 'string' && SECRET_FIELD.test(inWords(word)))
  return typeof found === 'string' ? found : firstOf(Object.values(schema as JsonObject), secretField)
}

function firstOf<T, R>(values: readonly T[], find: (value: T) => R | undefined): R | undefined {
  for (const value of values) {
    const found = find(value)
    if (found !== undefined) return found
  }
  return undefined
}

/** `apiKey`, `api_key` and `api-key` as `api key`. */
function inWords(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_\W]+/gu, (run) => (/[\p{L}]/u.test(run) ? run : ' '))
}

function isText(block: JsonValue): block is JsonObject & { readonly type: 'text'; readonly text: string } {
  return isJsonObject(block) && block.type === 'text' && typeof block.text === 'string'
}

function typeOf(block: JsonValue): string {
  return isJsonObject(block) && typeof block.type === 'string' && /^[\w-]{1,32}$/.test(block.type)
    ? block.type
    : 'unknown'
}

function refused(problem: string): Error {
  return refuse('MCP_ELICITATION_REFUSED', { problem })
}
