import { lineEnd } from './config-extents.ts'

/** Lines of which a text's reading is told. */
const MAX_LINES = 10_000
const IS_CONFIG_LINE = /^\s*(?:[#;!/[\]{}<%]|---|- |[\w.-]+\s+\S+;$)/

/** How much of a line behind a name is its value: all of it, as in a config, or one word, as in prose. */
export type Reading = 'config' | 'prose'

/** A text that consists of lines of a config is read as one; any other as prose, where `token: the word` is no pair. */
export function readingOf(text: string): Reading {
  let config = 0
  let all = 0
  for (let at = 0; at < text.length && all < MAX_LINES;) {
    const end = lineEnd(text, at)
    const line = text.slice(at, Math.min(end, at + 256))
    if (line.trim() !== '') {
      all++
      if (isPairLine(line) || IS_CONFIG_LINE.test(line)) config++
    }
    at = end + 1
  }
  return config * 2 >= all ? 'config' : 'prose'
}

/** True unless the line is a sentence: a config begins with a name of few words, with a bracket or with an item of a list. */
export function mayBeginConfig(line: string): boolean {
  const name = line.slice(0, Math.max(0, line.search(/[=:]/))).trim()
  return IS_CONFIG_LINE.test(line) || /^["'?&]/.test(line) || (name !== '' && name.split(/\s+/).length <= 3)
}

/** `name: …`, `export NAME=…`, `a.b = …` */
function isPairLine(line: string): boolean {
  const at = line.search(/[=:]/)
  const name = line.slice(0, at).trim()
  return at > 0 && at <= 100 && /^[\w.$@/ "'-]+$/.test(name) && name.split(' ').length <= 3
}
