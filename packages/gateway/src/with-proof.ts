import type { Kernel } from '@ringwall/core'

/** What the gateway uses of a kernel. */
export type Guard = Pick<Kernel, 'onInbound' | 'onToolCall' | 'onOutbound' | 'outboundStream'>

/** The same, but for the proof that every inbound event bears: no path of the gateway can forget it, and no client can bring its own. */
export function withProof(kernel: Guard, proof: string): Guard {
  return {
    onInbound: (payload, session) => kernel.onInbound({ ...payload, meta: { ...payload.meta, auth: proof } }, session),
    onToolCall: (payload, session) => kernel.onToolCall(payload, session),
    onOutbound: (payload, session) => kernel.onOutbound(payload, session),
    outboundStream: (session, options) => kernel.outboundStream(session, options),
  }
}
