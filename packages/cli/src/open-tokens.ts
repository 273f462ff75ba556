import { loadConfig, openStore, type Model } from '@ringwall/config'
import { gatewayAuthConfig, openTokens, stateOf, type TokenRegistry } from '@ringwall/plugin-gateway-auth'
import { RESOLVE_FROM } from './dry-wall.ts'
import { fail } from './errors.ts'
import type { Io } from './io.ts'

/** Runs `action` on the tokens of the config's store, and closes it whatever comes of it. */
export async function withTokens<T>(
  io: Io,
  config: string | undefined,
  action: (tokens: TokenRegistry, model: Model) => Promise<T>,
): Promise<T> {
  const where = { cwd: io.cwd, env: io.env, resolveFrom: RESOLVE_FROM }
  const model = await loadConfig({ ...where, ...(config !== undefined && { file: config }) })
  if (!findLayer(model)) throw fail('TOKENS_UNGUARDED')
  if (isInMemory(model)) throw fail('TOKENS_EPHEMERAL')
  return onStore(model, (tokens) => action(tokens, model))
}

/** Whether gateway-auth lets anybody in with the tokens of its config or of the store. */
export async function hasTokens(model: Model): Promise<boolean> {
  const layer = findLayer(model)
  if (!layer) return false
  if (gatewayAuthConfig.parse(layer.config).tokens.length > 0) return true
  if (isInMemory(model)) return false
  return onStore(model, async (tokens) => {
    const [entries, now] = [await tokens.load(), await tokens.time()]
    return entries.some((entry) => stateOf(entry, now) === 'live')
  })
}

/** The layer of everybody, if it is on. */
export function findLayer({ layers }: Model): Model['layers'][number] | undefined {
  return layers.find(({ plugin }) => plugin.name === 'gateway-auth')
}

function isInMemory({ store }: Model): boolean {
  return 'file' in store && store.file === ':memory:'
}

async function onStore<T>(model: Model, action: (tokens: TokenRegistry) => Promise<T>): Promise<T> {
  const { store } = await openStore(model.store)
  try {
    return await action(openTokens(store))
  } finally {
    await store.close()
  }
}
