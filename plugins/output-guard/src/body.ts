import { isJsonObject, type Finding, type JsonValue, type Severity } from '@ringwall/core'
import {
  createSecretNames,
  createValueRedactor,
  isPlaceholder,
  NAMED_SECRET,
  type Redaction,
  type Secret,
  type SecretScanner,
} from '@ringwall/text'
import type { OutputGuardConfig } from './config.ts'
import type { Detector } from './detect.ts'
import { mark, report, secretCode, type Action } from './report.ts'

/** A structured body after redaction, and what was seen in it; without spans, for it has no text that they could refer to. */
export interface Cleaned {
  readonly body: JsonValue
  readonly findings: ReadonlyMap<Action, readonly Finding[]>
}

/** Redacts structured bodies. */
export type BodyCleaner = (body: JsonValue) => Cleaned

/** What a limit left out: it was not looked at, so it does not go on. */
const LEFT_OUT = 'too-large'
/** Stands between code, severity and rule where the redactor is told only a rule. */
const BETWEEN = '\n'

/**
 * Makes the cleaner: strings at any depth, keys, values under secret names (also numbers, entries of lists, pairs of name and
 * value), and lists of strings as the lines of one text.
 */
export function createBodyCleaner(detector: Detector, config: OutputGuardConfig): BodyCleaner {
  const names = createSecretNames()
  const redact = createValueRedactor({
    scanner: asScanner(detector, config),
    // A reference or a blank under a secret name is none: `${KEY}`, `env:KEY`, `your-key-here`.
    isSecret: (key, value) => names.isSecretEntry(key, value) && !(typeof value === 'string' && isPlaceholder(value)),
    mark: ({ rule }) => mark(partsOf(rule, config).rule),
    readsNamesInText: false,
    leastLength: 1,
  })
  return (body) => {
    const findings = new Map<Action, Finding[]>()
    const add = (found: string): void => {
      const { code, severity, rule } = partsOf(found, config)
      findings.set(code, [...(findings.get(code) ?? []), { rule, severity }])
    }
    const joined = cleanLists(body, detector, ({ rule }) => add(rule))
    const { value, found, isShortened } = redact(joined)
    for (const { rule } of distinct(found)) add(rule)
    if (isShortened) add(LEFT_OUT)
    return { body: value as JsonValue, findings }
  }
}

/** The detector as what the redactor asks: critical is what is taken out. Rules carry their code. */
function asScanner(detector: Detector, config: OutputGuardConfig): SecretScanner {
  return {
    scan(text) {
      const [critical, warnings]: [Secret[], Secret[]] = [[], []]
      for (const [code, list] of report(detector.scan(text), config).findings) {
        const isCritical = code === 'SECRET_REDACTED' || code === 'SECRET_DENIED'
        for (const { rule, severity, span } of list)
          if (span) (isCritical ? critical : warnings).push({ ...span, rule: [code, severity, rule].join(BETWEEN) })
      }
      return { critical: critical.sort((a, b) => a.start - b.start), warnings }
    },
    pending: (text) => detector.pending(text),
  }
}

/** What is known by its name or its place has no code yet: it is a secret. */
function partsOf(found: string, config: OutputGuardConfig): { code: Action; severity: Severity; rule: string } {
  const [code = '', severity, rule] = found.split(BETWEEN)
  return rule === undefined
    ? { code: secretCode(config), severity: 'critical', rule: code }
    : { code: code as Action, severity: severity as Severity, rule }
}

/** A name is read more than once; what it holds is told once for each place. */
function distinct(found: readonly Redaction[]): readonly Redaction[] {
  const seen = new Set<string>()
  return found.filter(({ path, rule }) => {
    const place = `${path} ${rule}`
    return rule === NAMED_SECRET || (!seen.has(place) && seen.add(place))
  })
}

/** A copy in which no secret goes over several strings of one list: a key as its lines, a value in pieces. */
function cleanLists(value: JsonValue, detector: Detector, onSecret: (secret: Secret) => void, depth = 0): JsonValue {
  if (depth > DEEPEST) return value // the redactor drops what lies so deep
  if (Array.isArray(value)) {
    const list = value.map((item: JsonValue) => cleanLists(item, detector, onSecret, depth + 1))
    const lines = list.filter((item) => typeof item === 'string')
    return lines.length > 1 && lines.length === list.length ? cleanLines(lines, detector, onSecret) : list
  }
  if (!isJsonObject(value)) return value
  const entries = Object.entries(value).map(([key, item]) => [key, cleanLists(item, detector, onSecret, depth + 1)])
  return Object.fromEntries(entries)
}

const DEEPEST = 200

function cleanLines(lines: readonly string[], detector: Detector, onSecret: (secret: Secret) => void): JsonValue {
  const { secrets } = detector.scan(lines.join('\n'))
  let at = 0
  const places = lines.map((line) => {
    const start = at
    at += line.length + 1
    return { start, end: start + line.length }
  })
  const spread = secrets.filter(({ start, end }) => !places.some((line) => line.start <= start && end <= line.end))
  spread.forEach(onSecret)
  return lines.map((line, i) => {
    const start = places[i]?.start ?? 0
    return spread
      .toReversed()
      .map((secret) => ({
        ...secret,
        from: Math.max(0, secret.start - start),
        to: Math.min(line.length, secret.end - start),
      }))
      .filter(({ from, to }) => from < to)
      .reduce((text, { from, to, rule }) => text.slice(0, from) + mark(rule) + text.slice(to), line)
  })
}
