import { dirname, extname, join, resolve } from 'node:path'
import { CONFIG_FILES } from '@ringwall/config'
import { copyJson, isJsonObject, type JsonObject } from '@ringwall/core'
import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, type Document } from 'yaml'
import { readExactText, statOf, type Text } from './files.ts'

/** The config file as it is written, whether or not it can be used. */
export interface ConfigFile {
  /** Absolute; undefined where there is none. */
  readonly path: string | undefined
  /** Its folder, or that of the project. */
  readonly folder: string
  readonly text: Text
  /** What it says, where it is YAML or JSON that can be read. */
  readonly value: JsonObject | undefined
  /** Where a key stands. */
  locate(path: readonly string[]): { readonly line: number; readonly column: number } | undefined
}

/** Finds the config file and reads it. Never rejects for what the file is. */
export async function readConfigFile(cwd: string, name: string | undefined): Promise<ConfigFile> {
  const path = name === undefined ? await findFile(cwd) : resolve(cwd, name)
  if (path === undefined)
    return { path, folder: cwd, text: { kind: 'absent' }, value: undefined, locate: () => undefined }
  const text = await readExactText(path)
  const lines = new LineCounter()
  const document = text.kind === 'text' && isYaml(path) ? parse(text.text, lines) : undefined
  const value = document && toObject(document)
  const locate: ConfigFile['locate'] = (keys) => {
    const offset = document && offsetOf(document, keys)
    if (offset === undefined) return undefined
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  return { path, folder: dirname(path), text, value, locate }
}

/** Whether a config file can be changed key by key. What a link leads to may be somebody else's. */
export async function isEditable({ path, text }: ConfigFile): Promise<boolean> {
  if (path === undefined || text.kind !== 'text' || !isYaml(path)) return false
  return (await statOf(path))?.isFile() === true
}

function isYaml(path: string): boolean {
  return ['.yaml', '.yml', '.json'].includes(extname(path).toLowerCase())
}

async function findFile(cwd: string): Promise<string | undefined> {
  for (const name of CONFIG_FILES) {
    const path = join(cwd, name)
    // What cannot be looked at is no reason to go by another file.
    const stats = await statOf(path).catch(() => true)
    if (stats !== undefined) return path
  }
  return undefined
}

function parse(text: string, lines: LineCounter): Document | undefined {
  try {
    const document = parseDocument(text, { version: '1.2', schema: 'core', lineCounter: lines, prettyErrors: false })
    return document.errors.length === 0 ? document : undefined
  } catch {
    return undefined // nested so deeply that the stack is exhausted
  }
}

function toObject(document: Document): JsonObject | undefined {
  try {
    const value = copyJson(document.toJS({ maxAliasCount: 100 }) ?? {})
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function offsetOf(document: Document, keys: readonly string[]): number | undefined {
  let node: unknown = document.contents
  let offset: number | undefined
  for (const key of keys) {
    if (!isMap(node)) return offset
    const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === key)
    if (pair === undefined || !isNode(pair.key)) return offset
    offset = pair.key.range?.[0] ?? offset
    node = pair.value
  }
  return offset
}
