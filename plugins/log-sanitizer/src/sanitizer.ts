import { createEngine, type Marked } from '@ringwall/text'
import { createDetector, mark, type Detector, type DetectorOptions } from './detect.ts'
import { createKeyLines, type KeyLines } from './key-lines.ts'

/** Options of the function and of the winston format: those of the layer, and known values. */
export type LogSanitizerOptions = DetectorOptions

/** Where records say what they have to say. */
const MESSAGE_FIELDS = ['message', 'msg'] as const
const PRIVATE_KEY = mark({ rule: 'private-key' })

/**
 * Makes a function that takes the secrets out of log records of any kind. What it returns can be written as JSON; a record
 * without secrets comes back as it is. It never throws. One for each log, since it follows keys that are logged line by line.
 */
export function createLogSanitizer(options: LogSanitizerOptions = {}): (record: unknown) => unknown {
  const sanitizer = createSanitizer(createDetector(createEngine(), options))
  return (record) => sanitizer.sanitize(record)
}

/** A detector, and what it must remember from record to record. */
export interface Sanitizer {
  sanitize(record: unknown, onSecret?: (what: Marked) => void): unknown
  readonly detector: Detector
  readonly keyLines: KeyLines
}

/** Begins a log. */
export function createSanitizer(detector: Detector, keyLines: KeyLines = createKeyLines()): Sanitizer {
  return {
    detector,
    keyLines,
    sanitize(record, onSecret) {
      let opensKey = false
      const { value } = detector.redact(record, (what) => {
        opensKey ||= what.rule === 'private-key' && !String(what.value).includes('-----END')
        onSecret?.(what)
      })
      const clean = withoutKeyLines(record, value, keyLines, onSecret)
      if (opensKey) keyLines.open()
      return clean
    },
  }
}

function withoutKeyLines(
  record: unknown,
  value: unknown,
  keyLines: KeyLines,
  onSecret: ((what: Marked) => void) | undefined,
): unknown {
  if (typeof record === 'string') return keyLines.isKeyLine(record) ? PRIVATE_KEY : value
  if (typeof value !== 'object' || value === null) return value
  for (const field of MESSAGE_FIELDS) {
    const text: unknown = Reflect.get(value, field)
    if (typeof text !== 'string' || !keyLines.isKeyLine(text)) continue
    onSecret?.({ rule: 'private-key', value: text, key: field })
    return { ...value, [field]: PRIVATE_KEY }
  }
  return value
}
