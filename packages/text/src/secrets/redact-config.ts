import { DistinctNames } from '../distinct-names.ts'
import type { Engine, Span } from '../engine.ts'
import { spansByValue, uniteSpans, userSpans } from './config-leaf.ts'
import { spansInCommands } from './config-commands.ts'
import { mayNameSecrets } from './config-gate.ts'
import { readJson } from './config-json.ts'
import { spansByName } from './config-lines.ts'
import { isReference } from './config-names.ts'
import { escapePointer, nodeOf, type ConfigLeaf, type ConfigNode } from './config-node.ts'
import { formOf, isBracketed, readingOf } from './config-reading.ts'
import { ConfigWalk, type Hidden, type HiddenSpan, type Looks } from './config-walk.ts'
import { readYaml } from './config-yaml.ts'
import { createSecretScanner, type SecretScanner } from './scanner.ts'

/** A JSON value. */
export type ConfigValue =
  | string
  | number
  | boolean
  | null
  | readonly ConfigValue[]
  | { readonly [key: string]: ConfigValue }

/** How secrets of a config are found and shown. */
export interface ConfigRedactorOptions {
  /** What is shown of a secret beside `REDACTED`, so that equal ones are seen to be equal. Default: nothing. */
  readonly fingerprint?: (secret: string) => string
}

/** Places in a value that its names do not tell, as JSON Pointers (RFC 6901). What stands below a place belongs to it. */
export interface ConfigPlaces {
  /** Secret whatever their names; a reference there stays visible. */
  readonly secret?: readonly string[]
  /** Places to be found again in the copy, where a key that was itself a secret may have another name. */
  readonly follow?: readonly string[]
}

/** A copy without secrets. */
export interface RedactedConfig {
  readonly value: ConfigValue
  /** How many scalars and keys were changed. */
  readonly count: number
  /** Where the places to follow are in the copy, in their order; those that are not there are left out. */
  readonly followed: readonly string[]
}

/** A secret in a text, and what is to stand there. */
export interface ConfigEdit extends Span {
  readonly text: string
}

/** Takes secrets out of configs. Keeps nothing of them. */
export interface ConfigRedactor {
  /** The copy of anything that a host may have, as JSON. Never throws. */
  redact(value: unknown, places?: ConfigPlaces): RedactedConfig
  /** The edits of a text: YAML, JSON, `.env`, properties, INI, TOML, HCL, nginx, XML, code, or prose. In order, without overlap. */
  edits(text: string): readonly ConfigEdit[]
}

