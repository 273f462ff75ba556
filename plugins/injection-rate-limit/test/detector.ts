import { createKernel, definePlugin, use, type Kernel, type LayerOptions, type Plugin } from '@ringwall/core'
import { StoreToken, type Store } from '@ringwall/store'
import { z } from 'zod'
import { injectionRateLimit } from '../src/index.ts'

const schema = z.strictObject({ deny: z.boolean().default(false) })

/** Stands in for jailbreak-detection: a text that begins with `attack` is a detection. */
const detector: Plugin<typeof schema> = definePlugin({
  name: 'jailbreak-detection',
  version: '1.0.0',
  manifest: { api: 1, hooks: { onInbound: { judge: ['deny', 'flag'] } } },
  codes: { ATTACK: 'It begins so.', DOUBT: 'It may begin so.' },
  config: schema,
  setup: ({ config }) => ({
    onInbound: {
      judge({ payload: { text } }) {
        if (text.startsWith('doubt')) return { kind: 'flag', code: 'DOUBT' }
        if (!text.startsWith('attack')) return undefined
        return [
          { kind: 'flag', code: 'DOUBT' },
          { kind: config.deny ? 'deny' : 'flag', code: 'ATTACK' },
        ]
      },
    },
  }),
})

/** How a test's kernel differs. */
export interface Setup {
  readonly config?: Parameters<typeof use<typeof injectionRateLimit.config>>[1]
  readonly options?: LayerOptions
  readonly detectorOptions?: LayerOptions
  readonly deny?: boolean
}

/** A kernel with the detector and the limit on a store. */
export function kernelOn(
  store: Store,
  { config, options, detectorOptions, deny = false }: Setup = {},
): Promise<Kernel> {
  return createKernel({
    plugins: [use(injectionRateLimit, config, options), use(detector, { deny }, detectorOptions)],
    services: [{ token: StoreToken, value: store }],
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  })
}
