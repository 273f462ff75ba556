import { definePlugin, type Handlers, type Manifest, type Plugin } from '@ringwall/core'
import { z } from 'zod'

/** A plugin that a test makes up. */
export function other(
  name: string,
  hooks: Manifest['hooks'],
  codes: Record<string, string>,
  layer: () => Handlers,
  more: Partial<Manifest> = {},
): Plugin {
  const manifest: Manifest = { api: 1, hooks, ...more }
  const config = z.strictObject({})
  return definePlugin({ name, version: '1.0.0', manifest, codes, config, setup: layer }) as unknown as Plugin
}

/** A layer of somebody else's that asks about every tool whose name begins with `ask`. */
export const asker: Plugin = other('asker', { onToolCall: { judge: ['ask'] } }, { NEEDED: 'n', OTHER: 'o' }, () => ({
  onToolCall: {
    judge: ({ payload: { tool, args } }) =>
      tool.startsWith('ask')
        ? { kind: 'ask', code: args['why'] === 'other' ? 'OTHER' : 'NEEDED', message: 'really?' }
        : undefined,
  },
}))
