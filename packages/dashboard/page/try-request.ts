import type { TryRequest } from './api.ts'

/** The kernel's own lists, which a test holds against it: importing them would bring the kernel into the page. */
export const SOURCES: readonly string[] =
  'user email webhook api web search document file tool skill memory channel'.split(' ')
export const DESTINATIONS: readonly string[] = ['user', 'api', 'operator', 'log']
export const TRUST_LEVELS: readonly string[] = ['system', 'learned', 'external']

/** What the form of the try-it box holds. */
export interface TryForm {
  readonly hook: TryRequest['hook']
  readonly agent: string
  readonly text: string
  readonly source: string
  readonly tool: string
  readonly args: string
  readonly destination: string
  readonly trust: string
}

/** The request that a form stands for. Throws an Error in words for a person where the arguments are no JSON object. */
export function tryRequest({ hook, agent, text, source, tool, args, destination, trust }: TryForm): TryRequest {
  const whose = agent === '' ? {} : { agent }
  switch (hook) {
    case 'inbound':
      return { ...whose, hook, payload: { source, text } }
    case 'tool-call':
      return { ...whose, hook, payload: { tool, args: objectOf(args) } }
    case 'outbound':
      return { ...whose, hook, payload: { destination, body: text } } as TryRequest
    case 'memory-write':
      return { ...whose, hook, payload: { text, trust } } as TryRequest
    default:
      throw new Error('Choose what to try.')
  }
}

function objectOf(text: string): Extract<TryRequest, { hook: 'tool-call' }>['payload']['args'] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new Error(`The arguments are no JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('The arguments must be a JSON object, such as {"path": "notes.txt"}.')
  return value as Extract<TryRequest, { hook: 'tool-call' }>['payload']['args']
}
