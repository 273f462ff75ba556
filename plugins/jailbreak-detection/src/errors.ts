import { defineErrors, type ErrorFactory } from '@ringwall/core'

/** Every error that this package throws. */
export const JAILBREAK_DETECTION_ERRORS = {
  MODEL_UNREADABLE: {
    message: 'The model of the injection classifier cannot be read: {problem}.',
    fix: 'Install @ringwall/plugin-jailbreak-detection again, with its folder `model`, or set `engine: patterns`.',
  },
} as const

/** The factory of this package's errors. */
export const fail: ErrorFactory<keyof typeof JAILBREAK_DETECTION_ERRORS> = defineErrors(JAILBREAK_DETECTION_ERRORS)
