/** Longest that RFC 2047 lets an encoded word be is 75; programs write longer ones, and a bound keeps the cost linear. */
const MAX_WORD = 1000

/**
 * The text with its encoded words (RFC 2047) decoded, wherever they stand: mail programs decode them inside quotes too.
 * Undefined if one has an unknown charset or encoding or broken bytes, as nobody can then say what a reader would see.
 */
export function decodeWords(text: string): string | undefined {
  let decoded = ''
  let from = 0
  let run: Run | undefined
  for (let at = text.indexOf('=?'); at >= 0; at = text.indexOf('=?', at)) {
    const word = findWord(text, at)
    if (!word) {
      at += 2
      continue
    }
    const bytes = toBytes(word)
    if (!bytes) return undefined
    const between = text.slice(from, at)
    // White space between two encoded words is none (RFC 2047, 6.2). Programs split a character over two, and others join them.
    const isNext = run !== undefined && between.trim() === ''
    if (run && isNext && run.charset === word.charset) run.bytes.push(bytes)
    else {
      const plain = decodeRun(run)
      if (plain === undefined) return undefined
      decoded += plain + (isNext ? '' : between)
      run = { charset: word.charset, bytes: [bytes] }
    }
    from = at = word.end
  }
  const plain = decodeRun(run)
  return plain === undefined ? undefined : decoded + plain + text.slice(from)
}

/** Encoded words of one charset in a row. */
interface Run {
  readonly charset: string
  readonly bytes: Buffer[]
}

interface Word {
  readonly charset: string
  readonly encoding: string
  readonly body: string
  readonly end: number
}

function findWord(text: string, start: number): Word | undefined {
  const window = text.slice(start, start + MAX_WORD)
  const first = window.indexOf('?', 2)
  const second = first < 0 ? -1 : window.indexOf('?', first + 1)
  const close = second < 0 ? -1 : window.indexOf('?=', second + 1)
  if (close < 0) return undefined
  const charset = (window.slice(2, first).split('*')[0] ?? '').toLowerCase()
  const encoding = window.slice(first + 1, second).toLowerCase()
  return { charset, encoding, body: window.slice(second + 1, close), end: start + close + 2 }
}

function toBytes({ encoding, body }: Word): Buffer | undefined {
  return encoding === 'b' ? Buffer.from(body, 'base64') : encoding === 'q' ? decodeQ(body) : undefined
}

function decodeRun(run: Run | undefined): string | undefined {
  if (!run) return ''
  try {
    return new TextDecoder(run.charset, { fatal: true }).decode(Buffer.concat(run.bytes))
  } catch {
    return undefined // refused by the caller
  }
}

function decodeQ(body: string): Buffer {
  const plain = body
    .replaceAll('_', ' ')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(plain, 'latin1')
}
