import { isRingwallError, messageOf, type RingwallError } from '@ringwall/core'
import { fail } from './errors.ts'
import type { Io } from './io.ts'
import { paletteFor, visible } from './print.ts'

/** How errors are shown. */
export interface ErrorStyle {
  readonly json: boolean
}

/** Where the command line has a shorter way out than the error's own. */
const SHORTCUTS: Readonly<Record<string, string>> = {
  PORT_IN_USE: 'ringwall serve --port 0   # any free port; after npm start: npm start -- --port 0',
}

/** Tells a person, or with `json` a machine, what went wrong: code, message, way out. A stack only with RINGWALL_DEBUG=1. */
export function reportError(io: Pick<Io, 'stderr' | 'env'>, thrown: unknown, { json }: ErrorStyle): void {
  const error = isRingwallError(thrown) ? thrown : fail('INTERNAL', { problem: messageOf(thrown) }, thrown)
  io.stderr.write(json ? `${JSON.stringify(toJson(error))}\n` : toText(io, error))
  if (io.env.RINGWALL_DEBUG === '1') io.stderr.write(`${stackOf(thrown)}\n`)
}

function toText(io: Pick<Io, 'stderr' | 'env'>, { code, message, fix }: RingwallError): string {
  const colors = paletteFor(io, io.stderr)
  const shortcut = SHORTCUTS[code]
  const lines = [
    `${colors.red('error')} ${colors.bold(code)}: ${visible(message)}`,
    `${colors.green('fix')}: ${visible(fix)}`,
    ...(shortcut === undefined ? [] : [`${colors.green('try')}: ${shortcut}`]),
  ]
  return `${lines.join('\n')}\n`
}

function toJson(error: RingwallError): unknown {
  const { code, message, fix } = error
  // A ConfigError, known by what it has: the package that makes them takes longer to load than an error to be told.
  const problems = 'problems' in error ? { problems: error.problems } : {}
  return { error: { code, message, fix, ...problems } }
}

function stackOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  const own = thrown.stack ?? thrown.message
  return thrown.cause === undefined ? own : `${own}\ncaused by: ${stackOf(thrown.cause)}`
}
