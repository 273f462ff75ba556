import { gradePath } from '../arguments/path.ts'
import type { Grade } from '../action.ts'

/** Cmdlets that only look, and what only shapes what they say. */
const LOOKS =
  /^(?:get-(?:childitem|content|item|itemproperty|location|process|service|date|command|help|host|psdrive|filehash|acl|alias|member|module|variable|history|ciminstance|computerinfo|netipaddress|nettcpconnection|volume|disk|eventlog|winevent|culture|uptime|unique)|test-(?:path|connection|netconnection)|resolve-path|join-path|split-path|convert-path|select-(?:string|object)|sort-object|group-object|measure-object|compare-object|format-(?:table|list|wide|hex)|out-(?:string|host|null)|write-(?:output|host)|convert(?:to|from)-(?:json|csv|html)|set-location|push-location|pop-location)$/i

/**
 * Grades PowerShell of its plainest form: cmdlets that only look, with plain words, in a pipeline or a list. False for
 * everything else, which is for the shell's reader: blocks, variables, calls, escapes and redirections could hide anything.
 */
export function isPlainPowershell(text: string, grade: Grade): boolean {
  if (text.length > 4096 || !/^[\w\s.,:;|/\\*?+='"@%~-]*$/.test(text)) return false
  // A backslash before a quote ends a string here, and not in a shell.
  if (/\\['"]|@['"]|--%/.test(text)) return false
  const bare = text.replaceAll(
    /'[^'\n]*'|"[^"\n]*"/g,
    (quoted) => quoted.slice(1, -1).replaceAll(/[;|\s'"]/g, '_') || '_',
  )
  if (/['"]/.test(bare)) return false
  const commands = bare.split(/[;|\n]/).map((command) => command.trim())
  if (!commands.every((command) => LOOKS.test(command.split(/\s/, 1)[0] ?? ''))) return false
  for (const word of bare.split(/[\s;|,]+/)) gradePath(word, false, grade)
  return true
}
