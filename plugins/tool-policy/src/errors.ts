import { defineErrors, type ErrorFactory } from '@ringwall/core'

/** Every error that this package throws. */
export const TOOL_POLICY_ERRORS = {
  TOOL_POLICY_STORE_MISSING: {
    message: 'The layer tool-policy has `rates`, and no store to count calls in.',
    fix: 'Pass a store in createKernel({ services }), name one in the config file, or remove `rates`.',
  },
  TOOL_POLICY_CANNOT_NARROW: {
    message: 'The tools of the session could not be narrowed: {problem}.',
    fix: 'Do not load the skill, or give the layer tool-policy a store and `skills: narrow`.',
  },
} as const

/** The factory of this package's errors. */
export const fail: ErrorFactory<keyof typeof TOOL_POLICY_ERRORS> = defineErrors(TOOL_POLICY_ERRORS)
