import type { Pattern } from '../pattern.ts'
import { ANSWER } from './jailbreak/answer.ts'
import { FORMAT } from './jailbreak/format.ts'
import { INSTRUCTIONS } from './jailbreak/instructions.ts'
import { OTHER_LANGUAGES } from './jailbreak/languages.ts'
import { OVERRIDE } from './jailbreak/override.ts'
import { PERSONA } from './jailbreak/persona.ts'
import { SAFETY } from './jailbreak/safety.ts'

/** The phrasings of instruction override and jailbreaks; jailbreak-detection scores a text by these alone. */
export const JAILBREAK_PATTERNS: readonly Pattern[] = Object.freeze([
  ...OVERRIDE,
  ...SAFETY,
  ...INSTRUCTIONS,
  ...PERSONA,
  ...ANSWER,
  ...FORMAT,
  ...OTHER_LANGUAGES,
])
