import { defineErrors, type ErrorFactory } from '@ringwall/core'

/** Every error of this package. What keeps a single check from its work is no error: it is not measured then. */
export const DOCTOR_ERRORS = {
  DOCTOR_UNKNOWN_CHECK: {
    message: 'there is no check and no group {name}',
    fix: 'Name a check or a group of docs/hardening.md; `ringwall doctor --list` prints them.',
  },
  DOCTOR_NO_CHECK: {
    message: 'what is left out leaves no check',
    fix: 'Leave out less: a report of nothing would look like one in which nothing was found.',
  },
  DOCTOR_FILE_CHANGED: {
    message: '{file} is not what it was when the changes were shown',
    fix: 'Run it again and look at the changes as they are now.',
  },
  DOCTOR_REPAIR_REFUSED: {
    message: 'the config would not load after the changes, so {file} was left as it is: {problem}',
    fix: 'Make the change by hand; what was shown says which.',
  },
  DOCTOR_WRITE_FAILED: {
    message: '{file} cannot be changed: {problem}',
    fix: 'Run it as the owner of the file; what was changed before stays, with its backup.',
  },
} as const

/** A code of DOCTOR_ERRORS. */
export type DoctorErrorCode = keyof typeof DOCTOR_ERRORS

/** The factory of this package's errors. */
export const fail: ErrorFactory<DoctorErrorCode> = defineErrors(DOCTOR_ERRORS)
