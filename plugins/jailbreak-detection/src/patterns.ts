import type { Pattern } from '@ringwall/text'
import { ANSWER } from './patterns/answer.ts'
import { FORMAT } from './patterns/format.ts'
import { INSTRUCTIONS } from './patterns/instructions.ts'
import { OTHER_LANGUAGES } from './patterns/languages.ts'
import { OVERRIDE } from './patterns/override.ts'
import { PERSONA } from './patterns/persona.ts'
import { SAFETY } from './patterns/safety.ts'

/** Every pattern of this layer. */
export const PATTERNS: readonly Pattern[] = [
  ...OVERRIDE,
  ...SAFETY,
  ...INSTRUCTIONS,
  ...PERSONA,
  ...ANSWER,
  ...FORMAT,
  ...OTHER_LANGUAGES,
]
