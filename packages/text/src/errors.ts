import { defineErrors } from '@ringwall/core'
import type { ErrorEntry, ErrorFactory } from '@ringwall/core'

/** Every error that this package throws. */
export const TEXT_ERRORS: Readonly<Record<'PATTERN_INVALID' | 'PATTERN_DUPLICATE', ErrorEntry>> = {
  PATTERN_INVALID: {
    message: 'Pattern {id} is invalid: {problem}.',
    fix: 'RE2 syntax has no look-around or back-references; rewrite the pattern, or correct the named field.',
  },
  PATTERN_DUPLICATE: {
    message: 'Pattern {id} is defined twice.',
    fix: 'Give every pattern of a set an id of its own.',
  },
}

/** The factory of this package's errors. */
export const fail: ErrorFactory<keyof typeof TEXT_ERRORS> = defineErrors(TEXT_ERRORS)
