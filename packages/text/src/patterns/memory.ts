import type { Pattern } from '../pattern.ts'
import { CLAIMS } from './memory/claims.ts'
import { DUTY } from './memory/duty.ts'
import { EXFILTRATION } from './memory/exfiltration.ts'
import { MACHINE } from './memory/machine.ts'
import { MISDIRECTION } from './memory/misdirection.ts'
import { ORDERS } from './memory/orders.ts'
import { READERS } from './memory/readers.ts'
import { STEALTH } from './memory/stealth.ts'

/**
 * What a memory must not hold: orders to whoever reads it later, made-up consent, wishes and rights, ways to stay hidden. They are
 * apart from INJECTION_PATTERNS, since much of this is common in texts that are read once.
 */
export const MEMORY_PATTERNS: readonly Pattern[] = Object.freeze([
  ...EXFILTRATION,
  ...ORDERS,
  ...READERS,
  ...CLAIMS,
  ...MISDIRECTION,
  ...STEALTH,
  ...MACHINE,
  ...DUTY,
])
