import { realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { statOf } from './files.ts'

/** The real folder of an installed package, looked for as loading a layer does; nothing of it runs. */
export async function packageFolder(name: string, origins: readonly string[]): Promise<string | undefined> {
  const parts = name.split('/')
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return undefined
  // What is called ours comes with this program, where that brings it.
  const [first = '', ...rest] = origins
  for (const origin of name.startsWith('@ringwall/') ? [...rest, first] : origins)
    for (let at = origin; ; at = dirname(at)) {
      const folder = join(at, 'node_modules', ...parts)
      if ((await statOf(join(folder, 'package.json'))) !== undefined) return realpath(folder)
      if (dirname(at) === at) break
    }
  return undefined
}
