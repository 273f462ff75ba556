/** Words that stand where a value would, and tell nothing. */
const NOTHING = new Set(['', 'true', 'false', 'null', 'undefined', 'none', 'nil', 'yes', 'no', 'nan', '-', '*'])
/** A template, a reference or a mask from end to end: what it stands for is not here. A word like `changeme` may be a password. */
const STAND_IN =
  /^(?:\$?\{[^{}]*\}\}?|\$?\{\{[^{}]*\}\}|\$[A-Z_][A-Z0-9_]*|\$\([^()]*\)|%\w+%|<[^<>]*>|process\.env\.\w+|[*•]{3,}[\w-]{0,4}|([*•.xX0#_-])\1{2,})$/
/** What stands before the credential in a header. */
const SCHEME = /^(?:Basic|Bearer|Token|ApiKey) {1,4}/i
/** A plain word, perhaps at the end of a sentence: after a colon in the middle of a line that is prose. */
const PROSE = /^[A-Z]?[a-z]+[.,;:!?)]{0,2}$/
/** After such a colon, this is code. */
const CALL = /^[\w$.,:]{0,60}\(/
const NUMBER = /^-?[0-9]{1,20}(?:\.[0-9]{1,20})?$/

/** True for what says that there is no value. */
export function tellsNothing(value: string): boolean {
  return value.length < 12 && NOTHING.has(value.toLowerCase())
}

/** True for a template, a reference or a mask, also behind the scheme of a header. */
export function isStandIn(value: string): boolean {
  return value.length < 100 && STAND_IN.test(value.replace(SCHEME, ''))
}

/** True for a decimal number. */
export function isNumber(value: string): boolean {
  return NUMBER.test(value)
}

/** True for a word of prose. */
export function isProse(word: string): boolean {
  return PROSE.test(word)
}

/** The length of a name and the bracket behind it that stand at an offset, or 0. */
export function callAt(text: string, at: number): number {
  return CALL.exec(text.slice(at, at + 64))?.[0].length ?? 0
}
