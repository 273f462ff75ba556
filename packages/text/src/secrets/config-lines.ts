import type { Span } from '../engine.ts'
import { blockEnd, bracketEnd, hereDocumentEnd, lineEnd, quoteEnd, scalarsIn } from './config-extents.ts'
import {
  classifyField,
  isReference,
  isSecretField,
  isSecretHeader,
  isShownAs,
  type FieldClass,
} from './config-names.ts'
import type { Reading } from './config-reading.ts'

/** Names are not longer than this, in UTF-16 code units. */
const MAX_NAME = 128
const IS_SECRET_KIND = /^[ \t]{0,64}["']?kind["']?:[ \t]{0,8}["']?Secret\b/m
const DATA_KEYS = /^(?:data|stringData|binaryData)$/
const SCHEME = /^(?:Bearer|Basic|Digest|Token|ApiKey|Negotiate)\s{1,8}/i
/** A value that is redacted already. */
const MARKED = /^\[(?:REDACTED|UNREADABLE|CIRCULAR)(?::[\w-]{1,40})?\](?=[\s,;&"'`)}\]>]|$)/
const LOOK_AHEAD = 4096
const ENDS_ASSIGNED = /[\s&;,"'`)}\]>|]/
const ENDS_WORD = /[\s,"'`)}\]<>|]/
const NAME_STOPS = new Set('\n\r\t,;{}()<>?&|"\'`#!=*')
const VALUE_KEYS = /^(?:value|val|content|secret_?value)$/i
const NAME_KEYS = /^(?:name|key|header|variable|var|env|field|param|parameter|option|property)$/i
const SETTERS =
  /^(?:set|setifempty|add|append|merge|setenv|env|arg|header|requestheader|add_header|proxy_set_header|fastcgi_param|uwsgi_param|grpc_set_header|more_set_headers|more_set_input_headers|machine)$/i
/** A switch about a secret, a permission of a workflow, the version of a package. */
const TELLS_NOTHING = /^(?:true|false|inherit|write|[\^~]\d[\w.-]{0,40})$/i
const WORD = /^[\w$.-]+/
const QUOTED_WORD = /^["']?[\w$.-]+["']?/
const GAP = /^[ \t]+/

/**
 * The secrets of a text that has no one grammar: `.env`, properties, INI, TOML, HCL, nginx, XML, shell, JavaScript, broken YAML.
 * Wherever a secret's name is assigned something, that is found: to the end of its quotes, brackets, block or line.
 */
export function spansByName(text: string, reading: Reading): readonly Span[] {
  return new Lines(text, reading).read()
}

class Lines {
  readonly #spans: Span[] = []
  readonly #text: string
  readonly #reading: Reading
  /** Whether a document of Kubernetes in it is a Secret: what stands under `data` is secret then, base64 or not. */
  readonly #hasSecrets: boolean
  /** What the last `name: …` named. */
  #named = false
  /** The label of the HCL block that is open. */
  #variable = ''
  #lastStart = 0
  #lastEnd = -1

  constructor(text: string, reading: Reading) {
    this.#text = text
    this.#reading = reading
    this.#hasSecrets = IS_SECRET_KIND.test(text)
  }

  read(): readonly Span[] {
    const text = this.#text
    for (let at = 0; at < text.length; at++) {
      const unit = text[at]
      if (at === 0 || text[at - 1] === '\n') this.#line(at)
      if (unit === '=' || unit === ':') at = this.#sign(at)
      else if (unit === '>') this.#element(at)
      else if (unit === ',') at = this.#argument(at)
    }
    return this.#spans
  }

  /** Lines whose name and value are parted by a space. */
  #line(start: number): void {
    const end = this.#end(start)
    const line = this.#text.slice(start, Math.min(end, start + 1024))
    const variable = /^\s*variable\s+"([^"]{1,128})"\s*\{/.exec(line)
    if (variable !== null) this.#variable = variable[1] ?? ''
    else if (line.startsWith('}')) this.#variable = ''
    const lead =
      /^[\s*-]{0,256}(?:(?:request)?header[ \t]{1,8}(?:always[ \t]{1,8})?(?=(?:set|setifempty|add|append|merge)[ \t]))?/i.exec(
        line,
      )?.[0].length ?? 0
    const first = WORD.exec(line.slice(lead))?.[0] ?? ''
    const space = GAP.exec(line.slice(lead + first.length))?.[0] ?? ''
    if (first === '' || space === '') return
    const valueAt = lead + first.length + space.length
    if (!SETTERS.test(first)) {
      if (this.#isDirective(first, line.slice(valueAt).trimEnd())) this.#add(start + valueAt, end)
      return
    }
    const second = QUOTED_WORD.exec(line.slice(valueAt))?.[0] ?? ''
    const gap = GAP.exec(line.slice(valueAt + second.length))?.[0] ?? ''
    const restAt = valueAt + second.length + gap.length
    const isPair = gap !== '' && !/^[=:]/.test(line.slice(restAt, restAt + 1))
    if (isPair && isSecretField(second.replaceAll(/["'$]/g, ''))) this.#add(start + restAt, end)
  }

  /** `requirepass x`, `ssl_password x;`: two words, of which the first is a secret's name. */
  #isDirective(first: string, rest: string): boolean {
    if (this.#reading !== 'config' || !isSecretField(first) || /^[=:]/.test(rest)) return false
    return !/\s/.test(rest) || rest.endsWith(';') || /^(?:"[^"]*"|'[^']*')$/.test(rest)
  }

  /** `lineEnd`, which would otherwise look for the end of one long line again and again. */
  #end(at: number): number {
    if (at > this.#lastEnd || at < this.#lastStart) {
      this.#lastStart = at
      this.#lastEnd = lineEnd(this.#text, at)
    }
    return this.#lastEnd
  }

  /** A sign of assignment: returns from where to go on. */
  #sign(at: number): number {
    const text = this.#text
    if (text[at] === ':' && text.startsWith('//', at + 1)) return at + 2
    let from = at + 1
    if (text[at] === ':' && text[from] === '=') from++
    while (text[from] === '=' || text[from] === '>') from++
    const last = from - 1
    const name = this.#nameBefore(at)
    if (name === '') return last
    while (text[from] === ' ' || text[from] === '\t') from++
    const isAssigned = text[at] === '='
    const field = classifyField(name)
    if (VALUE_KEYS.test(name) && this.#named) return this.#value(from, name, isAssigned)
    if (name === 'default' && this.#variable !== '' && isSecretField(this.#variable))
      return this.#value(from, name, true)
    const lastWord = name.slice(name.lastIndexOf(' ') + 1)
    if (NAME_KEYS.test(lastWord)) this.#named = isSecretField(this.#word(from))
    if (this.#hasSecrets && DATA_KEYS.test(name)) return this.#value(from, name, isAssigned)
    if (field === 'none' || field === 'address') return last
    if (this.#reading === 'code' && !this.#isLiteral(from, isAssigned)) return last
    const found = this.#value(from, name, isAssigned, field)
    return Math.max(found, last)
  }

  /** `define('DB_PASSWORD', 'x')`, `putenv`, `setdefault`, and whatever else takes a name and a value. */
  #argument(at: number): number {
    const text = this.#text
    if (this.#reading === 'prose') return at
    const before = /\(\s{0,8}(["'])([\w.-]{1,128})\1\s{0,4}$/.exec(text.slice(Math.max(0, at - MAX_NAME - 16), at))
    const quote = /^\s{0,8}(?=["'`])/.exec(text.slice(at + 1, at + 12))
    const name = before?.[2] ?? ''
    const field = classifyField(name)
    if (quote === null || field === 'none' || field === 'address') return at
    return this.#value(at + 1 + quote[0].length, name, true, field)
  }

  /** `tokens = ["a", "b"]`: as a list of texts, but not as a record, which is about them. */
  #brackets(start: number, field: FieldClass): number {
    const end = bracketEnd(this.#text, start)
    if (field === 'any') return this.#reading === 'code' ? this.#quoted(start, end) : this.#scalars(start, end)
    const isList = this.#text[start] === '[' && /^\[\s{0,64}["']/.test(this.#text.slice(start, start + 80))
    return field === 'text' && isList && this.#reading !== 'prose' ? this.#quoted(start, end) : start
  }

  #quoted(start: number, end: number): number {
    for (const span of scalarsIn(this.#text, start, end))
      if (`"'`.includes(this.#text[span.start - 1] ?? ' ')) this.#add(span.start, span.end)
    return Math.max(start, end) - 1
  }

  /** In code, what is without quotes is code: but for `NAME=x` at the start of a line, as shells have it. */
  #isLiteral(from: number, isAssigned: boolean): boolean {
    const text = this.#text
    const head = text.slice(from, from + 200)
    // `"api_key="`: the quote ends the string that the name stands in.
    if (isAssigned && `"'`.includes(head[0] ?? ' ')) {
      const before = text.slice(Math.max(0, from - MAX_NAME), from)
      const line = before.slice(before.lastIndexOf('\n') + 1)
      if (line.split(head[0] ?? '').length % 2 === 0) return false
    }
    if (/^(?:[A-Za-z@$]{0,2}["'`]|[[{(]|\w[\w.]{0,100}\(\s{0,8}["'`])/.test(head)) return true
    return isAssigned && text[from - 1] === '=' && this.#isFirst(from) && !/^[\w.]{1,100}[(;]/.test(head)
  }

  #word(from: number): string {
    return /^["']?([^"'\n,;}]{1,128})/.exec(this.#text.slice(from, from + 160))?.[1]?.trim() ?? ''
  }

  #nameBefore(at: number): string {
    const text = this.#text
    let end = at
    while (end > 0 && ' \t+?'.includes(text[end - 1] ?? '')) end--
    if (text[end - 1] === ']') end--
    const quote = text[end - 1] ?? ''
    if (quote !== '' && '"\'`'.includes(quote)) {
      const isEscaped = text[end - 2] === '\\'
      const open = text.lastIndexOf(quote, end - 2 - (isEscaped ? 1 : 0))
      return open < 0 || end - open > MAX_NAME ? '' : text.slice(open + 1, end - (isEscaped ? 2 : 1))
    }
    let start = end
    while (start > 0 && end - start < MAX_NAME && !NAME_STOPS.has(text[start - 1] ?? '')) start--
    return text
      .slice(start, end)
      .replace(/^[\s-]+/, '')
      .trim()
  }

  /** Adds what is assigned, and returns where it ends. */
  #value(from: number, name: string, isAssigned: boolean, field: FieldClass = 'any'): number {
    const text = this.#text
    let start = from
    while (/^[!&][\w!:/.-]*[ \t]/.test(text.slice(start, start + 80))) start = text.indexOf(' ', start) + 1
    const end = this.#end(start)
    const rest = text.slice(start, Math.min(end, start + 64))
    if (/^(?:#.*)?\r?$/.test(rest)) {
      if (isAssigned || field !== 'any' || this.#reading === 'prose') return start
      return this.#scalars(end + 1, blockEnd(text, start))
    }
    if (!isAssigned && /^[|>][+\-0-9]{0,2}[ \t]*(?:#.*)?\r?$/.test(rest))
      return this.#block(end + 1, blockEnd(text, start))
    const marked = MARKED.exec(rest)
    if (marked !== null) return start + marked[0].length - 1
    const here = hereDocumentEnd(text, start)
    if (here !== undefined) return this.#block(end + 1, here)
    const prefix = /^[A-Za-z@$]{0,2}(?=["'`])/.exec(rest)?.[0].length ?? 0
    const opening = text[start + prefix] ?? ''
    if ('"\'`'.includes(opening)) {
      const close = quoteEnd(text, start + prefix)
      const width = text.startsWith(opening.repeat(3), start + prefix) ? 3 : 1
      this.#add(start + prefix + width, Math.max(close - width, start + prefix + width), field)
      return close - 1
    }
    if (text.startsWith('\\"', start)) {
      const close = text.indexOf('\\"', start + 2)
      this.#add(start + 2, close < 0 ? end : close, field)
      return close < 0 ? end : close
    }
    if ('{[('.includes(opening)) return this.#brackets(start, field)
    return this.#bare(start, end, name, isAssigned, field)
  }

  #bare(from: number, end: number, name: string, isAssigned: boolean, field: FieldClass): number {
    const text = this.#text
    let start = from
    const tail = text.slice(start, Math.min(end, start + LOOK_AHEAD))
    const isFirst = this.#reading === 'config' && this.#isFirst(start)
    let to = end
    const call = /^[\w.]{1,128}(?=\(\s{0,32}["'`])/.exec(tail) // JSON.stringify('x')
    if (call !== null) {
      const open = start + call[0].length
      return isReference(text.slice(start, bracketEnd(text, open)))
        ? start
        : this.#scalars(open, bracketEnd(text, open))
    }
    if (isFirst) {
      while (to < text.length && /\\\r?$/.test(text.slice(Math.max(start, to - 2), to))) to = this.#end(to + 1) // goes on below
    } else if (isSecretHeader(name)) {
      const quote = tail.search(/["'`]/)
      to = quote < 0 ? end : start + quote
      const scheme = SCHEME.exec(tail)?.[0].length ?? 0
      if (scheme < to - start) start += scheme
    } else {
      const stop = isAssigned ? ENDS_ASSIGNED : ENDS_WORD
      const scheme = SCHEME.exec(tail)?.[0].length ?? 0
      to = start + scheme
      while (to < end && !stop.test(text[to] ?? '')) to = behindTemplate(text, to)
      to = Math.min(to, end)
      while (to > start && text[to - 1] === '.') to--
      // `token: the one that…`: a word among others is no value.
      const others = text.slice(to, Math.min(end, to + LOOK_AHEAD))
      const word = text.slice(start, to)
      const isRandom = word.length >= 6 && /\d/.test(word) && /[A-Za-z]/.test(word)
      if (!isAssigned && scheme === 0 && !isRandom && /[^\s"'`)}\]<>|,.]/.test(others)) return start
      if (!/[A-Za-z0-9]/.test(tail)) return start
    }
    this.#add(start, to, field)
    return Math.max(start, to - 1)
  }

  /** True where nothing but the name stands before the value, and the line is no comment. */
  #isFirst(start: number): boolean {
    const near = this.#text.slice(Math.max(0, start - MAX_NAME - 64), start)
    const before = near.slice(near.lastIndexOf('\n') + 1)
    if (before.length >= MAX_NAME + 64 || /^\s*(?:[#;]|\/\/)/.test(before)) return false
    const pair = before.replace(/^[\s-]*(?:(?:export|set|env|arg)\s+)?/i, '')
    return !/[?&;,(]/.test(pair) && !/\s/.test(pair.replaceAll(/[=:>]/g, ' ').trim())
  }

  /** `<password>x</password>` */
  #element(at: number): void {
    const text = this.#text
    const near = text.slice(Math.max(0, at - MAX_NAME), at)
    const name = near.slice(near.lastIndexOf('<') + 1).split(/\s/, 1)[0] ?? ''
    if (!near.includes('<') || name.startsWith('/') || !isSecretField(name)) return
    const close = text.indexOf('<', at)
    if (close < 0 || text.startsWith('</', close)) this.#add(at + 1, close < 0 ? text.length : close)
  }

  #block(start: number, end: number): number {
    const first = start + (/^\s*/.exec(this.#text.slice(start, end))?.[0].length ?? 0)
    this.#add(first, end)
    return Math.max(start, end) - 1
  }

  #scalars(start: number, end: number): number {
    for (const span of scalarsIn(this.#text, start, end)) this.#add(span.start, span.end)
    return Math.max(start, end) - 1
  }

  #add(from: number, to: number, field: FieldClass = 'any'): void {
    const text = this.#text
    let start = from
    let end = Math.min(to, text.length)
    while (start < end && /\s/.test(text[start] ?? '')) start++
    while (end > start && /[\s,;]/.test(text[end - 1] ?? '')) end--
    const hash = /\s#/.exec(text.slice(start, Math.min(end, start + 4096)))
    const value = text.slice(start, end)
    const shown = (one: string): boolean => isReference(one) || isShownAs(field, one) || TELLS_NOTHING.test(one)
    if (value === '' || shown(value) || (hash !== null && shown(value.slice(0, hash.index).trim()))) return
    const quoted = /^(["'`])([\s\S]*)\1$/.exec(value)
    if (quoted !== null) {
      if (!shown(quoted[2] ?? '') && quoted[2] !== '') this.#spans.push({ start: start + 1, end: end - 1 })
    } else this.#spans.push({ start, end })
  }
}

/** The offset behind the character at `at`, or behind the template that begins there. */
function behindTemplate(text: string, at: number): number {
  if (text[at] !== '$' && text[at] !== '{') return at + 1
  const [whole = ''] = /^(?:\$\{[^{}\n]{0,512}\}|\$?\{\{[^{}\n]{0,512}\}\})/.exec(text.slice(at, at + 520)) ?? []
  return at + Math.max(1, whole.length)
}
