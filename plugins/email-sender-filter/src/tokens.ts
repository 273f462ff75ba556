/** A lexical token of a structured header: `kind` is `atom`, `quoted`, `comment`, `space` or the special character itself. */
export interface Token {
  readonly kind: string
  /** Quoted strings and comments without their delimiters and backslashes. */
  readonly text: string
}

const MAX_NESTING = 10

/** The tokens of a structured header value, or undefined if a quoted string or comment does not end or nests too deep. */
export function tokenize(value: string, specials: string): readonly Token[] | undefined {
  const tokens: Token[] = []
  for (let at = 0; at < value.length;) {
    const char = value.charAt(at)
    if (char === '"' || char === '(') {
      const text = char === '"' ? readQuoted(value, at) : readComment(value, at)
      if (!text) return undefined
      tokens.push({ kind: char === '"' ? 'quoted' : 'comment', text: text.text })
      at = text.end
    } else if (specials.includes(char) || char === ')' || char === '\\') {
      tokens.push({ kind: char, text: char })
      at++
    } else {
      const start = at
      const isSpace = isBlank(char)
      while (at < value.length && isBlank(value.charAt(at)) === isSpace && !isDelimiter(value.charAt(at), specials))
        at++
      tokens.push({ kind: isSpace ? 'space' : 'atom', text: value.slice(start, at) })
    }
  }
  return tokens
}

/** The tokens between those of one kind. */
export function splitTokens(tokens: readonly Token[], kind: string): readonly (readonly Token[])[] {
  const parts: Token[][] = []
  let part: Token[] = []
  for (const token of tokens) {
    if (token.kind === kind) {
      parts.push(part)
      part = []
    } else part.push(token)
  }
  return [...parts, part]
}

function readQuoted(value: string, start: number): { text: string; end: number } | undefined {
  let text = ''
  for (let at = start + 1; at < value.length; at++) {
    const char = value.charAt(at)
    if (char === '"') return { text, end: at + 1 }
    text += char === '\\' ? value.charAt(++at) : char
  }
  return undefined
}

function readComment(value: string, start: number): { text: string; end: number } | undefined {
  let text = ''
  let depth = 0
  for (let at = start; at < value.length; at++) {
    const char = value.charAt(at)
    if (char === '(' && ++depth > MAX_NESTING) return undefined
    if (char === ')' && --depth === 0) return { text, end: at + 1 }
    if (at > start) text += char === '\\' ? value.charAt(++at) : char
  }
  return undefined
}

function isDelimiter(char: string, specials: string): boolean {
  return char === '"' || char === '(' || char === ')' || char === '\\' || specials.includes(char)
}

function isBlank(char: string): boolean {
  return char === ' ' || char === '\t'
}
