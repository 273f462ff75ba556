import type { Model } from '@ringwall/config'
import { HOOKS, type ChainLink } from '@ringwall/core'
import { openDryWall, type DryWallOptions } from './dry-wall.ts'
import { write, type Io } from './io.ts'
import { alignColumns, paletteFor, visible, type Palette } from './print.ts'
import { describeTransport } from './transport.ts'

/** Whose chain is printed, and how. */
export interface ExplainOptions extends Pick<DryWallOptions, 'config'> {
  readonly agent?: string
  readonly json: boolean
}

/** Prints the chain of every hook, in the order in which it runs. Returns 0. */
export async function runExplain(io: Io, options: ExplainOptions): Promise<number> {
  const { agent = 'default', json, ...where } = options
  const { wall, model } = await openDryWall(io, where)
  try {
    const chain = wall.explain(agent)
    const loosened = loosenedAgents(model)
    const { file, warnings } = model
    const transport = describeTransport(wall)
    await write(
      io.stdout,
      json
        ? `${JSON.stringify({ agent, config: file ?? null, chain, transport, loosened: Object.fromEntries(loosened), warnings })}\n`
        : toText({ agent, model, chain, transport, colors: paletteFor(io, io.stdout) }),
    )
    return 0
  } finally {
    await wall.close()
  }
}

/** What each agent's overrides weaken; agents that weaken nothing are not named. */
function loosenedAgents({ agents }: Model): readonly (readonly [string, readonly string[]])[] {
  return [...agents].flatMap(([id, { loosened }]) => (loosened.length > 0 ? [[id, loosened] as const] : []))
}

interface Explanation {
  readonly agent: string
  readonly model: Model
  readonly chain: readonly ChainLink[]
  readonly transport: string
  readonly colors: Palette
}

function toText({ agent, model, chain, transport, colors }: Explanation): string {
  const isOwn = model.agents.has(agent)
  const suffix = isOwn || agent === 'default' ? '' : ' (no entry under agents: the layers of everyone)'
  const tables = HOOKS.map((hook) =>
    [colors.bold(hook), ...rowsOf(chain.filter((link) => link.hook === hook))].join('\n'),
  )
  const others = [...model.agents.keys()].filter((id) => id !== agent)
  const notes = [
    `the gateway speaks ${visible(transport)}`,
    ...(others.length > 0 ? [`other agents with layers of their own: ${others.map(visible).join(', ')}`] : []),
    ...loosenedAgents(model).map(([id, what]) =>
      colors.yellow(`the agent ${visible(id)} is loosened: ${what.map(visible).join(', ')}`),
    ),
  ]
  const head = `agent ${visible(agent)}${suffix}, config ${visible(model.file ?? 'defaults')}`
  return `${[head, ...tables, notes.join('\n')].join('\n\n')}\n`
}

const HEAD = ['stage', 'layer', 'version', 'may', 'mode', 'on failure', 'deadline']

function rowsOf(links: readonly ChainLink[]): readonly string[] {
  if (links.length === 0) return ['  no layer']
  const isStreamed = links.some(({ streaming }) => streaming !== undefined)
  return alignColumns([isStreamed ? [...HEAD, 'streaming'] : HEAD, ...links.map(cellsOf)]).map((row) => `  ${row}`)
}

function cellsOf(link: ChainLink): readonly string[] {
  const { stage, layer, version, powers, mode, onFailure, deadlineMs, streaming } = link
  return [stage, layer, version, powers.join(' '), mode, onFailure, `${deadlineMs} ms`, streamingOf(streaming)]
}

function streamingOf(streaming: ChainLink['streaming']): string {
  if (streaming === undefined) return ''
  if (streaming === 'whole') return 'whole'
  const whole = streaming.whole === undefined ? '' : `, whole to ${streaming.whole.join(' and ')}`
  return `window ${streaming.window}${whole}`
}
