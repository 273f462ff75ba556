import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { HookError } from './errors.ts'
import { isFields, type Fields } from './event.ts'
import type { Answer, Judge, RulingSaid } from './question.ts'

/** Where a gateway is, and where its token stands. */
export interface GatewayOptions {
  readonly url: string
  readonly tokenFile: string
  readonly timeoutMs: number
}

const PATHS = { onToolCall: 'tool-call', onInbound: 'inbound', onOutbound: 'outbound' } as const
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost'])
const OTHERS = 0o077
const MAX_TOKEN_BYTES = 4096
const MAX_ANSWER_BYTES = 64 * 1024 * 1024

/** A judge that asks the Guard API of a running gateway. Throws HookError. */
export function gatewayJudge({ url, tokenFile, timeoutMs }: GatewayOptions): Judge {
  const base = baseOf(url)
  const token = readToken(tokenFile)
  // An import would look at every export, and with them load what the hook never uses.
  const { request } = process.getBuiltinModule(base.protocol === 'https:' ? 'node:https' : 'node:http')
  return {
    async ask({ hook, payload }, sessionId) {
      const body = Buffer.from(JSON.stringify({ payload, session: { sessionId } }))
      const path = `${base.pathname.replace(/\/$/, '')}/guard/${PATHS[hook]}`
      const { status, text } = await send(body, path)
      return readAnswer(status, text)
    },
    close: () => Promise.resolve(),
  }

  function send(body: Buffer, path: string): Promise<{ readonly status: number; readonly text: string }> {
    return new Promise((resolve, reject) => {
      const lost = (cause: Error): void => reject(new HookError('HOOK_GATEWAY_LOST', { problem: codeOf(cause) }, cause))
      const sent = request(
        {
          protocol: base.protocol,
          hostname: base.hostname.replace(/^\[|\]$/g, ''),
          port: base.port,
          path,
          method: 'POST',
          timeout: timeoutMs,
          agent: false,
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            'content-length': body.length,
          },
        },
        (response) => {
          const chunks: Buffer[] = []
          let size = 0
          response.on('data', (chunk: Buffer) => {
            size += chunk.length
            if (size > MAX_ANSWER_BYTES) response.destroy(new Error('its answer is too large'))
            else chunks.push(chunk)
          })
          response.once('error', lost)
          response.once('aborted', () => lost(new Error('it broke off')))
          response.once('end', () =>
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
          )
        },
      )
      sent.once('timeout', () => sent.destroy(new Error('it takes too long')))
      sent.once('error', lost)
      sent.end(body)
    })
  }
}

function baseOf(text: string): URL {
  const refuse = (problem: string): HookError =>
    new HookError('HOOK_GATEWAY_INVALID', { url: JSON.stringify(text), problem })
  const base = URL.canParse(text) ? new URL(text) : undefined
  if (base === undefined || !['http:', 'https:'].includes(base.protocol)) throw refuse('it is no http or https URL')
  if (base.username !== '' || base.password !== '')
    throw new HookError('HOOK_GATEWAY_INVALID', { url: 'the URL', problem: 'it holds a password' })
  if (base.search !== '' || base.hash !== '') throw refuse('it has more than a path')
  if (base.protocol === 'http:' && !LOOPBACK.has(base.hostname)) throw refuse('a token must not go over plain http')
  return base
}

/** Whoever can read the file can speak for the agent, so it must be its owner's alone. */
function readToken(file: string): string {
  const refuse = (problem: string, cause?: unknown): HookError =>
    new HookError('HOOK_TOKEN_UNUSABLE', { file: JSON.stringify(file), problem }, cause)
  let descriptor: number
  try {
    // Without waiting: a pipe in its place would never open.
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (cause) {
    throw refuse(codeOf(cause), cause)
  }
  try {
    const stat = fstatSync(descriptor)
    if (!stat.isFile()) throw refuse('it is no file')
    if (stat.size > MAX_TOKEN_BYTES) throw refuse('it is too large')
    if (process.platform !== 'win32') {
      if ((stat.mode & OTHERS) !== 0) throw refuse('others may read or write it')
      if (stat.uid !== process.getuid?.()) throw refuse('it belongs to somebody else')
    }
    const token = readFileSync(descriptor, 'latin1').trim()
    if (!/^[\x21-\x7e]+$/.test(token)) throw refuse('it does not hold one token alone')
    return token
  } finally {
    closeSync(descriptor)
  }
}

/** Takes nothing on trust that decides: what is not surely an allow or an ask is a denial, or an error. */
function readAnswer(status: number, text: string): Answer {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new HookError('HOOK_GATEWAY_REFUSED', { problem: `status ${status}, and no JSON` }, cause)
  }
  if (status !== 200 || !isFields(value))
    throw new HookError('HOOK_GATEWAY_REFUSED', { problem: problemOf(status, value) })
  const { outcome, payload, instructions, rulings, traceId } = value
  if (outcome !== 'allow' && outcome !== 'ask' && outcome !== 'deny')
    throw new HookError('HOOK_GATEWAY_REFUSED', { problem: 'its answer has no outcome' })
  if (!Array.isArray(rulings) || !rulings.every(isRuling) || typeof traceId !== 'string')
    throw new HookError('HOOK_GATEWAY_REFUSED', { problem: 'its answer is not one of the Guard API' })
  const texts = Array.isArray(instructions) ? instructions.filter((one) => typeof one === 'string') : []
  return { outcome, payload, instructions: texts, rulings, traceId }
}

function isRuling(value: unknown): value is RulingSaid {
  return (
    isFields(value) &&
    typeof value.kind === 'string' &&
    typeof value.code === 'string' &&
    typeof value.enforced === 'boolean' &&
    (value.message === undefined || typeof value.message === 'string')
  )
}

function problemOf(status: number, value: unknown): string {
  const error: Fields = isFields(value) && isFields(value.error) ? value.error : {}
  const code = typeof error.code === 'string' && /^[A-Z_]{1,64}$/.test(error.code) ? `, ${error.code}` : ''
  return `status ${status}${code}`
}

function codeOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return code ?? message
}
