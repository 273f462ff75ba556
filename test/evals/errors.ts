import { defineErrors, type ErrorFactory } from '@ringwall/core'

/** Every error of the evals; each ends the run with exit code 2. */
export const EVAL_ERRORS = {
  EVAL_USAGE: {
    message: '{problem}',
    fix: 'Run `pnpm eval --help`.',
  },
  CORPUS_UNREADABLE: {
    message: '{file} cannot be read: {problem}',
    fix: 'Name a JSONL file that exists and that you may read.',
  },
  CORPUS_LINE_INVALID: {
    message: '{file}, line {line}: {problem}',
    fix: 'Correct the line; CONTRIBUTING.md, Measuring, says what a row holds.',
  },
  CORPUS_EMPTY: {
    message: '{file} has no rows',
    fix: 'Name a file with one JSON object in each line.',
  },
  CLASS_MISSING: {
    message: 'no row is labelled {label}, so {measures} cannot be computed',
    fix: 'Add a corpus that has such rows with another --corpus, or raise --limit.',
  },
  SCORE_MISSING: {
    message: 'no row got a score from {layer}; scores came from {others}',
    fix: 'Name with --score a layer that scores, have it among --layers, and take a --source that reaches it.',
  },
  ROW_REFUSED: {
    message: '{place}: the wall did not judge the row: {problem}',
    fix: 'Correct the row; what was not judged must not count as caught.',
  },
  ANSWERS_MISSING: {
    message: 'the wall answered {answers} of {questions} rows',
    fix: 'This is a bug in check --batch or in the evals; report it.',
  },
} as const

/** The factory of the evals' errors. */
export const fail: ErrorFactory<keyof typeof EVAL_ERRORS> = defineErrors(EVAL_ERRORS)

/** Thrown where `ringwall check` has failed and told so itself: there is nothing to add. */
export class ToldAlready extends Error {
  override readonly name = 'ToldAlready'
}
