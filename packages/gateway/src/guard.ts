import type { JsonObject, Kernel } from '@ringwall/core'

/** What the gateway uses of a kernel. */
export type Guard = Pick<
  Kernel,
  'onInbound' | 'onToolCall' | 'onOutbound' | 'onMemoryWrite' | 'outboundStream' | 'find'
>

/** The same, with what the gateway itself found out in the meta of whatever comes in: no way in can leave it out, and no client can bring its own. */
export function withMeta(kernel: Guard, found: JsonObject): Guard {
  return {
    onInbound: (payload, session) => kernel.onInbound({ ...payload, meta: { ...payload.meta, ...found } }, session),
    onToolCall: (payload, session) => kernel.onToolCall(payload, session),
    onOutbound: (payload, session) => kernel.onOutbound(payload, session),
    onMemoryWrite: (payload, session) => kernel.onMemoryWrite(payload, session),
    outboundStream: (session, options) => kernel.outboundStream(session, options),
    find: (token) => kernel.find(token),
  }
}
