import { parseEnv } from 'node:util'
import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { messageOf } from '@ringwall/core'
import { createKeyFile, isSecretName, parseMasterKey, rotate } from '@ringwall/plugin-secrets-store'
import { fail } from './errors.ts'
import { decodeUtf8 } from '@ringwall/text'
import { write, type Io } from './io.ts'
import { resolveOption, withSecrets, type CliSecrets, type SecretsOptions } from './open-secrets.ts'
import { alignColumns, count, visible } from './print.ts'
import { progressOf } from './progress.ts'
import { readSecret } from './secret-input.ts'

const MAX_FILE_BYTES = 1024 * 1024
/** Shorter values are looked for only as words of their own. */
const SHORT = 8

/** Puts the master key in force, and makes it where the config names none. */
export async function initSecrets(io: Io, options: SecretsOptions): Promise<number> {
  return withSecrets(io, options, async ({ vault, source, keyFile }) => {
    const isOld = await vault.isReady()
    let made: string | undefined
    if (!isOld) {
      if (keyFile !== undefined && (await source.read()).length === 0) {
        await createKeyFile(keyFile)
        made = keyFile
      }
      await vault.init()
    }
    const text = isOld
      ? 'there is a master key already; nothing was changed'
      : made === undefined
        ? 'the master key of the config is in force'
        : `made the master key ${visible(made)}, for you alone. Keep a copy elsewhere: without it the secrets are lost.`
    return tell(io, options, { initialised: !isOld, ...(made === undefined ? {} : { keyFile: made }) }, text)
  })
}

/** Keeps a value that is typed or comes on standard input. */
export async function setSecret(io: Io, name: string, options: SecretsOptions): Promise<number> {
  return withSecrets(io, options, async ({ vault, audited }) => {
    await requireReady(vault)
    const value = await readSecret(io, `Value of ${visible(name)}: `)
    const { tenant } = options
    const did = { action: 'secrets.set', target: name, tenant }
    const version = await audited(did, () => vault.set({ tenant, name, kind: 'value', value }), isDone)
    if (value.length < SHORT)
      await write(io.stderr, `note: so short a value is taken out of texts only where it stands as a word of its own\n`)
    return tell(io, options, { name, tenant, version: version ?? null }, `set ${visible(name)}`)
  })
}

/** Prints a value; of a login its access token. Exit code 1 where there is none. */
export async function getSecret(
  io: Io,
  name: string,
  options: SecretsOptions & { readonly reveal?: boolean },
): Promise<number> {
  if (options.reveal !== true) throw fail('SECRET_NOT_REVEALED')
  return withSecrets(io, options, async ({ vault, keeper, audited }) => {
    await requireReady(vault)
    const read = async (): Promise<string | undefined> => {
      const secret = await vault.get(options.tenant, name)
      return secret?.kind === 'oauth' ? (await keeper.fresh(secret)).access : secret?.value
    }
    const value = await audited({ action: 'secrets.get', target: name, tenant: options.tenant }, read, isDone)
    if (value === undefined) return missing(io, options)
    await write(io.stdout, options.json ? `${JSON.stringify({ name, value })}\n` : `${value}\n`)
    return 0
  })
}

/** Prints names, never values. */
export async function listSecrets(
  io: Io,
  options: Omit<SecretsOptions, 'tenant'> & { readonly tenant?: string },
): Promise<number> {
  return withSecrets(io, options, async ({ vault }) => {
    const labels = await vault.list(options.tenant)
    const secrets = labels.map(({ tenant, name, kind, version }) => ({
      tenant,
      name,
      kind,
      changed: new Date(version).toISOString(),
    }))
    const rows = secrets.map(({ tenant, name, kind, changed }) => [name, kind, changed, visible(tenant)])
    const text = rows.length === 0 ? 'there are no secrets' : alignColumns(rows).join('\n')
    return tell(io, options, { secrets }, text)
  })
}

