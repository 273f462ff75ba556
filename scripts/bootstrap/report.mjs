// @ts-check

/** A failure that the person can do something about: printed as a message and a way out, without a stack. */
export class ExpectedError extends Error {
  /**
   * @param {string} message
   * @param {string} [wayOut]
   * @param {number} [exitCode]
   */
  constructor(message, wayOut, exitCode = 1) {
    super(message)
    this.wayOut = wayOut
    this.exitCode = exitCode
  }
}

/** @typedef {ReturnType<typeof createReport>} Report */

/**
 * What the bootstrap says: plain lines, coloured only on a terminal and never under NO_COLOR.
 * @param {NodeJS.WriteStream} stream
 * @param {NodeJS.ProcessEnv} env
 */
export function createReport(stream, env) {
  const coloured = stream.isTTY === true && !env.NO_COLOR
  /** @param {number} code @param {string} text */
  const paint = (code, text) => (coloured ? `\u001b[${code}m${text}\u001b[0m` : text)
  /** @param {string} text */
  const line = (text) => void stream.write(`${text}\n`)
  return {
    line,
    /** @param {string} text */
    heading: (text) => line(paint(1, `\n== ${text}`)),
    /** @param {string} text */
    note: (text) => line(paint(2, `   ${text}`)),
    /** @param {string} text */
    warn: (text) => line(paint(33, `!  ${text}`)),
    /** @param {ExpectedError} error */
    fail: (error) => {
      line(paint(31, `\nringwall: ${error.message}`))
      if (error.wayOut) line(`   what to do: ${error.wayOut}`)
    },
  }
}

/**
 * Milliseconds as `0.4 s` or `2 min 05 s`.
 * @param {number} ms
 */
export function formatDuration(ms) {
  const seconds = ms / 1000
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
}

/**
 * A table of steps with their times and the sum.
 * @param {ReadonlyArray<{ name: string, ms: number, failed?: boolean }>} steps
 */
export function formatTimes(steps) {
  const total = steps.reduce((sum, step) => sum + step.ms, 0)
  const rows = [...steps, { name: 'total', ms: total, failed: false }]
  const width = Math.max(...rows.map((row) => row.name.length))
  return rows.map((row) => {
    const time = formatDuration(row.ms).padStart(13)
    return `   ${row.name.padEnd(width)}${time}${row.failed ? '  failed' : ''}`
  })
}
