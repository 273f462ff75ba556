/** A private key has fewer lines. */
const MOST_LINES = 400
const OPENING = /-----BEGIN [A-Z0-9 ]{0,60}PRIVATE KEY/
const CLOSING = '-----END'
const BASE64 = /^[A-Za-z0-9+/]{4,512}={0,2}$/
/** What a logger puts around a line: white space, quotes, commas, signs of a quotation. */
const AROUND = /^[\s>|"',]$/

/** Follows a private key that is logged line by line, as one record each. */
export interface KeyLines {
  /** True where a text is nothing but lines of a key whose opening line came before it, in the same log. */
  isKeyLine(text: string): boolean
  /** A key has begun and not ended in a text whose opening line is redacted already. */
  open(): void
}

/** Begins with no key open. Other records may come between its lines. */
export function createKeyLines(): KeyLines {
  let left = 0
  return {
    open: () => void (left = MOST_LINES),
    isKeyLine(text) {
      if (left === 0 && !text.includes('-----BEGIN')) return false
      const opened = text.search(OPENING)
      if (opened >= 0) left = text.includes(CLOSING, opened) ? 0 : MOST_LINES
      if (left === 0 || opened >= 0) return false
      if (text.includes(CLOSING)) {
        left = 0
        return isBody(text.slice(0, text.indexOf(CLOSING)))
      }
      left--
      return isBody(text)
    },
  }
}

function isBody(text: string): boolean {
  const lines = text.split(/\n|\\n/).map((line) => trimmed(line))
  return lines.some((line) => line !== '') && lines.every((line) => line === '' || isBodyLine(line))
}

/** Words are base64 too: a short line needs padding, or a mixture that no word is. */
function isBodyLine(line: string): boolean {
  if (!BASE64.test(line)) return false
  return line.length >= 40 || line.endsWith('=') || (/[a-z]/.test(line) && /[A-Z]/.test(line) && /[0-9+/]/.test(line))
}

function trimmed(line: string): string {
  let [start, end] = [0, line.length]
  while (start < end && AROUND.test(line[start] ?? '')) start++
  while (end > start && AROUND.test(line[end - 1] ?? '')) end--
  return line.slice(start, end)
}
