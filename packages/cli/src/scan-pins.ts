import { randomUUID } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { messageOf, type JsonObject } from '@ringwall/core'
import { toolDefinitionHash } from '@ringwall/plugin-skill-scanner'
import { z } from 'zod'
import { fail } from './errors.ts'

/** Names of tools to hashes of their definitions. */
export type Pins = Readonly<Record<string, string>>

const Shape = z.strictObject({
  version: z.literal(1),
  tools: z.record(z.string().min(1), z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex')),
})

/** The pins of a file; undefined where there is none. Throws PINS_INVALID. */
export async function readPins(file: string): Promise<Pins | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw fail('PINS_INVALID', { file, problem: messageOf(error) }, error)
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw fail('PINS_INVALID', { file, problem: 'it is not JSON' })
  }
  const parsed = Shape.safeParse(value)
  if (parsed.success) return parsed.data.tools
  const [issue] = parsed.error.issues
  throw fail('PINS_INVALID', { file, problem: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'malformed'}` })
}

/** A tool that was found. */
export interface FoundTool {
  readonly name: string
  readonly definition: JsonObject
}

/** The pins of tools. Throws PINS_CONFLICT where two of one name differ. */
export function pinTools(tools: readonly FoundTool[]): Pins {
  const pins = new Map<string, string>()
  for (const { name, definition } of tools) {
    const hash = toolDefinitionHash(definition)
    if ((pins.get(name) ?? hash) !== hash) throw fail('PINS_CONFLICT', { tool: JSON.stringify(name) })
    pins.set(name, hash)
  }
  return Object.fromEntries([...pins].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** Writes pins, whole or not at all. Throws PINS_UNWRITABLE. */
export async function writePins(file: string, tools: Pins): Promise<void> {
  const draft = `${file}.${randomUUID()}`
  try {
    await writeFile(draft, `${JSON.stringify({ version: 1, tools }, null, 2)}\n`, { flag: 'wx' })
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw fail('PINS_UNWRITABLE', { file, problem: messageOf(error) }, error)
  }
}
