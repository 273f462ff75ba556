import { mkdtempSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { messageOf } from '@ringwall/core'
import { fail } from './errors.ts'
import { isBelow, realOr } from './workspace/files.ts'

/**
 * Makes a folder for files that the sandbox is made of: below none of the folders that a command gets, whatever TMPDIR says. Throws
 * SANDBOX_NOT_STARTED.
 */
export function makeTemporary(prefix: string, given: readonly string[]): string {
  const folders = given.map(realOr)
  const problems: string[] = []
  for (const place of new Set([tmpdir(), '/tmp', '/var/tmp'])) {
    try {
      const real = realpathSync(place)
      if (!folders.some((folder) => real === folder || isBelow(real, folder))) return mkdtempSync(join(real, prefix))
      problems.push(`${place} is in a folder that commands get`)
    } catch (error) {
      problems.push(messageOf(error))
    }
  }
  throw fail('SANDBOX_NOT_STARTED', { problem: `no folder for temporary files: ${problems.join(', ')}` })
}
