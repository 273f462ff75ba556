import type { Destination, JsonValue, Outbound } from '@ringwall/core'
import {
  DistinctNames,
  createConfigRedactor,
  createFingerprint,
  spanFilter,
  type ConfigEdit,
  type ConfigRedactor,
  type Engine,
} from '@ringwall/text'

/** How many JSON Pointers a payload may name; they are looked up in a table. */
const MAX_POINTERS = 1_000_000
const MARK = /\[REDACTED:[0-9a-f]{6}\]/g
const PLAIN_MARK = '[REDACTED]'

/** What becomes of one body. */
export type Outcome =
  | { readonly kind: 'text'; readonly edits: readonly ConfigEdit[] }
  | { readonly kind: 'structure'; readonly body: JsonValue; readonly count: number }

/** What a detector does. */
export interface DetectorOptions {
  readonly redactUnknown: boolean
  /** Absent: no fingerprints. */
  readonly key?: Uint8Array
}

/** Looks for the secrets of a body, without keeping anything of it. Throws TypeError for pointers that are none. */
export type Detector = (payload: Outbound) => Outcome | undefined

/** True for the destinations to which configs are shown. */
function isShownTo(destination: Destination): boolean {
  return destination === 'operator' || destination === 'api'
}

/** Makes a detector. Fingerprints are for operators: whoever may choose what is redacted could find a secret by trying. */
export function createDetector(engine: Engine, { redactUnknown, key }: DetectorOptions): Detector {
  const plain = createConfigRedactor(engine)
  const marked = key === undefined ? plain : createConfigRedactor(engine, { fingerprint: createFingerprint(key) })
  return ({ destination, body, meta = {} }) => {
    if (!isShownTo(destination)) return undefined
    const secret = pointersOf(meta.secretPaths)
    const unknown = pointersOf(meta.unknownPaths)
    const showsFingerprints = destination === 'operator' && key !== undefined
    const redactor = showsFingerprints ? marked : plain
    if (typeof body === 'string') return inText(body, redactor, showsFingerprints)
    const places = redactUnknown ? [...secret, ...unknown] : secret
    const { value, count } = redactor.redact(body, { secret: places })
    const bare = showsFingerprints ? { value, count: 0 } : withoutFingerprints(value)
    const changes = count + bare.count
    return changes === 0 ? undefined : { kind: 'structure', body: bare.value, count: changes }
  }
}

function inText(text: string, redactor: ConfigRedactor, showsFingerprints: boolean): Outcome | undefined {
  const edits = redactor.edits(text)
  const isEdited = spanFilter(edits.map(({ start, end }) => ({ start, end, rule: '' })))
  const bare = showsFingerprints ? [] : marksIn(text).filter((mark) => !isEdited(mark))
  if (edits.length + bare.length === 0) return undefined
  return { kind: 'text', edits: [...edits, ...bare].toSorted((a, b) => a.start - b.start) }
}

/** The marks with a fingerprint that somebody else has set, each to become one without. */
function marksIn(text: string): readonly ConfigEdit[] {
  return Array.from(text.matchAll(MARK), ({ index, 0: mark }) => ({
    start: index,
    end: index + mark.length,
    text: PLAIN_MARK,
  }))
}

function withoutFingerprints(body: JsonValue): { readonly value: JsonValue; readonly count: number } {
  let count = 0
  const text = (value: string): string => value.replace(MARK, () => (count++, PLAIN_MARK))
  const visit = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') return text(value)
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map((item: JsonValue) => visit(item))
    const entries = new Map<string, JsonValue>()
    const names = new DistinctNames((name) => entries.has(name))
    for (const [key, item] of Object.entries(value)) {
      const name = names.nameFor(text(key))
      entries.set(name, visit(item))
    }
    return Object.fromEntries(entries)
  }
  return { value: visit(body), count }
}

/** What a host says of its body must not be misread in silence. */
function pointersOf(value: JsonValue | undefined): readonly string[] {
  if (value === undefined) return []
  const isList = Array.isArray(value) && value.length <= MAX_POINTERS
  if (!isList || !value.every(isPointer)) throw new TypeError('secretPaths and unknownPaths are lists of JSON Pointers')
  return value
}

function isPointer(value: unknown): value is string {
  return typeof value === 'string' && (value === '' || value.startsWith('/'))
}
