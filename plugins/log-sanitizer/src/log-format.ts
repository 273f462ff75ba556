import { createEngine, type Marked } from '@ringwall/text'
import { format, type Format, type TransformableInfo } from 'logform'
import { createDetector, mark, type Detector } from './detect.ts'
import { createSanitizer, type LogSanitizerOptions, type Sanitizer } from './sanitizer.ts'

const LEVEL = Symbol.for('level')
const MESSAGE = Symbol.for('message')
const SPLAT = Symbol.for('splat')

const TOKEN = /%[scdjifoO]/g
const UNREADABLE = '[UNREADABLE]'
/** Shorter values are looked for in no rendered line: they would be found everywhere. In UTF-16 code units. */
const LEAST_REPEATED = 4
const splat = format.splat()

/**
 * A winston format that takes the secrets out of each record. It may stand anywhere in `format.combine`: before others it
 * sanitizes the fields and the arguments that wait to be put into the message, after others the rendered line too. One for each log.
 */
export function logFormat(options: LogSanitizerOptions = {}): Format {
  const sanitizer = createSanitizer(createDetector(createEngine(), options))
  return format((info) => transform(info, sanitizer))()
}

function transform(info: TransformableInfo, sanitizer: Sanitizer): TransformableInfo {
  try {
    return sanitize(info, sanitizer)
  } catch {
    // A record that throws when it is read is not passed on unread.
    return { level: 'error', message: UNREADABLE, [LEVEL]: 'error', [MESSAGE]: UNREADABLE }
  }
}

function sanitize(info: TransformableInfo, sanitizer: Sanitizer): TransformableInfo {
  let seen: Set<string> | undefined
  const onSecret = ({ value }: Marked): void => collect(value, (seen ??= new Set()))
  const record = prepared(info, sanitizer, onSecret)
  const clean = sanitizer.sanitize(record, onSecret)
  const safe = isInfo(clean) ? clean : { level: info.level, message: String(clean) }
  if (seen === undefined || seen.size === 0) return safe
  // What is secret by its name in a field is secret without it in a line that was made of the fields.
  const repeated = [...seen].toSorted((a, b) => b.length - a.length)
  return {
    ...safe,
    ...replaceIn(safe, 'message', repeated),
    ...replaceIn(safe, 'stack', repeated),
    ...replaceIn(safe, MESSAGE, repeated),
  }
}

function isInfo(value: unknown): value is TransformableInfo {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The record with its errors opened and its waiting arguments in place, so that all that may be written later is seen now. */
function prepared(info: TransformableInfo, sanitizer: Sanitizer, onSecret: (what: Marked) => void): TransformableInfo {
  if (info instanceof Error) return opened(info, info, sanitizer, onSecret)
  const message: unknown = info.message
  if (message instanceof Error) return opened(info, message, sanitizer, onSecret)
  const waiting: unknown = info[SPLAT]
  if (typeof message !== 'string' || !Array.isArray(waiting) || waiting.length === 0) return info
  return message.search(TOKEN) >= 0 || message.includes('%%')
    ? interpolated(info, message, waiting, sanitizer, onSecret)
    : info
}

/** What winston's `format.errors` would make of it, with stack and cause. */
function opened(
  info: TransformableInfo,
  error: Error,
  { detector }: Sanitizer,
  onSecret: (what: Marked) => void,
): TransformableInfo {
  const { value } = detector.redact(error, onSecret)
  const fields = isInfo(value) ? value : { message: String(value) }
  const kept = Object.fromEntries([LEVEL, MESSAGE, SPLAT].filter((key) => key in info).map((key) => [key, info[key]]))
  const own = info instanceof Error ? {} : info
  return { ...own, ...fields, ...kept, level: info.level, message: fields.message }
}

/** What winston's `format.splat` would make of it, with each argument sanitized by itself and by what stands before it. */
function interpolated(
  info: TransformableInfo,
  message: string,
  waiting: readonly unknown[],
  { detector }: Sanitizer,
  onSecret: (what: Marked) => void,
): TransformableInfo {
  const named = namedArguments(message, detector)
  const ready = waiting.map((argument, i) => {
    if (named.has(i)) {
      onSecret({ rule: 'named-secret', value: argument, key: undefined })
      return mark({ rule: 'named-secret' })
    }
    const { value } = detector.redact(argument, onSecret)
    return argument instanceof Error && isInfo(value) ? String(value['stack'] ?? value.message) : value
  })
  const made: unknown = splat.transform({ ...info, message, [SPLAT]: ready }, {})
  return { ...(isInfo(made) ? made : info), [SPLAT]: [] }
}

/** The arguments that stand behind the name of a secret: `password=%s`. Each is tried with a word in its place, since it may have many. */
function namedArguments(message: string, { redact }: Detector): ReadonlySet<number> {
  let count = 0
  const probe = message.replaceAll('%%', ' ').replaceAll(TOKEN, () => probeWord(count++))
  const { value } = redact(probe)
  const kept = String(value)
  return new Set(Array.from({ length: count }, (_, i) => i).filter((i) => !kept.includes(probeWord(i))))
}

function probeWord(i: number): string {
  return `q${i}z0q`
}

/** The texts of a secret, which may be a whole object. */
function collect(value: unknown, into: Set<string>): void {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') {
    const text = String(value)
    if (text.length >= LEAST_REPEATED) into.add(text).add(JSON.stringify(text).slice(1, -1))
  } else if (typeof value === 'object' && value !== null) {
    collectLeaves(value, into)
  }
}

function collectLeaves(value: object, into: Set<string>): void {
  try {
    JSON.stringify(value, (_key, item: unknown) => {
      if (typeof item !== 'object') collect(item, into)
      return typeof item === 'bigint' ? undefined : item
    })
  } catch {
    // It cannot be rendered as JSON, so no line holds it; what was read until then is known.
  }
}

function replaceIn(info: TransformableInfo, key: string | symbol, secrets: readonly string[]): object {
  const text: unknown = info[key]
  if (typeof text !== 'string') return {}
  return {
    [key]: secrets.reduce((line, secret) => line.replaceAll(secret, () => mark({ rule: 'named-secret' })), text),
  }
}
