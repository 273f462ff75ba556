import type { Stats } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf, readRegularFile } from '@ringwall/references'

const MAX_BYTES = 1024 * 1024

/** A text, or why there is none: `absent` where there is no such file. */
export type Text =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unread'; readonly problem: string }

/** Reads a regular file of at most 1 MiB, without a byte order mark. Never rejects, never waits for a pipe. */
export async function readText(file: string): Promise<Text> {
  const read = await readExactText(file)
  return read.kind === 'text' && read.text.startsWith('\uFEFF') ? { kind: 'text', text: read.text.slice(1) } : read
}

/** readText with the byte order mark: written again, the text is the file. */
export async function readExactText(file: string): Promise<Text> {
  try {
    const bytes = await readRegularFile(file, MAX_BYTES)
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'absent' }
    if (error instanceof RangeError) return { kind: 'unread', problem: error.message }
    return { kind: 'unread', problem: error instanceof TypeError ? 'it is not UTF-8' : code }
  }
}

/** What stands at a path, a link as itself; undefined where there is nothing. Rejects with what the system says otherwise. */
export async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined
    throw error
  }
}

/** The names in a folder, sorted; none where it is not there or is no folder. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).toSorted()
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return []
    throw error
  }
}

/** What is below a folder, by relative path in order. */
export interface Below {
  readonly files: readonly string[]
  /** The folder itself, as an empty name, and those below it. */
  readonly folders: readonly string[]
  /** Links, which are not followed, and whatever else is no regular file. */
  readonly others: readonly string[]
}

/** Everything below a folder; undefined where that is more than `limit` files. */
export async function filesBelow(folder: string, limit: number): Promise<Below | undefined> {
  const files: string[] = []
  const others: string[] = []
  const folders: string[] = []
  const pending = ['']
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    folders.push(at)
    const entries = await readdir(join(folder, at), { withFileTypes: true })
    for (const entry of entries) {
      const path = join(at, entry.name)
      if (entry.isDirectory()) pending.push(path)
      else (entry.isFile() ? files : others).push(path)
      if (files.length + others.length > limit) return undefined
    }
  }
  return { files: files.toSorted(), folders: folders.toSorted(), others: others.toSorted() }
}
