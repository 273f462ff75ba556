import { copyJson, isJsonObject, type Inbound, type JsonObject } from '@ringwall/core'
import { textLines } from '@ringwall/text'

/** One text that goes through the layers, and where its parts stand in the file. */
export interface ScanSubject {
  readonly payload: Inbound
  /** Undefined for a piece of a file. */
  readonly tool?: { readonly name: string; readonly definition: JsonObject }
  /** The place in the file's text of a place in the payload's. */
  readonly toFile: (offset: number) => number
}

/** Long files go in pieces, so that layers with a limit on texts see all of them. */
const PIECE = 50_000
/** Longer than the longest match of any rule that has a bound. */
const OVERLAP = 2000
/** Deeper JSON is no list of tools, and would exhaust the stack. */
const MAX_JSON_DEPTH = 100

/** A SKILL.md, whole: an agent loads it as one text. */
export function skillSubject(text: string, path: string): ScanSubject {
  return { payload: { source: 'skill', text, meta: { path } }, toFile: (offset) => offset }
}

/** Any other file, in pieces; `structured` says that it cannot be rewritten. */
export function fileSubjects(text: string, path: string): readonly ScanSubject[] {
  const subjects: ScanSubject[] = []
  for (let start = 0; start === 0 || start + OVERLAP < text.length; start += PIECE - OVERLAP) {
    const from = isLowSurrogate(text, start) ? start - 1 : start
    const to = isLowSurrogate(text, start + PIECE) ? start + PIECE - 1 : start + PIECE
    const payload: Inbound = { source: 'skill', text: text.slice(from, to), meta: { path, structured: true } }
    subjects.push({ payload, toFile: (offset) => from + offset })
  }
  return subjects
}

/**
 * The tools that a JSON file defines (`tools`, `result.tools` of an MCP answer, a list of definitions, or lines of any of
 * these), none if it is no such file, or why they cannot be read.
 */
export function toolSubjects(text: string, path: string): readonly ScanSubject[] | string {
  const json = text.replace(/^\ufeff/, '')
  if (!/^\s*[[{]/.test(json.slice(0, 1000))) return []
  const values = parseJson(json)
  // What some reader of JSON with comments takes for a list of tools must not pass as a mere text.
  if (values === undefined)
    return /"(?:inputSchema|input_schema)"/.test(json) ? 'it defines tools and is not valid JSON' : []
  const subjects: ScanSubject[] = []
  for (const tool of values.flatMap(toolsOf)) {
    const subject = toolSubject(tool, text, path)
    if (typeof subject === 'string') return subject
    subjects.push(subject)
  }
  return subjects
}

/** The value of a JSON text, or the values of its lines; undefined where it is neither. */
function parseJson(json: string): readonly unknown[] | undefined {
  try {
    return [JSON.parse(json)]
  } catch {
    // Each line is read once more at most.
  }
  try {
    return json.split('\n').flatMap((line): readonly unknown[] => (line.trim() === '' ? [] : [JSON.parse(line)]))
  } catch {
    return undefined
  }
}

function toolsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value))
    return value.every(isDefinition) ? value : value.flatMap((one) => (Array.isArray(one) ? [] : toolsOf(one)))
  if (!isRecord(value)) return []
  const { tools, result } = value
  if (Array.isArray(tools)) return tools
  return isRecord(result) && Array.isArray(result.tools) ? result.tools : []
}

function isDefinition(value: unknown): boolean {
  const own = isRecord(value) && isRecord(value.function) ? value.function : value
  return (
    isRecord(own) &&
    typeof own.name === 'string' &&
    ('description' in own || 'inputSchema' in own || 'parameters' in own)
  )
}

function toolSubject(tool: unknown, file: string, path: string): ScanSubject | string {
  const own = isRecord(tool) && isRecord(tool.function) ? tool.function : tool
  if (!isRecord(own) || typeof own.name !== 'string' || own.name === '') return 'a tool in its list has no name'
  if (depthOf(own) > MAX_JSON_DEPTH) return `the tool ${own.name} nests more than ${MAX_JSON_DEPTH} levels`
  const definition = copyDefinition(own)
  if (definition === undefined)
    return `the tool ${own.name} holds what no layer takes, such as 1e999 or a __proto__ member`
  const lines = textLines(definition)
  const { name } = own
  const meta = { path, tool: name, structured: true, definition }
  return {
    payload: { source: 'skill', text: lines.join('\n'), meta },
    tool: { name, definition },
    toFile: placesIn(file, lines, name),
  }
}

function copyDefinition(own: Record<string, unknown>): JsonObject | undefined {
  try {
    const copy = copyJson(own)
    return isJsonObject(copy) ? copy : undefined
  } catch {
    return undefined // the caller says what it means
  }
}

/** Strings are looked up in the file as JSON writes them; one that is escaped in another way is placed at its tool. */
function placesIn(file: string, lines: readonly string[], name: string): (offset: number) => number {
  const home = Math.max(0, file.indexOf(JSON.stringify(name)))
  return (offset) => {
    let start = 0
    for (const text of lines) {
      if (offset <= start + text.length) {
        const after = file.indexOf(JSON.stringify(text), home)
        const at = after < 0 ? file.indexOf(JSON.stringify(text)) : after
        return at < 0 ? home : at + 1 + JSON.stringify(text.slice(0, offset - start)).length - 2
      }
      start += text.length + 1
    }
    return home
  }
}

/** Levels of a JSON value, counted without recursion. */
function depthOf(root: unknown): number {
  let depth = 0
  let level: unknown[] = [root]
  while (level.length > 0 && depth <= MAX_JSON_DEPTH) {
    depth++
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []))
  }
  return depth
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return at > 0 && unit >= 0xdc00 && unit <= 0xdfff
}
