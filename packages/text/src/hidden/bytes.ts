import type { Span } from '../engine.ts'
import { classTable } from './classes.ts'
import type { Reading } from './reading.ts'
import { LEAST_READABLE } from './code-runs.ts'
import { partsOf, RUN_REACH } from './runs.ts'

/** An encoded value up to this length that is readable as a whole is taken as a whole: a stream holds so much. */
const WHOLE = RUN_REACH

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const SEXTETS: readonly number[] = Array.from({ length: 128 }, (_, unit) => {
  const character = String.fromCharCode(unit).replace('-', '+').replace('_', '/')
  return BASE64.indexOf(character)
})
const IN_BASE64 = classTable(/[A-Za-z0-9+/_-]/)
const IN_HEX = classTable(/[0-9A-Fa-f]/)
const HIGH_NIBBLE = classTable(/[02-7]/)

interface Code {
  readonly name: 'base64' | 'hex'
  readonly isIn: readonly boolean[]
  /** How many units make a group, and how many bytes that is. */
  readonly units: number
  readonly bytes: number
  /** False where the group that begins there holds a byte that no ASCII text has. */
  readonly isAscii: (text: string, at: number, end: number) => boolean
}

const CODES: readonly Code[] = [
  {
    name: 'base64',
    isIn: IN_BASE64,
    units: 4,
    bytes: 3,
    isAscii: (text, at, end) => {
      const sextet = (i: number): number => (at + i < end ? (SEXTETS[text.charCodeAt(at + i)] ?? 0) : 0)
      return sextet(0) < 32 && (sextet(1) & 8) === 0 && (sextet(2) & 2) === 0
    },
  },
  { name: 'hex', isIn: IN_HEX, units: 2, bytes: 1, isAscii: (text, at) => HIGH_NIBBLE[text.charCodeAt(at)] === true },
]

/**
 * What a run reads as in base64 (both alphabets) and hex, wherever in the code the text begins: every alignment is read,
 * so that what is found does not depend on where the run starts.
 */
export function readBytes(text: string, run: Span): readonly Reading[] {
  return CODES.flatMap((code) => {
    const least = Math.ceil((LEAST_READABLE * code.units) / code.bytes)
    return partsOf(text, run, code.isIn, least).flatMap((part) => readPart(text, part, code, least))
  })
}

function readPart(text: string, part: Span, code: Code, least: number): readonly Reading[] {
  const readings: Reading[] = []
  for (let offset = 0; offset < code.units; offset++) {
    let from = -1
    for (let at = part.start + offset; at < part.end; at += code.units) {
      const isAscii = code.isAscii(text, at, part.end)
      if (isAscii && from < 0) from = at
      const next = at + code.units
      if (from >= 0 && (!isAscii || next >= part.end)) {
        // The groups around may begin or end with bytes of the text.
        const start = from - code.units >= part.start ? from - code.units : from
        const end = Math.min(next, part.end)
        if (end - start >= least) readings.push(...decode(text, { start, end }, part, code))
        from = -1
      }
    }
  }
  return readings
}

function decode(text: string, { start, end }: Span, part: Span, code: Code): readonly Reading[] {
  const decoded = Buffer.from(text.slice(start, end), code.name).toString('latin1')
  const isWhole = start === part.start && end === part.end && part.end - part.start <= WHOLE
  return readable(decoded).map((segment): Reading => {
    if (isWhole && segment.start === 0 && segment.end === decoded.length)
      return { text: decoded, spanOf: () => ({ start, end: paddingEnd(text, end) }) }
    const toUnits = (bytes: number): number => (bytes * code.units) / code.bytes
    return {
      text: decoded.slice(segment.start, segment.end),
      spanOf: (from, to) => {
        const last = Math.min(end, start + Math.ceil(toUnits(segment.start + to)))
        return {
          start: start + Math.floor(toUnits(segment.start + from)),
          end: last === part.end ? paddingEnd(text, last) : last,
        }
      },
    }
  })
}

function paddingEnd(text: string, end: number): number {
  let at = end
  while (at < end + 2 && text[at] === '=') at++
  return at
}

const IS_READABLE = classTable(/[\t\n\r -~]/)

function readable(decoded: string): readonly Span[] {
  return partsOf(decoded, { start: 0, end: decoded.length }, IS_READABLE, LEAST_READABLE)
}