/** Keeps every value of a .env file. Those that are there already stay unless `overwrite`; then the exit code is 1. */
export async function importSecrets(
  io: Io,
  file: string,
  options: SecretsOptions & { readonly overwrite?: boolean },
): Promise<number> {
  const values = await readEnvFile(io, file)
  return withSecrets(io, options, async ({ vault, audited }) => {
    await requireReady(vault)
    const { tenant, overwrite = false } = options
    const known = new Set((await vault.list(tenant)).map(({ name }) => name))
    const wanted = values.filter(([name]) => overwrite || !known.has(name))
    const imported = wanted.map(([name]) => name)
    const kept = values.map(([name]) => name).filter((name) => !imported.includes(name))
    const progress = progressOf(io, options)
    const keep = async (): Promise<void> => {
      for (const [at, [name, value]] of wanted.entries()) {
        progress(`${at + 1} of ${wanted.length}`)
        await vault.set({ tenant, name, kind: 'value', value })
      }
    }
    await audited({ action: 'secrets.import', names: imported, tenant }, keep, () => true)
    progress('')
    const left = kept.length === 0 ? '' : `\nleft as they were, for lack of --overwrite: ${kept.join(', ')}`
    await tell(io, options, { imported, kept }, `imported ${count(imported.length, 'secret')}${left}`)
    return kept.length > 0 ? 1 : 0
  })
}

/** Encrypts everything anew under a new master key. */
export async function rotateKey(
  io: Io,
  options: Omit<SecretsOptions, 'tenant'> & { readonly newKey?: string },
): Promise<number> {
  return withSecrets(io, options, async ({ store, source, keyFile, vault, audited }) => {
    await requireReady(vault)
    const { newKey } = options
    if ((keyFile === undefined) !== (newKey !== undefined))
      throw fail('USAGE', {
        command: 'ringwall secrets rotate',
        problem:
          keyFile === undefined
            ? 'the config gives the master key by reference, so the new one needs --new-key REF'
            : '--new-key is for a master key that the config gives by reference; the one in a file is made anew',
      })
    const progress = progressOf(io, options)
    const to =
      keyFile === undefined
        ? { key: parseMasterKey(await resolveOption(io, '--new-key', newKey ?? ''), 'of --new-key') }
        : { keyFile }
    const turn = (): Promise<number> =>
      rotate({ store, source, to, onStep: (step, number) => progress(`${step} ${number}`) })
    const done = await audited({ action: 'secrets.rotate' }, turn, () => true)
    progress('')
    const next = keyFile === undefined ? '; now put the new master key in place of the old one in the config' : ''
    return tell(io, options, { rotated: done }, `encrypted ${count(done, 'secret')} anew${next}`)
  })
}

/** Exit code 1 where there was none. */
export async function removeSecret(io: Io, name: string, options: SecretsOptions): Promise<number> {
  return withSecrets(io, options, async ({ vault, audited }) => {
    await requireReady(vault)
    const did = { action: 'secrets.remove', target: name, tenant: options.tenant }
    if (!(await audited(did, () => vault.remove(options.tenant, name), Boolean))) return missing(io, options)
    return tell(io, options, { removed: name }, `removed ${visible(name)}`)
  })
}

function isDone(result: unknown): boolean {
  return result !== undefined
}

/** What is said where there is no such secret. */
export async function missing(io: Io, { json }: { readonly json: boolean }): Promise<number> {
  await write(io.stdout, json ? `${JSON.stringify({ found: false })}\n` : 'there is none of that name\n')
  return 1
}

/** One line of JSON or of text. */
export async function tell(io: Io, { json }: { readonly json: boolean }, value: object, text: string): Promise<number> {
  await write(io.stdout, json ? `${JSON.stringify(value)}\n` : `${text}\n`)
  return 0
}

/** Before anybody types or logs in: throws what would keep the result from being stored. */
export async function requireReady(vault: CliSecrets['vault']): Promise<void> {
  if (!(await vault.isReady())) await vault.init() // a key that is there is put in force; else it says how to make one
}

async function readEnvFile(io: Io, file: string): Promise<readonly (readonly [string, string])[]> {
  const refuse = (problem: string): Error => fail('SECRETS_FILE_UNUSABLE', { file, problem })
  const path = resolve(io.cwd, file)
  let text: string | undefined
  try {
    const stats = await stat(path)
    if (!stats.isFile() || stats.size > MAX_FILE_BYTES) throw refuse('it is no file, or too large')
    text = decodeUtf8(await readFile(path))
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === 'SECRETS_FILE_UNUSABLE'
      ? error
      : refuse(error instanceof Error && 'code' in error ? String(error.code) : messageOf(error))
  }
  if (text === undefined) throw refuse('it is not UTF-8')
  const values = Object.entries(parseEnv(text)).filter((entry): entry is [string, string] => entry[1] !== undefined)
  if (values.length === 0) throw refuse('it has no line such as NAME=value')
  // Before the first is written: all of it or none.
  const bad = values.filter(([name, value]) => !isSecretName(name) || value === '')
  if (bad.length > 0) throw refuse(`${count(bad.length, 'line')} with a name that is not accepted, or without a value`)
  return values
}
