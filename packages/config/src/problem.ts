import { RingwallError, type ErrorParams } from '@ringwall/core'
import { CONFIG_ERRORS, fail, type ConfigErrorCode } from './errors.ts'

/** One thing that is wrong with a config, and where. It never shows the value of a secret. */
export interface Problem {
  /** One of CONFIG_ERRORS, stable. */
  readonly code: ConfigErrorCode
  readonly message: string
  /** What to do about it. */
  readonly fix: string
  /** Absolute; absent if there is no config file. */
  readonly file?: string
  /** From 1; absent for TypeScript files. */
  readonly line?: number
  /** From 1, in UTF-16 code units. */
  readonly column?: number
  /** The key's path, such as `gateway.tokens[0].token`; empty for the file as a whole. */
  readonly path: string
}

/** A place in a file. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** The keys and indices that lead to a value. */
export type Path = readonly (string | number)[]

/** A config that must not be used: RingwallError CONFIG_INVALID with every problem that was found. */
export class ConfigError extends RingwallError {
  readonly problems: readonly Problem[]

  constructor(file: string | undefined, problems: readonly Problem[]) {
    const list = problems.map((problem) => `  ${formatProblem(problem)}`).join('\n')
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`
    super('CONFIG_INVALID', CONFIG_ERRORS.CONFIG_INVALID, { file: file ?? 'The default config', count, list })
    this.problems = problems
  }
}

/** Makes a problem from the error table. */
export function makeProblem(
  code: ConfigErrorCode,
  params: ErrorParams,
  place: { readonly file: string | undefined; readonly path: Path; readonly position?: Position | undefined },
): Problem {
  const { message, fix } = fail(code, params)
  const { file, path, position } = place
  return { code, message, fix, ...(file === undefined ? {} : { file }), ...position, path: formatPath(path) }
}

/** One problem as one line: `file:line:column path: message [CODE]. What to do.` */
export function formatProblem({ code, message, fix, file, line, column, path }: Problem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':')
  const where = [place, path].filter((part) => part !== '').join(' ')
  return `${where === '' ? '' : `${where}: `}${message} [${code}]. ${fix}`
}

/** A path as a reader writes it: dots between keys, brackets around indices, quotes around odd keys. */
function formatPath(path: Path): string {
  let text = ''
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`
    else text += `${text === '' ? '' : '.'}${/^[\w$-]+$/.test(key) ? key : JSON.stringify(key)}`
  }
  return text
}
