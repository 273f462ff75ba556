import { resolve } from 'node:path'
import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import { driverOf, sqlitePath } from '@ringwall/store'
import { fileSchema, type FileConfig } from './file-schema.ts'
import { reportIssues } from './issues.ts'
import type { Tools } from './layer-config.ts'
import type { GatewaySettings, StoreSettings, Suppression } from './model.ts'
import type { Path } from './problem.ts'
import type { Report } from './report.ts'
import type { Source } from './source.ts'
import { substitute } from './substitute.ts'
import { suggest } from './suggest.ts'

/** Checks everything in the file but the layers' own keys; undefined if there was a problem, which is reported. */
export async function readSettings({ value }: Source, tools: Tools): Promise<FileConfig | undefined> {
  const { layers, agents, ...written } = value
  const store = writtenStore(value)
  checkUrl(store, tools)
  const rest = { ...written, ...(store !== undefined && { store }) }
  const substituted = await substitute(rest, fileSchema, [], tools)
  // The references of layers wait: only the plugins' schemas know which of their keys are secret.
  const merged: JsonObject = {
    ...(substituted.value as JsonObject),
    ...(layers === undefined ? {} : { layers }),
    ...(agents === undefined ? {} : { agents }),
  }
  const { report } = tools
  const parsed = fileSchema.safeParse(merged)
  if (!parsed.success) {
    reportIssues(parsed.error.issues, { report, schema: fileSchema, base: [], substituted })
    return undefined
  }
  checkCallers(parsed.data, tools)
  return parsed.data
}

function checkCallers({ gateway, agents }: FileConfig, { report }: Tools): void {
  const seen = new Map<string, number>()
  const known = Object.keys(agents)
  for (const [index, { token, agent }] of gateway.tokens.entries()) {
    const path = ['gateway', 'tokens', index]
    const first = seen.get(token)
    if (token !== '' && first !== undefined)
      report.problem('CONFIG_VALUE', [...path, 'token'], {
        problem: `it is the token of gateway.tokens[${first}] too, so whose calls it makes is not evident`,
      })
    seen.set(token, first ?? index)
    checkAgent(agent, known, path, report)
  }
  for (const kind of ['webhooks', 'mailboxes'] as const)
    for (const [name, { agent }] of Object.entries(gateway[kind] ?? {}))
      checkAgent(agent, known, ['gateway', kind, name], report)
}

function checkAgent(agent: string, known: readonly string[], path: Path, report: Report): void {
  if (agent !== 'default' && !known.includes(agent))
    report.warning('CONFIG_UNKNOWN_AGENT', [...path, 'agent'], {
      agent: JSON.stringify(agent),
      hint: suggest(agent, known),
    })
}

type WebhookConfig = NonNullable<FileConfig['gateway']['webhooks']>[string]
type MailboxConfig = NonNullable<FileConfig['gateway']['mailboxes']>[string]

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Readonly<Record<string, U>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}

/** The gateway's settings without absent keys. */
export function toGateway({ gateway }: FileConfig): GatewaySettings {
  const { publicUrl, upstream, tokens, webhooks, mailboxes, ...rest } = gateway
  return {
    ...rest,
    ...(publicUrl !== undefined && { publicUrl: new URL(publicUrl).origin }),
    ...(upstream === undefined ? {} : { upstream: withoutAbsent(upstream) }),
    tokens: tokens.map(withoutAbsent),
    ...(webhooks !== undefined && { webhooks: mapValues(webhooks, withoutAbsent<WebhookConfig>) }),
    ...(mailboxes !== undefined && { mailboxes: mapValues(mailboxes, withoutAbsent<MailboxConfig>) }),
  }
}

/** What the doctor is told, without absent keys. */
export function toSuppressions({ doctor }: FileConfig): readonly Suppression[] {
  return doctor.suppress.map(withoutAbsent)
}

/** The store's settings, its path absolute. */
export function toStore({ store }: FileConfig, folder: string, ephemeral: boolean): StoreSettings {
  const { driver: _driver, file = '.ringwall/state.db', sync, url, tls, ...options } = store
  const driver = url === undefined ? 'sqlite' : driverOf(url)
  const strict = sync === 'write' ? { sync } : {}
  if (!ephemeral && url !== undefined && driver !== undefined && driver !== 'sqlite')
    return { driver, url, ...strict, ...withoutAbsent(options), ...(tls !== undefined && { tls: withoutAbsent(tls) }) }
  const path = url === undefined ? file : sqlitePath(url)
  const inMemory = ephemeral || path === ':memory:'
  return { driver: 'sqlite', file: inMemory ? ':memory:' : resolve(folder, path), ...strict }
}

/** The store as its file says it, with the short form written out. */
export function writtenStore({ store }: JsonObject): JsonValue | undefined {
  return typeof store === 'string' ? { url: store } : store
}

/** A URL in the file must not hold a password; what a reference leads to may. */
function checkUrl(store: JsonValue | undefined, { report }: Tools): void {
  const url = store !== undefined && isJsonObject(store) ? store['url'] : undefined
  if (typeof url === 'string' && URL.canParse(url) && new URL(url).password !== '')
    report.problem('CONFIG_SECRET_LITERAL', ['store', 'url'])
}

type WithoutAbsent<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

function withoutAbsent<T extends object>(value: T): WithoutAbsent<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as WithoutAbsent<T>
}
