import { extname, join } from 'node:path'
import { existsSync } from 'node:fs'
import { CONFIG_FILES, createWall, loadConfig, type Model } from '@ringwall/config'
import type { Inbound, Logger, Outbound, Plugin, ToolCall, Use } from '@ringwall/core'
import { HostRunsToken } from '@ringwall/plugin-exec-sandbox'
import { loggerFor } from '../log.ts'
import { HookError } from './errors.ts'
import type { Judge, Question } from './question.ts'

/** Where the config is, and for whom is judged. */
export interface WallOptions {
  /** The config file; without it the one in the folder, or the defaults. */
  readonly config: string | undefined
  /** Absolute. Relative paths of the config count from here. */
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  readonly tenant: string
  readonly agent: string
  /** The hook of the kernel that will be asked: layers that have no part in it are not started. */
  readonly hook: Question['hook']
}

/** A judge in this process, with the state of the config's store. Throws RingwallError. */
export async function wallJudge(options: WallOptions): Promise<Judge> {
  return judgeOf(await loadModel(options), options)
}

/** The config, with the plugins that are loaded already. Throws RingwallError and HOOK_CONFIG_UNNAMED. */
export async function loadModel(
  { config, folder, env }: WallOptions,
  loaded?: ReadonlyMap<string, Plugin>,
): Promise<Model> {
  const first = CONFIG_FILES.find((name) => existsSync(join(folder, name)))
  // A repository that was only cloned must not run by being looked at.
  if (config === undefined && first !== undefined && /^\.m?ts$/.test(extname(first)))
    throw new HookError('HOOK_CONFIG_UNNAMED', { file: first })
  const where = { cwd: folder, env, resolveFrom: [import.meta.dirname] }
  const more = { ...(config === undefined ? {} : { file: config }), ...(loaded === undefined ? {} : { loaded }) }
  return loadConfig({ ...where, ...more })
}

/** A judge of this model. Throws RingwallError. */
export async function judgeOf(model: Model, { tenant, agent, hook }: WallOptions): Promise<Judge> {
  const services = [{ token: HostRunsToken, value: true }]
  const wall = await createWall(forHook(model, hook, agent), { logger: troubleOnly(loggerFor(model)), services })
  return {
    ask({ hook: asked, payload }, sessionId) {
      const session = { tenantId: tenant, agentId: agent, sessionId, channel: 'hook' }
      // The payload was made of what JSON.parse gave.
      return wall.for(agent).dispatch(asked, payload as unknown as ToolCall & Inbound & Outbound, session)
    },
    close: () => wall.close(),
  }
}

/** What goes well is in the audit log; to look through a record for secrets takes longer than to judge. */
function troubleOnly({ warn, error }: Logger): Logger {
  return { debug: () => undefined, info: () => undefined, warn, error }
}

/** The layers with a part in the hook, and those whose services these use; of one agent alone. */
function forHook(model: Model, hook: Question['hook'], agent: string): Model {
  const lines = model.agents.get(agent)?.layers ?? model.layers
  const kept = new Set(lines.filter(({ plugin }) => plugin.manifest.hooks[hook] !== undefined))
  for (const { plugin } of kept)
    for (const token of [...(plugin.manifest.requires ?? []), ...(plugin.manifest.optional ?? [])])
      for (const line of lines) if (provides(line, token) && !isOfCalls(line, hook)) kept.add(line)
  return { ...model, layers: lines.filter((line) => kept.has(line)), agents: new Map() }
}

function provides({ plugin }: Use, token: string): boolean {
  return plugin.manifest.provides?.includes(token) === true
}

/** What a layer that judges calls alone can tell is about a call, and there is none. */
function isOfCalls({ plugin }: Use, hook: Question['hook']): boolean {
  return hook !== 'onToolCall' && Object.keys(plugin.manifest.hooks).every((one) => one === 'onToolCall')
}
