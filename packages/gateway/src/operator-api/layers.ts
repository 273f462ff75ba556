import { isJsonObject, type ChainLink, type JsonObject, type JsonValue } from '@ringwall/core'
import type { WatchedWall } from '../watched-wall.ts'
import type { LayerItem, LayerList } from './contract.ts'
import type { History } from './history.ts'

/** How far back health and counts go, in minutes. */
const RECENT = 60

/** The layers of an agent, or of everybody, in their order, with their config as it may be shown. */
export class LayersApi {
  readonly #wall: WatchedWall
  readonly #history: History

  constructor(wall: WatchedWall, history: History) {
    this.#wall = wall
    this.#history = history
  }

  async list(agent: string | undefined): Promise<LayerList> {
    const { body = {} } = (await this.#wall.describe?.()) ?? {}
    const agents = objects(body.agents)
    const own = agents.find(({ id }) => id === agent)
    const described = objects((own ?? body).layers)
    const chain = this.#wall.for(agent ?? '').explain()
    const names = described.map(({ name }) => String(name))
    const others = [...new Set(chain.map(({ layer }) => layer))].filter((layer) => !names.includes(layer))
    const all = [...described, ...others.map((name): JsonObject => ({ name }))]
    const isOn = (name: string): boolean => chain.some(({ layer }) => layer === name)
    const on = all.map(({ name }) => String(name)).filter(isOn)
    const recent = this.#history.sum(RECENT)
    return {
      agent: own === undefined ? null : (agent ?? null),
      agents: agents.map(({ id }) => String(id)),
      generation: typeof body.generation === 'number' ? body.generation : null,
      layers: all.map((layer): LayerItem => {
        const id = String(layer.name)
        const isEnabled = isOn(id) || layer.enabled === true
        const order = on.indexOf(id)
        const failures = recent.layers.get(id)?.failed ?? 0
        const { calls, denials } = recent.calls.get(id) ?? { calls: 0, denials: 0 }
        const links = chain.filter((link) => link.layer === id)
        return {
          id,
          version: textOr(layer.version, links[0]?.version ?? null),
          enabled: isEnabled,
          order: order < 0 ? null : order + 1,
          hooks: links.map((link) => placeOf(link, chain)),
          mode: layer.mode === 'observe' || links.some(({ mode }) => mode === 'observe') ? 'observe' : 'enforce',
          onFailure: layer.onFailure === 'flag' || links.some((link) => link.onFailure === 'flag') ? 'flag' : 'deny',
          config: layer.config ?? null,
          health: { state: healthOf(isEnabled, failures, calls), failures, lastFailureAt: this.#history.failedAt(id) },
          calls: links.length === 0 ? null : calls,
          denials: links.length === 0 ? null : denials,
        }
      }),
    }
  }
}

/** Nothing is said of a layer that no hook has reached. */
function healthOf(isEnabled: boolean, failures: number, calls: number): LayerItem['health']['state'] {
  if (!isEnabled) return 'off'
  if (failures > 0) return 'failing'
  return calls > 0 ? 'ok' : 'not-measured'
}

function placeOf(link: ChainLink, chain: readonly ChainLink[]): LayerItem['hooks'][number] {
  const { hook, stage, powers, deadlineMs } = link
  const place = chain.filter((other) => other.hook === hook).indexOf(link) + 1
  return { hook, stage, place, powers, deadlineMs }
}

function objects(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((item: JsonValue): item is JsonObject => isJsonObject(item)) : []
}

function textOr(value: JsonValue | undefined, other: string | null): string | null {
  return typeof value === 'string' ? value : other
}
