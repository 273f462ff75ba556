import { isJsonObject, type JsonObject, type JsonValue, type LayerOptions } from '@ringwall/core'
import { LAYER_KEYS, LOOSEN_KEY } from './file-schema.ts'
import { layerId } from './layer-name.ts'
import type { Path } from './problem.ts'
import type { Report } from './report.ts'

/** What the file says about one layer, in one place. */
export interface Entry {
  /** As the file names it. */
  readonly name: string
  /** Where it stands. */
  readonly path: Path
  /** Absent where an override leaves it as it is. */
  readonly enabled?: boolean
  readonly options: LayerOptions
  /** The plugin's own keys, references unresolved. */
  readonly config: JsonObject
  readonly loosen: boolean
}

/** The entries of a `layers` mapping, by the layer that they mean; those of a wrong type are left out, as the file's schema reports them. */
export function readEntries(value: JsonValue | undefined, base: Path, report: Report): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>()
  if (value === undefined || !isJsonObject(value)) return entries
  for (const [name, raw] of Object.entries(value)) {
    const entry = readEntry(name, raw, [...base, name])
    if (entry === undefined) continue
    const id = layerId(name)
    const first = entries.get(id)
    if (first === undefined) entries.set(id, entry)
    else report.problem('CONFIG_DUPLICATE_LAYER', entry.path, { layer: id, first: first.name, second: name }, 'key')
  }
  return entries
}

function readEntry(name: string, raw: JsonValue, path: Path): Entry | undefined {
  switch (raw) {
    case 'on':
      return { name, path, enabled: true, options: { mode: 'enforce' }, config: {}, loosen: false }
    case 'observe':
      return { name, path, enabled: true, options: { mode: 'observe' }, config: {}, loosen: false }
    case 'off':
      return { name, path, enabled: false, options: {}, config: {}, loosen: false }
    default:
      return isJsonObject(raw) ? readObject(name, raw, path) : undefined
  }
}

/** Values of a wrong type are left out here: the file's schema has reported them. */
function readObject(name: string, raw: JsonObject, path: Path): Entry {
  const { enabled, mode, onFailure, deadlineMs } = raw
  const options: LayerOptions = {
    ...(mode === 'enforce' || mode === 'observe' ? { mode } : {}),
    ...(onFailure === 'deny' || onFailure === 'flag' ? { onFailure } : {}),
    ...(typeof deadlineMs === 'number' ? { deadlineMs } : {}),
  }
  const config = Object.fromEntries(Object.entries(raw).filter(([key]) => !isReserved(key)))
  const state = typeof enabled === 'boolean' ? { enabled } : {}
  return { name, path, ...state, options, config, loosen: raw[LOOSEN_KEY] === true }
}

function isReserved(key: string): boolean {
  return key === LOOSEN_KEY || LAYER_KEYS.includes(key)
}
