import type { Pattern } from '../pattern.ts'
import { CONTENT_SCANNER } from './content-scanner.ts'
import { CREDENTIAL_LOGGING } from './credential-logging.ts'
import { DANGEROUS_COMMANDS } from './dangerous-commands.ts'
import { INVISIBLE_CHARACTERS } from './invisible-characters.ts'
import { JAILBREAK_PATTERNS } from './jailbreak.ts'
import { FORGED_TURNS } from './role-markers.ts'
import { SECRET_FORMATS } from './secret-formats.ts'

/** The parts of the library, by what their patterns find. */
export type InjectionCategory =
  | 'jailbreak-phrasing'
  | 'role-markers'
  | 'dangerous-commands'
  | 'secret-formats'
  | 'prompt-extraction'
  | 'credential-logging'
  | 'invisible-characters'
  | 'content-scanner'

/** Scoring families of jailbreak-detection that are parts of their own here; its other families are phrasing. */
const MARKERS: ReadonlySet<string> = new Set(['role-markers', 'special-tokens', 'system-markers'])
const EXTRACTION = 'prompt-extraction'

/** Every pattern of the library by part; each is in one part. */
export const INJECTION_LIBRARY: Readonly<Record<InjectionCategory, readonly Pattern[]>> = Object.freeze({
  'jailbreak-phrasing': JAILBREAK_PATTERNS.filter(({ category }) => category !== EXTRACTION && !MARKERS.has(category)),
  'role-markers': [...JAILBREAK_PATTERNS.filter(({ category }) => MARKERS.has(category)), ...FORGED_TURNS],
  'dangerous-commands': DANGEROUS_COMMANDS,
  'secret-formats': SECRET_FORMATS,
  'prompt-extraction': JAILBREAK_PATTERNS.filter(({ category }) => category === EXTRACTION),
  'credential-logging': CREDENTIAL_LOGGING,
  'invisible-characters': INVISIBLE_CHARACTERS,
  'content-scanner': CONTENT_SCANNER,
})

/** Every pattern of the library. A layer picks what it judges by: a part, or patterns by id. */
export const INJECTION_PATTERNS: readonly Pattern[] = Object.freeze(Object.values(INJECTION_LIBRARY).flat())
