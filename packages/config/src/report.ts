import type { ErrorParams } from '@ringwall/core'
import type { ConfigErrorCode } from './errors.ts'
import { ConfigError, makeProblem, type Path, type Problem } from './problem.ts'
import type { Source } from './source.ts'

/** Which part of a key-value pair a problem points at. */
export type Target = 'key' | 'value'

/** Collects problems and warnings of one source, so that a reader sees all of them at once. */
export class Report {
  readonly warnings: Problem[] = []
  readonly #problems: Problem[] = []
  readonly #source: Source

  constructor(source: Source) {
    this.#source = source
  }

  /** Records what keeps the config from being used. */
  problem(code: ConfigErrorCode, path: Path, params: ErrorParams = {}, target: Target = 'value'): void {
    this.#problems.push(this.#make(code, path, params, target))
  }

  /** Records what is allowed but deserves a look. */
  warning(code: ConfigErrorCode, path: Path, params: ErrorParams = {}, target: Target = 'value'): void {
    this.warnings.push(this.#make(code, path, params, target))
  }

  /** Whether the config can already not be used. */
  get hasProblems(): boolean {
    return this.#problems.length > 0
  }

  /** Throws ConfigError if there is any problem, in the order of the file. */
  throwIfAny(): void {
    if (this.#problems.length > 0) throw new ConfigError(this.#source.file, this.#problems.toSorted(byPosition))
  }

  #make(code: ConfigErrorCode, path: Path, params: ErrorParams, target: Target): Problem {
    return makeProblem(code, params, {
      file: this.#source.file,
      path,
      position: this.#source.locate(path, target),
    })
  }
}

function byPosition(a: Problem, b: Problem): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)
}
