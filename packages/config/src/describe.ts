import { isDeepStrictEqual } from 'node:util'
import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import { keptKey, scoped, type Store } from '@ringwall/store'
import { createConfigRedactor, createFingerprint, type Engine } from '@ringwall/text'
import type { ConfigView } from './view.ts'

/** The layer whose key the fingerprints are made with, so that they are the same wherever the layer makes them. */
const LAYER = 'config-redaction'
const KEY = 'fingerprint'

/** A config as it may be shown to an operator. */
export interface Description {
  /** `file`, `preset`, `generation`, `layers`, `agents`, `gateway`, `gatewayChanged`, `store`, `log`; secrets are redacted already. */
  readonly body: JsonObject
  /** For the hook: JSON Pointers to texts of which the layers' schemas know nothing. */
  readonly meta: { readonly unknownPaths: readonly string[] }
}

/** What is described. */
export interface Described {
  readonly view: ConfigView
  /** The view that the host goes by: what a later one says of the gateway, and the host has not taken over, waits for a restart. */
  readonly host: ConfigView
  readonly generation: number
}

/** Redacts a view, whatever layers are on. */
export async function describe(
  { view, host, generation }: Described,
  store: Store,
  engine: Engine,
): Promise<Description> {
  const key = await keptKey(scoped(store, LAYER), KEY).catch(() => undefined) // a lost store must not hide the config
  const redactor = createConfigRedactor(engine, key === undefined ? {} : { fingerprint: createFingerprint(key) })
  const { gateway = {}, ...rest } = view.body
  const inUse = host.body.gateway ?? {}
  const shown = { ...rest, generation, gateway: inUse, gatewayChanged: !isDeepStrictEqual(gateway, inUse) }
  const isOfGateway = (pointer: string): boolean => pointer.startsWith('/gateway/')
  const placesOf = (kind: 'secret' | 'unknown'): readonly string[] => [
    ...view[kind].filter((pointer) => !isOfGateway(pointer)),
    ...host[kind].filter(isOfGateway),
  ]
  const { value, followed } = redactor.redact(shown, { secret: placesOf('secret'), follow: placesOf('unknown') })
  const body: JsonValue = value
  if (!isJsonObject(body)) throw new TypeError('a redacted object is an object') // cannot be
  return { body, meta: { unknownPaths: followed } }
}

/** What a host goes by that has taken over another view: all of it but where it listens, which is settled at its start. */
export function viewAfter(host: ConfigView, next: ConfigView): ConfigView {
  const { gateway: before = {} } = host.body
  const { gateway = {} } = next.body
  if (!isJsonObject(before) || !isJsonObject(gateway)) return next
  const kept = Object.fromEntries(Object.entries(before).filter(([key]) => key === 'host' || key === 'port'))
  return { ...next, body: { ...next.body, gateway: { ...gateway, ...kept } } }
}
