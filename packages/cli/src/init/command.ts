import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { failInit } from './errors.ts'
import { isThere } from './files.ts'

/** How others start this command. */
export interface OwnCommand {
  /** For a shell, with its quotes; Claude Code sets CLAUDE_PROJECT_DIR. */
  readonly shell: string
  /** For those who start programs themselves. */
  readonly words: readonly [string, ...string[]]
}

/** The command of the project where it is installed there, so that the files mean the same on every machine; else this very one. */
export async function ownCommand(folder: string): Promise<OwnCommand> {
  if (await isThere(join(folder, 'node_modules', '.bin', 'ringwall')))
    return { shell: '"$CLAUDE_PROJECT_DIR"/node_modules/.bin/ringwall', words: ['npx', 'ringwall'] }
  const binary = fileURLToPath(new URL('../../bin/ringwall.js', import.meta.url))
  return { shell: `${quoted(process.execPath)} ${quoted(binary)}`, words: [process.execPath, binary] }
}

/** A word between double quotes, in which a shell finds nothing to do. Throws INIT_PATH_UNQUOTABLE. */
export function quoted(word: string): string {
  if (/["$`\\!\n\r\0]/.test(word)) throw failInit('INIT_PATH_UNQUOTABLE', { path: JSON.stringify(word) })
  return `"${word}"`
}
