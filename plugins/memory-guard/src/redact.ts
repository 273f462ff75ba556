import type { Edit, JsonObject, JsonValue, Patch, Span } from '@ringwall/core'
import { createSecretScanner, createViews, type Engine, type Views } from '@ringwall/text'

/** A secret, plain or encoded. */
export interface Hidden extends Span {
  readonly rule: string
}
/** Finds what must not be stored, whoever wrote it. */
export interface Redactor {
  /** Secrets by position, none overlapping another; spans of the original text. */
  secrets(views: Views): readonly Hidden[]
  /** True if the text holds a canary token. */
  hasCanary(views: Views): boolean
}

const CANARY = /ctkn_[0-9a-f]{16}/i
/** Characters that are not seen and that would cut a secret in two. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/u

/** Bearer headers and JWTs are secrets here too: a memory outlives the reply in which they are harmless. */
export function createRedactor(engine: Engine): Redactor {
  const scanner = createSecretScanner(engine, { redactsWarnings: true })
  return {
    secrets(views) {
      const { text } = views.original
      const found: Hidden[] = [...scanner.scan(text).critical]
      const seen = visible(text)
      if (seen) {
        for (const { start, end, rule } of scanner.scan(seen.text).critical)
          found.push({ start: seen.places[start] ?? 0, end: (seen.places[end - 1] ?? text.length - 1) + 1, rule })
      }
      for (const view of views.decoded) {
        for (const { start, end, rule } of scanner.scan(view.text).critical)
          found.push({ ...view.toOriginal(start, end), rule })
      }
      return unite(found)
    },
    hasCanary: (views) =>
      [
        visible(views.original.text)?.text ?? views.original.text,
        ...views.all().map(({ text }) => text),
        ...views.decoded.map(({ text }) => text),
      ].some((text) => CANARY.test(text)),
  }
}

/** The edits that put a mark in the place of each secret. */
export function toEdits(secrets: readonly Hidden[]): readonly Edit[] {
  return secrets.map(({ start, end, rule }) => ({ start, end, text: `[REDACTED:${rule}]` }))
}

/** The text without unseen characters, and where each of its units stood; undefined where it has none. */
function visible(text: string): { readonly text: string; readonly places: readonly number[] } | undefined {
  if (!UNSEEN.test(text)) return undefined
  const places: number[] = []
  let out = ''
  let at = 0
  for (const character of text) {
    if (!UNSEEN.test(character)) {
      out += character
      for (let unit = 0; unit < character.length; unit++) places.push(at + unit)
    }
    at += character.length
  }
  return { text: out, places }
}

function unite(found: readonly Hidden[]): readonly Hidden[] {
  const united: { start: number; end: number; rule: string }[] = []
  for (const { start, end, rule } of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = united.at(-1)
    if (last && start < last.end) last.end = Math.max(last.end, end)
    else united.push({ start, end, rule })
  }
  return united
}

/** The patches that take secrets out of what is said of the origin. A secret in the name of a field cannot be patched. */
export function redactProvenance(
  provenance: JsonObject,
  redactor: Redactor,
): { readonly patches: readonly Patch[]; readonly inNames: boolean } {
  const patches: Patch[] = []
  let inNames = false
  const walk = (value: JsonValue, path: string): void => {
    if (typeof value === 'string') {
      const secrets = redactor.secrets(createViews(value))
      if (secrets.length > 0) patches.push({ path, value: redacted(value, redactor) })
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, item] of Object.entries(value)) {
        if (redactor.secrets(createViews(name)).length > 0) inNames = true
        walk(item, `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
      }
    }
  }
  walk(provenance, '/provenance')
  return { patches, inNames }
}

/** The text as it may be kept for a reviewer; undefined where it holds a canary. */
export function keepable(text: string, redactor: Redactor): string | undefined {
  return redactor.hasCanary(createViews(text)) ? undefined : redacted(text, redactor)
}

function redacted(text: string, redactor: Redactor): string {
  return withEdits(text, toEdits(redactor.secrets(createViews(text))))
}

/** The text with edits by position made in it. */
export function withEdits(text: string, edits: readonly Edit[]): string {
  return edits.toReversed().reduce((out, { start, end, text: by }) => out.slice(0, start) + by + out.slice(end), text)
}