/** Texts in texts in texts: what lies deeper is read line by line. */
const MAX_NESTING = 3
const IS_STRUCTURE = /^\s*[{[]|\n/
const HAS_PAIR = /[=:<\s]/

/** Makes a redactor; the formats of secrets are those of the library. */
export function createConfigRedactor(engine: Engine, options: ConfigRedactorOptions = {}): ConfigRedactor {
  const scanner = createSecretScanner(engine, { redactsWarnings: true, ignore: ['assigned-secret'] }) // names are read here, and better
  // A text that is no config is looked at for secrets alone, as by output-guard.
  const full = createSecretScanner(engine, { redactsWarnings: true })
  const { fingerprint } = options
  const mark = (secret: string): string => (fingerprint === undefined ? MARK : `[REDACTED:${fingerprint(secret)}]`)
  return {
    redact(value, { secret = [], follow = [] } = {}) {
      const root = nodeOf(value)
      const places = new Set(secret)
      const isMarked = ({ path = '' }: ConfigLeaf): boolean => places.size > 0 && isBelow(path, places)
      const walk = new ConfigWalk({ ...looksOf(scanner, 0), isMarked })
      walk.walk(root)
      return new Writer(walk.found, mark, new Set(follow), scanner).write(root)
    },
    edits(text) {
      const spans = readText(text, scanner, 0)
      if (spans === undefined)
        return full.scan(text).critical.map(({ start, end }) => ({ start, end, text: mark(text.slice(start, end)) }))
      return spans.map(({ start, end, isQuoted, parts }) => {
        const inner = text.slice(start, end)
        if (parts !== undefined) return { start, end, text: JSON.stringify(replaceSpans(inner, parts, mark)) }
        return { start, end, text: isQuoted ? mark(inner) : `"${mark(inner)}"` }
      })
    },
  }
}

/** What stands where a secret stood. */
const MARK = '[REDACTED]'

function isBelow(path: string, places: ReadonlySet<string>): boolean {
  for (let at = path.length; at >= 0; at = at === 0 ? -1 : path.lastIndexOf('/', at - 1))
    if (places.has(path.slice(0, at))) return true
  return false
}

function looksOf(scanner: SecretScanner, nesting: number): Omit<Looks, 'isMarked'> {
  return {
    inText: (text) => spansInText(text, scanner, nesting),
    inKey: (text) => spansByValue(text, scanner),
    inAddress: (text) =>
      uniteSpans([...spansByValue(text, scanner), ...spansByName(text, 'prose'), ...userSpans(text)]),
  }
}

/** What a string within a config holds: a secret by its shape, a pair like `API_KEY=x`, or a config of its own. */
function spansInText(text: string, scanner: SecretScanner, nesting: number): readonly HiddenSpan[] {
  const spans = spansAnywhere(text, scanner, nesting)
  return spans.length > 0 && isReference(text) ? [] : spans
}

function spansAnywhere(text: string, scanner: SecretScanner, nesting: number): readonly HiddenSpan[] {
  if (!HAS_PAIR.test(text)) return spansByValue(text, scanner)
  if (IS_STRUCTURE.test(text) && nesting < MAX_NESTING)
    return readText(text, scanner, nesting + 1)?.flatMap(partsOf) ?? []
  const reading = nesting < MAX_NESTING ? 'prose' : 'config'
  return uniteSpans([...spansByValue(text, scanner), ...spansInCommands(text), ...spansByName(text, reading)])
}

/** A span of a text, and whether a mark may stand there as it is. */
interface TextSpan extends Span {
  readonly isQuoted: boolean
  /** The secrets in it, counted from its start, where it must be written anew as a whole. */
  readonly parts?: readonly Span[]
}

function readText(text: string, scanner: SecretScanner, nesting: number): readonly TextSpan[] | undefined {
  const isPlain = !mayNameSecrets(text) && spansByValue(text, scanner).length + spansInCommands(text).length === 0
  if (isPlain) return []
  return readForm(text, scanner, nesting)
}

function readForm(text: string, scanner: SecretScanner, nesting: number): readonly TextSpan[] | undefined {
  const json = readJson(text)
  const form = json === undefined ? formOf(text) : 'yaml'
  const documents = json ?? (form === 'yaml' || isBracketed(text) ? readYaml(text) : undefined)
  if (documents === undefined) {
    if (form === 'text' && nesting === 0) return undefined
    const reading = form === 'yaml' ? 'config' : form === 'text' ? 'prose' : form
    const spans = [...spansByValue(text, scanner), ...spansByName(text, reading), ...spansInCommands(text)]
    return uniteSpans(spans).map((span) => ({ ...span, isQuoted: true }))
  }
  const walk = new ConfigWalk({ ...looksOf(scanner, nesting), isMarked: () => false })
  const inComments = commentSpans(text, documents, scanner)
  for (const document of documents) walk.walk(document)
  const inScalars = [...walk.found].flatMap(([leaf, hidden]) => placesOf(text, leaf, hidden, scanner))
  return [...inScalars, ...inComments].toSorted((a, b) => a.start - b.start)
}

function partsOf({ start, end, isQuoted, parts }: TextSpan): readonly HiddenSpan[] {
  return parts?.map((part) => ({ start: start + part.start, end: start + part.end })) ?? [{ start, end, isQuoted }]
}

/** Where in the text the hidden parts of a scalar stand. */
function placesOf(
  text: string,
  { span, value, isQuoted = true, isInFlow = false }: ConfigLeaf,
  hidden: Hidden,
  scanner: SecretScanner,
): readonly TextSpan[] {
  if (span === undefined || span.end <= span.start) return []
  const whole = [{ ...span, isQuoted }]
  if (hidden === 'whole') return whole
  const raw = text.slice(span.start, span.end)
  // Where the text writes the value with escapes or in folded lines, its own characters are looked at.
  const parts =
    raw === value ? hidden : uniteSpans([...spansByValue(raw, scanner), ...spansByName(raw, readingOf(raw))])
  if (parts.length === 0) return whole
  if (isInFlow && !isQuoted) return [{ ...span, isQuoted, parts }]
  return parts.map(({ start, end }) => {
    const isAll = start === 0 && end === raw.length
    return { start: span.start + start, end: span.start + end, isQuoted: isQuoted || !isAll }
  })
}

/** YAML's comments are in no document. */
function commentSpans(text: string, documents: readonly ConfigNode[], scanner: SecretScanner): readonly TextSpan[] {
  if (!text.includes('#')) return []
  const scalars = uniteSpans(documents.flatMap((document) => scalarSpans(document, new Set())))
  const spans: TextSpan[] = []
  let next = 0
  for (let at = text.indexOf('#'); at >= 0; at = text.indexOf('#', at + 1)) {
    while ((scalars[next]?.end ?? Infinity) <= at) next++
    if ((scalars[next]?.start ?? Infinity) <= at) continue
    const end = text.indexOf('\n', at)
    const comment = text.slice(at + 1, end < 0 ? text.length : end)
    for (const span of uniteSpans([...spansByValue(comment, scanner), ...spansByName(comment, 'prose')]))
      spans.push({ start: at + 1 + span.start, end: at + 1 + span.end, isQuoted: true })
    at += comment.length
  }
  return spans
}

function scalarSpans(node: ConfigNode, seen: Set<ConfigNode>): readonly Span[] {
  if (seen.has(node)) return []
  seen.add(node)
  if (node.kind === 'leaf') return node.span === undefined ? [] : [node.span]
  return node.kind === 'list'
    ? node.items.flatMap((item) => scalarSpans(item, seen))
    : [...(node.keys ?? []), ...node.entries.map(({ value }) => value)].flatMap((below) => scalarSpans(below, seen))
}

/** Writes the copy. */
class Writer {
  readonly #found: ReadonlyMap<ConfigLeaf, Hidden>
  readonly #mark: (secret: string) => string
  readonly #follow: ReadonlySet<string>
  readonly #scanner: SecretScanner
  readonly #followed: string[] = []
  #count = 0

  constructor(
    found: ReadonlyMap<ConfigLeaf, Hidden>,
    mark: (secret: string) => string,
    follow: ReadonlySet<string>,
    scanner: SecretScanner,
  ) {
    this.#found = found
    this.#mark = mark
    this.#follow = follow
    this.#scanner = scanner
  }

  write(root: ConfigNode): RedactedConfig {
    const value = this.#value(root, '', '')
    return { value, count: this.#count, followed: this.#followed }
  }

  #value(node: ConfigNode, path: string, copied: string): ConfigValue {
    if (this.#follow.has(path)) this.#followed.push(copied)
    if (node.kind === 'leaf') return this.#leaf(node)
    if (node.kind === 'list') return node.items.map((item, at) => this.#value(item, `${path}/${at}`, `${copied}/${at}`))
    const entries = new Map<string, ConfigValue>()
    const names = new DistinctNames((name) => entries.has(name)) // two keys of which the secrets are gone stay two
    for (const { key, value } of node.entries) {
      const name = names.nameFor(this.#key(key))
      entries.set(name, this.#value(value, `${path}/${escapePointer(key)}`, `${copied}/${escapePointer(name)}`))
    }
    return Object.fromEntries(entries)
  }

  #leaf(leaf: ConfigLeaf): ConfigValue {
    const hidden = this.#found.get(leaf)
    if (hidden === undefined) return leaf.value
    this.#count++
    const text = String(leaf.value)
    return hidden === 'whole' ? this.#mark(text) : replaceSpans(text, hidden, this.#mark)
  }

  #key(key: string): string {
    const spans = spansByValue(key, this.#scanner)
    if (spans.length > 0) this.#count++
    return replaceSpans(key, spans, this.#mark)
  }
}

function replaceSpans(text: string, spans: readonly HiddenSpan[], mark: (secret: string) => string): string {
  let out = ''
  let at = 0
  for (const { start, end, isQuoted = true } of spans) {
    const shown = mark(text.slice(start, end))
    out += text.slice(at, start) + (isQuoted ? shown : `"${shown}"`)
    at = end
  }
  return out + text.slice(at)
}
