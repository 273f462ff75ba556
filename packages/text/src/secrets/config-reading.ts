import { lineEnd } from './config-extents.ts'

/** Lines of which a text's form is told. */
const MAX_LINES = 2000
/** How much of a line is looked at, in UTF-16 code units. */
const MAX_WIDTH = 240
/** The share of its lines that must be of a config for a text to be one. */
const LEAST_SHARE = 0.7

/** How much of a line behind a name is its value: all of it, as in a config, quotes alone, as in code, or one word, as in prose. */
export type Reading = 'config' | 'code' | 'prose'
/** What a text is: `yaml` is a config that may be YAML, `text` is no config at all. */
export type Form = 'yaml' | 'config' | 'code' | 'text'

type LineKind = 'nothing' | 'commented' | 'typed' | 'colon' | 'equals' | 'directive' | 'mark' | 'code' | 'other'

const COMMENT = /^(?:[#;]|\/[/*]|\*|--(?!-)|<!--|<\?|rem\s|"""|''')/i
/** `//registry.npmjs.org/:_authToken` is no comment. */
const REGISTRY = /^\/\/[\w.-]{1,100}\/[\w/.-]{0,100}:\w/
/** `#OLD_PASSWORD=x` */
const COMMENTED_PAIR = /^(?:#|;|\/\/) ?[\w.-]{1,100} ?[=:] ?\S+$/
const BRACKETS = /^[\](){}[,;]+$/
const ENCODED = /^[\w+/=-]{32,}$|^-----/
const MARK = /^(?:\[[^\]\n]*\]$|---.*|\.\.\.|<[!/?]?[A-Za-z][^\n]*>|[{[]\s{0,8}["'{[].*)$/
/** Lists of accounts: `user:$apr1$…`, .pgpass, sasl_passwd. */
const ACCOUNT =
  /^(?:[\w.@-]{1,64}:\$(?:apr1|2[abxy]|[156y]|argon2id?)\$|[\w.*-]{1,100}:(?:\d{1,5}|\*):[\w.*-]{1,64}:[\w.*-]{1,64}:\S+$|\[[\w.-]{1,100}\]:\d{1,5}\s+[^\s:]{1,100}:\S+$)/
const CODE_WORD =
  /^(?:const|let|var|function|async|await|return|import|from|if|elif|else|for|while|switch|case|try|catch|throw|class|def|func|fn|pub|private|public|protected|static|interface|type|package|use|using|struct|enum|impl|except|raise|with|yield|new|defer|go|final|void|int|assert|print|self|this|export (?:default|const|async|class|function|type|interface|abstract))[\s({.](?!\s{0,4}[=:])/
const CODE_SIGN = /=>|->|[!=]==?|&&|\|\||\+\+|\w\(\)|\) ?\{$/
const CODE_START = /^(?:[\w$.]{1,60}\(|[)}\]]{1,8} ?[\w.(?:=]|(?:function|await|new)\b)/
/** What configs written in code are made of. */
const CODE_CONFIG =
  /^(?:module\.exports\s?=|export default\b|define\(|putenv\(|(?:const|let|var)\s+\w+\s?=\s?require\(|import\s[^(]*$|from\s+[\w.]+\s+import\s|require(?:_once)?[\s(])/
/** `name: …`, `- name: …`, `"name": …`; a type behind it and a semicolon are of a language. */
const COLON_LINE = /^(?:- +)*(?:"[^"\n]{0,100}"|'[^'\n]{0,100}'|[\w$.@/*<+:~%-]+(?: [\w.@/-]+){0,2}):(?:\s|$)/
const EQUALS_LINE =
  /^(?:export +|set +|env +|arg +|(?:- +){1,8})?(?:["']?[\w$.@/:[\]-]+["']?(?: [\w.-]+){0,2}) ?[?:+]?=(?!=)/i
const DIRECTIVE = /^[A-Za-z][\w.-]*(?:\s+\S+){1,5}$/
const BLOCK = /^[A-Za-z][\w.-]*(?:\s+[^\s(){}]+){0,3}\s*\{$/
const ONE_PAIR =
  /^(?:export +|set +)?["']?[\w.@/:-]{1,100}["']?(?:\s?=|:\s)\s?(?:"[^"]*"|'[^']*'|[^\s"'{]\S*(?: {1,8}\S+){0,2})$/
const ITEM = /^- +\S/
const SENTENCE = /[A-Za-z)"'][.!?,:]$/

/** Tells what a text is by its lines, of which most must be of a config; in time linear in what is looked at. */
export function formOf(text: string): Form {
  const counts = { nothing: 0, commented: 0, typed: 0, colon: 0, equals: 0, directive: 0, mark: 0, code: 0, other: 0 }
  for (let at = 0, lines = 0; at < text.length && lines < MAX_LINES; lines++) {
    const end = lineEnd(text, at)
    const line = text.slice(at, Math.min(end, at + MAX_WIDTH)).trim()
    if (line !== '') counts[kindOf(line)]++
    at = end + 1
  }
  const { typed, equals, directive, mark, other } = counts
  // Members of a type end in semicolons; a value of YAML seldom does.
  const isTyped = typed > 1 || counts.code > 0
  const colon = counts.colon + (isTyped ? 0 : typed)
  const code = counts.code + (isTyped ? typed : 0)
  const pairs = colon + equals
  // Lines of a few words may be verses: alone they make a config only where nothing contradicts.
  const config = pairs + mark + (pairs > 0 || other === 0 ? directive : 0)
  const all = pairs + mark + directive + code + other
  if (all === 0) return counts.commented > 0 ? 'config' : 'text'
  if (all === 1 && counts.nothing + counts.commented === 0 && !ACCOUNT.test(text.trim())) return formOfLine(text.trim())
  if (config < LEAST_SHARE * all) return 'text'
  if (code > 0 && colon + mark < 8 * code) return 'code'
  return colon >= equals + directive && code === 0 ? 'yaml' : 'config'
}

function kindOf(line: string): LineKind {
  if (REGISTRY.test(line)) return COLON_LINE.test(line) ? 'colon' : 'equals'
  if (COMMENTED_PAIR.test(line)) return 'commented'
  if (COMMENT.test(line) || BRACKETS.test(line) || ENCODED.test(line)) return 'nothing'
  if (MARK.test(line) || ACCOUNT.test(line)) return 'mark'
  if (CODE_CONFIG.test(line)) return 'equals'
  if (CODE_WORD.test(line)) return 'code'
  if (COLON_LINE.test(line)) return line.endsWith(';') ? 'typed' : 'colon'
  if (EQUALS_LINE.test(line)) return line.startsWith('- ') ? 'colon' : 'equals'
  if (ITEM.test(line)) return SENTENCE.test(line) ? 'other' : 'mark'
  if (CODE_SIGN.test(line) || CODE_START.test(line)) return 'code'
  if (BLOCK.test(line)) return 'mark'
  return DIRECTIVE.test(line) && !SENTENCE.test(line) ? 'directive' : 'other'
}

/** True for a text from bracket to bracket: YAML in flow style, JSON with comments. */
export function isBracketed(text: string): boolean {
  return /^\s{0,64}[{[]/.test(text.slice(0, 80)) && /[\]}]\s{0,64}$/.test(text.slice(-80))
}

/** A single line is a config where it is in brackets, or one pair and nothing else. */
function formOfLine(line: string): Form {
  if (/^[{[]/.test(line) && /[\]}]$/.test(line)) return 'yaml'
  if (/^- |^<[A-Za-z]/.test(line)) return line.startsWith('-') ? 'yaml' : 'config'
  if (!ONE_PAIR.test(line)) return 'text'
  return COLON_LINE.test(line) ? 'yaml' : 'config'
}

/** True where a text within a config is read as one. */
export function readingOf(text: string): Reading {
  const form = formOf(text)
  return form === 'text' ? 'prose' : form === 'yaml' ? 'config' : form
}
