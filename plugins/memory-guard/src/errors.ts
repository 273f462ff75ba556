import { defineErrors, type ErrorFactory } from '@ringwall/core'

/** Every error that this package throws. */
export const MEMORY_GUARD_ERRORS = {
  MEMORY_UNGUARDED: {
    message: 'The memory is not guarded: {problem}.',
    fix: 'Enable the layer memory-guard with mode enforce and onFailure deny; a guarded memory does not work without it.',
  },
  MEMORY_STORE_MISSING: {
    message: 'The layer memory-guard has no store to keep memories in.',
    fix: 'Pass a store in createKernel({ services }), or name one in the config file.',
  },
  MEMORY_ARGUMENT_INVALID: {
    message: 'The memory refused the argument {argument}: {problem}.',
    fix: 'Pass a value of the documented type and range.',
  },
} as const

/** The factory of this package's errors. */
export const fail: ErrorFactory<keyof typeof MEMORY_GUARD_ERRORS> = defineErrors(MEMORY_GUARD_ERRORS)
