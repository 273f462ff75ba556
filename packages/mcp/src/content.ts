import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import { refuse, type Guard, type Origin } from './guard.ts'

/** Kinds of content that no layer can read; each passes only where the operator says so. */
export const UNSCANNED = ['image', 'audio', 'blob'] as const
/** One of UNSCANNED. */
export type Unscanned = (typeof UNSCANNED)[number]

const MIME_TYPE = /^[\w.+-]{1,64}\/[\w.+-]{1,64}$/
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/

/** Reads content of a result block by block, and all of it once more as one. */
export class ContentGuard {
  readonly #guard: Guard
  readonly #unscanned: ReadonlySet<string>
  readonly #texts: string[] = []
  /** What stands beside texts and data: labels, addresses, whatever else a server puts there. */
  readonly #rest: JsonValue[] = []

  constructor(guard: Guard, unscanned: ReadonlySet<string>) {
    this.#guard = guard
    this.#unscanned = unscanned
  }

  /** The block as it may go on. Throws Refused. */
  async block(block: JsonValue, origin: Origin): Promise<JsonObject> {
    if (!isJsonObject(block) || typeof block.type !== 'string') throw invalid('content that is no block')
    switch (block.type) {
      case 'text':
        return { ...this.#without(block, ['text']), text: await this.#text(block.text, origin) }
      case 'image':
      case 'audio':
        return this.#data(block, 'data', block.type) ?? withheld(block.type)
      case 'resource': {
        const { resource } = block
        if (resource === undefined || !isJsonObject(resource)) throw invalid('a resource that is no object')
        const inner = await this.contents(resource, { ...origin, source: 'document' })
        return { ...this.#without(block, ['resource']), ...inner }
      }
      case 'resource_link':
        return this.#without(block, [])
      default:
        return withheld(block.type)
    }
  }

  /** Contents of a resource, under `resource`; or a note in the place of a blob, as a block of its own. */
  async contents(resource: JsonObject, origin: Origin): Promise<JsonObject> {
    if (typeof resource.text === 'string' && resource.blob === undefined) {
      // Not its mimeType: a page that calls itself plain text would be read less strictly.
      const text = await this.#text(resource.text, { ...origin, meta: { ...origin.meta, ...urlOf(resource) } })
      return { resource: { ...this.#without(resource, ['text']), text } }
    }
    if (typeof resource.blob !== 'string' || resource.text !== undefined) throw invalid('a resource without contents')
    const passed = this.#data(resource, 'blob', 'blob')
    return passed
      ? { resource: passed }
      : { resource: { ...this.#without(resource, ['blob', 'mimeType']), text: note('blob') } }
  }

  /** Anything else of the result: passes as it is, or nothing does. */
  add(value: JsonValue): void {
    this.#rest.push(value)
  }

  /** To be called once all blocks were read: a model reads them in one go, so a sentence in parts is judged whole. */
  async finish(origin: Origin): Promise<void> {
    if (this.#texts.length > 1)
      await this.#guard.text(this.#texts.join(' '), { ...origin, meta: { ...origin.meta, joined: true } })
    await this.#guard.unchanged(this.#rest, origin)
  }

  async #text(text: JsonValue | undefined, origin: Origin): Promise<string> {
    if (typeof text !== 'string') throw invalid('a text that is none')
    this.#texts.push(text)
    return this.#guard.text(text, origin)
  }

  #data(block: JsonObject, key: string, type: Unscanned): JsonObject | undefined {
    const data = block[key]
    if (!this.#unscanned.has(type)) return undefined
    // Text in the place of data would be read by somebody after all.
    if (typeof data !== 'string' || !BASE64.test(data)) throw invalid('data that is not base64')
    return { ...this.#without(block, [key]), [key]: data }
  }

  /** The block without what is judged by itself; what is left is judged with the rest. */
  #without(block: JsonObject, keys: readonly string[]): JsonObject {
    const left = Object.fromEntries(Object.entries(block).filter(([key]) => !keys.includes(key)))
    const telling = Object.entries(left).filter(([key, value]) => !isLabel(key, value))
    if (telling.length > 0) this.#rest.push(Object.fromEntries(telling))
    return left
  }
}

function isLabel(key: string, value: JsonValue): boolean {
  return key === 'type' || (key === 'mimeType' && typeof value === 'string' && MIME_TYPE.test(value))
}

function urlOf({ uri }: JsonObject): JsonObject {
  return typeof uri === 'string' ? { url: uri } : {}
}

function withheld(type: string): JsonObject {
  return { type: 'text', text: note(type) }
}

function note(type: string): string {
  const shown = /^[\w-]{1,32}$/.test(type) ? type : 'unknown'
  return `[MCP_CONTENT_UNSCANNED: ${refuse('MCP_CONTENT_UNSCANNED', { type: shown }).message}]`
}

function invalid(problem: string): Error {
  return refuse('MCP_UPSTREAM_INVALID', { problem })
}
