import { defineErrors, type ErrorFactory } from '@ringwall/core'

/** Every error that the test kit throws while tests are collected; a failing test throws an AssertionError instead. */
export const TESTKIT_ERRORS = {
  RUNNER_MISSING: {
    message: 'The test kit found no function {missing} to register tests with.',
    fix: 'Pass { describe, it } of your test runner, or turn on its globals.',
  },
  TABLE_EMPTY: {
    message: 'The table of {layer} has no cases.',
    fix: 'Add cases: an empty table is a green test that tests nothing.',
  },
  TABLE_ONE_SIDED: {
    message: 'The table of {layer} has no case that {missing}.',
    fix: 'Add one: a layer that always speaks, or never does, would pass this table.',
  },
  TABLE_DUPLICATE: {
    message: 'The table of {layer} has the same case twice: "{first}" and "{second}".',
    fix: 'Remove one of them, or change what makes it a case of its own.',
  },
  CASE_INVALID: {
    message: 'The case "{name}" of {layer} is invalid: {problem}.',
    fix: 'Correct the case: as it stands it could not fail, or could not pass, for a reason of its own.',
  },
  SUBJECT_INVALID: {
    message: 'conformance cannot start: {problem}.',
    fix: 'Correct the options of conformance; the README of @ringwall/testkit lists all of them.',
  },
} as const

/** The factory of the test kit's own errors. */
export const fail: ErrorFactory<keyof typeof TESTKIT_ERRORS> = defineErrors(TESTKIT_ERRORS)
