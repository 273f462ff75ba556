import type { JsonObject } from '@ringwall/core'
import { STOPPED, type Denial } from '@ringwall/host'
import type { Exit } from './outbound.ts'

/** A denial by the gateway itself. */
export function ownDenial(code: string, traceId: string, message: string = STOPPED): Denial {
  return { outcome: 'deny', code, layer: 'gateway', message, traceId }
}

/** The denial of what was left of a text when its stream broke. */
export function streamFailed({ session }: Pick<Exit, 'session'>): Denial {
  return ownDenial('STREAM_FAILED', session.traceId)
}

/** What a reply says about a denial beside the protocol's own `content_filter`. */
export function denialExtension({ outcome, code, layer, traceId }: Denial): JsonObject {
  return { outcome, code, layer, traceId }
}
