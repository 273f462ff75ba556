import { resolve } from 'node:path'
import { loadConfig, openStore, resolveSecret } from '@ringwall/config'
import { openSecrets, recover, secretsStoreConfig, type OpenSecrets } from '@ringwall/plugin-secrets-store'
import { RESOLVE_FROM } from './dry-wall.ts'
import { fail } from './errors.ts'
import type { Io } from './io.ts'
import { auditedBy, type Audited } from './open-audit.ts'

/** Which secrets a command works on. */
export interface SecretsOptions {
  readonly config?: string
  readonly tenant: string
  readonly json: boolean
}

/** The secrets of a config, without the walls around them. */
export interface CliSecrets extends OpenSecrets {
  /** Where the master key is; absent where the config gives it by reference. */
  readonly keyFile?: string
  /** Puts what is done to them on record. */
  readonly audited: Audited
}

/** Runs `action` on the secrets of the config, and closes the store whatever comes of it. What a rotation that was cut off left is ended first. */
export async function withSecrets<T>(
  io: Io,
  { config }: Pick<SecretsOptions, 'config'>,
  action: (secrets: CliSecrets) => Promise<T>,
): Promise<T> {
  const where = { cwd: io.cwd, env: io.env, resolveFrom: RESOLVE_FROM }
  const model = await loadConfig({ ...where, ...(config !== undefined && { file: config }) })
  const line = model.layers.find(({ plugin }) => plugin.name === 'secrets-store')
  if (!line) throw fail('SECRETS_UNGUARDED')
  if ('file' in model.store && model.store.file === ':memory:') throw fail('SECRETS_EPHEMERAL')
  const settings = secretsStoreConfig.parse(line.config)
  const keyFile = resolve(io.cwd, settings.keyFile)
  const { store } = await openStore(model.store)
  try {
    const opened = openSecrets(store, { ...settings, keyFile })
    const own = settings.masterKey === undefined ? { keyFile } : {}
    await recover({ ...opened, ...own })
    return await action({ ...opened, ...own, audited: auditedBy(io, model, store) })
  } finally {
    await store.close()
  }
}

/** The value that an option names by reference. Throws SECRET_REFERENCE_INVALID, which never shows it. */
export async function resolveOption(io: Io, option: string, reference: string): Promise<string> {
  const resolved = await resolveSecret(reference, io.env)
  if (!resolved) throw fail('SECRET_REFERENCE_INVALID', { option, problem: 'it is no reference' })
  if (!resolved.ok) throw fail('SECRET_REFERENCE_INVALID', { option, problem: resolved.problem })
  return resolved.value
}
