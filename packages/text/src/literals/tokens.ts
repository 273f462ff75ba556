import { ASCII_KINDS, KIND, type Folder } from './fold-character.ts'
import { Track, symbolOf } from './track.ts'

/** A run of letters and digits, however they are drawn. */
export interface Token {
  readonly start: number
  readonly end: number
  /** Offsets of its symbols in the track of all characters. */
  readonly from: number
  readonly to: number
  /** Its symbols: ASCII letters in lower case and digits. */
  readonly text: string
  /** The first token of its line. */
  readonly opensLine: boolean
}
/** A stretch of text, read character by character. */
export interface Reading {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly characters: Track
  readonly tokens: readonly Token[]
  /** Characters beyond ASCII. */
  readonly foreign: number
}

/** Folds a stretch and parts it into tokens; invisible characters part nothing. */
export function readStretch(text: string, start: number, end: number, folder: Folder): Reading {
  const characters = new Track('spaced')
  const tokens: Token[] = []
  let open = -1
  let from = 0
  let foreign = 0
  let newLine = true
  let last = start
  const close = (): void => {
    if (open < 0) return
    const symbols = String.fromCharCode(...characters.symbols.slice(from, Math.min(characters.length, from + 1024)))
    tokens.push({ start: open, end: last, from, to: characters.length, text: symbols, opensLine: newLine })
    newLine = false
    open = -1
  }
  for (let at = start; at < end;) {
    const unit = text.charCodeAt(at)
    if (unit < 128) {
      const symbol = symbolOf(unit)
      if (symbol > 0) {
        if (open < 0) [open, from] = [at, characters.length]
        characters.add(symbol, at, at + 1)
        last = at + 1
      } else {
        close()
        if (unit === 0x0a) newLine = true
      }
      at++
      continue
    }
    foreign++
    const point = text.codePointAt(at) ?? unit
    const width = point > 0xffff ? 2 : 1
    const { kind, symbols } = folder.of(point)
    if (symbols !== '' || kind === KIND.foreign) {
      if (open < 0) [open, from] = [at, characters.length]
      characters.addAll(symbols, at, at + width)
      last = at + width
    } else if (kind !== KIND.odd || !isInvisible(point)) close()
    at += width
  }
  close()
  return { text, start, end, characters, tokens, foreign }
}

/** Zero-width characters, variation selectors and marks that are put over a character. */
function isInvisible(point: number): boolean {
  if (point < 0x370) return point === 0xad || point >= 0x300
  if (point < 0x2100)
    return (point >= 0x200b && point <= 0x206f) || (point >= 0x20d0 && point <= 0x20ff) || point === 0x180e
  return (point >= 0xfe00 && point <= 0xfe0f) || point === 0xfeff || point >= 0xe0000
}

/** True for a sign that is neither white space, letter nor digit. */
export function isSign(unit: number): boolean {
  return unit < 128 && ASCII_KINDS[unit] === KIND.sign
}
