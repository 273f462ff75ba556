import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import { openDryWall, type DryWallOptions } from './dry-wall.ts'
import { write, type Io } from './io.ts'
import { visible } from './print.ts'

/** Whose layers look at the config before it is printed, and how it is printed. */
export interface ConfigOptions extends Pick<DryWallOptions, 'config'> {
  readonly agent?: string
  readonly json: boolean
}

/** Prints the config in force, redacted as the gateway's view of it is. Returns 0, or 1 where a layer refuses to let it out. */
export async function runConfig(io: Io, { agent = 'default', json, ...where }: ConfigOptions): Promise<number> {
  const { wall } = await openDryWall(io, where)
  try {
    const { body, meta } = await wall.describe()
    const session = { tenantId: 'default', agentId: agent, sessionId: crypto.randomUUID() }
    const { outcome, payload, rulings } = await wall
      .for(agent)
      .onOutbound({ destination: 'operator', body, meta }, session)
    if (outcome !== 'allow' || !isJsonObject(payload.body)) {
      const ruling = rulings.findLast(({ enforced, kind }) => enforced && kind !== 'flag')
      io.stderr.write(`the config was withheld by ${ruling?.layer ?? 'the kernel'}: ${ruling?.code ?? 'DENIED'}\n`)
      return 1
    }
    await write(io.stdout, json ? `${JSON.stringify(payload.body)}\n` : `${toLines(payload.body, '').join('\n')}\n`)
    return 0
  } finally {
    await wall.close()
  }
}

/** A value as YAML: what YAML could take for something else is quoted as in JSON. */
function toLines(value: JsonObject | readonly JsonValue[], indent: string): readonly string[] {
  const isList = isArray(value)
  const entries: readonly (readonly [string, JsonValue])[] = isList
    ? value.map((item) => ['-', item] as const)
    : Object.entries(value).map(([key, item]) => [`${scalar(key)}:`, item] as const)
  return entries.flatMap(([lead, item]) => {
    if (typeof item !== 'object' || item === null) return [`${indent}${lead} ${scalar(item)}`]
    if (Object.keys(item).length === 0) return [`${indent}${lead} ${isArray(item) ? '[]' : '{}'}`]
    const below = toLines(item, `${indent}  `)
    if (!isList) return [`${indent}${lead}`, ...below]
    return [`${indent}- ${(below[0] ?? '').trimStart()}`, ...below.slice(1)]
  })
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}

function scalar(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value)
  const isPlain =
    /^[A-Za-z/.][\w/.:@+-]*$/.test(value) &&
    !value.endsWith(':') &&
    !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value)
  return isPlain ? value : visible(JSON.stringify(value))
}
