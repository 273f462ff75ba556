import { createKernel, use, type Kernel, type Session } from '@ringwall/core'
import { StoreToken, type Store } from '@ringwall/store'
import { canaryTokens } from '../src/index.ts'

/** The session of most tests. */
export const SESSION: Session = { tenantId: 'acme', agentId: 'helper', sessionId: 's1' }

/** A kernel with the layer alone. */
export function kernelWith(
  config: Parameters<typeof use<typeof canaryTokens.config>>[1] = {},
  store?: Store,
): Promise<Kernel> {
  const services = store ? [{ token: StoreToken, value: store }] : []
  return createKernel({ plugins: [use(canaryTokens, config)], services })
}

/** The canary that the layer plants, as the agent reads it. */
export async function plant(kernel: Kernel, session: Session = SESSION): Promise<string> {
  const { instructions } = await kernel.onInbound({ source: 'user', text: 'Good morning.' }, session)
  const canary = /CTKN_[0-9a-f]{16}/.exec(instructions.join('\n'))?.[0]
  if (canary === undefined) throw new Error('no canary was planted')
  return canary
}

/** What a stream makes of a reply that comes in these chunks. */
export async function streamed(kernel: Kernel, chunks: readonly string[], session: Session = SESSION): Promise<string> {
  const stream = kernel.outboundStream(session)
  void ReadableStream.from(chunks)
    .pipeTo(stream.writable)
    .catch(() => undefined)
  let out = ''
  for await (const chunk of stream.readable) out += chunk
  return out
}
