import { defineErrors, type ErrorFactory } from '@ringwall/core'

/** Every error of `ringwall init`. In all of them nothing was changed. */
export const INIT_ERRORS = {
  INIT_NOT_INTERACTIVE: {
    message: 'there is no terminal to ask questions on',
    fix: 'Give --yes to take what is found without questions; --dry-run shows it first.',
  },
  INIT_FILE_BROKEN: {
    message: '{file} is not what it should be: {problem}',
    fix: 'Correct the file, or leave its part out with --with; nothing was changed.',
  },
  INIT_FILE_UNUSABLE: {
    message: '{file} cannot be read or written: {problem}',
    fix: 'Make it a file of your own that you may read and write; nothing was changed.',
  },
  INIT_PATH_UNQUOTABLE: {
    message: '{path} cannot stand in a command line of the settings',
    fix: 'Install ringwall in a folder without quotes, dollar signs, backticks, backslashes and line breaks in its name.',
  },
  INIT_NOTHING_TO_UNDO: {
    message: 'nothing that `ringwall init` wrote is to be undone in {folder}',
    fix: 'Run it in the folder in which init was run.',
  },
  INIT_CHANGED_SINCE: {
    message: '{file} was changed after init wrote it, so it is not put back',
    fix: 'Take out by hand what init put in; what stood there before is in {backup}.',
  },
} as const

/** A code of INIT_ERRORS. */
export type InitErrorCode = keyof typeof INIT_ERRORS

/** The factory of these errors. */
export const failInit: ErrorFactory<InitErrorCode> = defineErrors(INIT_ERRORS)
