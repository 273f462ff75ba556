import { definePatterns } from '@ringwall/text'
import { BREAKOUT } from './patterns/breakout.ts'
import { EXECUTION } from './patterns/execution.ts'
import { EXFILTRATION } from './patterns/exfiltration.ts'
import { HARVESTING } from './patterns/harvesting.ts'
import { LANGUAGES } from './patterns/languages.ts'
import { MINING } from './patterns/mining.ts'
import { OBFUSCATION } from './patterns/obfuscation.ts'
import { POISONING } from './patterns/poisoning.ts'
import type { SkillRule } from './patterns/rule.ts'

/** Every rule of this layer. */
export const SKILL_RULES: readonly SkillRule[] = definePatterns([
  ...EXECUTION,
  ...HARVESTING,
  ...MINING,
  ...EXFILTRATION,
  ...OBFUSCATION,
  ...BREAKOUT,
  ...POISONING,
  ...LANGUAGES,
])
