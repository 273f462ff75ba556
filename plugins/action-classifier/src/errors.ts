import { defineErrors, type ErrorFactory } from '@ringwall/core'

/** Every error with which a registration is refused. */
export const ACTION_CLASSIFIER_ERRORS = {
  ACTION_LOWERED: {
    message: 'The registration of {tool} as {class} by {source} is below what is known of it: {known}.',
    fix: 'Register it at least as high. An operator who knows better says so under `trust` in the config of action-classifier.',
  },
  ACTION_INVALID: {
    message: 'A registration by {source} cannot be used: {problem}.',
    fix: 'Give it an id, a group, a class (read, mutate or destructive) and the names of its tools.',
  },
  ACTIONS_LOCKED: {
    message: 'The registration of {tool} by {source} came too late: the first call has been classified.',
    fix: 'Register in the setup of the plugin, which lists Actions under requires or optional.',
  },
} as const

/** The factory of this package's errors. */
export const fail: ErrorFactory<keyof typeof ACTION_CLASSIFIER_ERRORS> = defineErrors(ACTION_CLASSIFIER_ERRORS)
