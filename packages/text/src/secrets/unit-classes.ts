import { NON_ASCII, type RegexNode, type UnitSet } from '../regex-tree.ts'
import { KELVIN, LONG_S } from './byte-text.ts'

/** By byte of a ByteText: 1 where it is of a class. */
export type ByteClass = Uint8Array

/** A class of bytes by what it holds of ASCII; `others` says whether all the rest is in it. */
function byteClass(ascii: RegExp, others: boolean): ByteClass {
  return Uint8Array.from({ length: 256 }, (_, byte) =>
    Number(byte < NON_ASCII ? ascii.test(String.fromCharCode(byte)) : others),
  )
}

/** Word characters in the sense of \b. */
export const WORD: ByteClass = byteClass(/[A-Za-z0-9_]/, false)
/** Characters of a run: all that neither ends a word nor quotes, brackets or lists values. */
export const TOKEN: ByteClass = byteClass(/[^\t\n\f\r "'`<>(){}[\],;|\\]/, true)
/** The byte that a byte is compared as where case does not count. */
export const FOLDED: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === LONG_S) return 0x73
  if (byte === KELVIN) return 0x6b
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte
})

/** By byte: the bytes that fold to what it folds to. */
export const VARIANTS: readonly (readonly number[])[] = variants()

function variants(): readonly (readonly number[])[] {
  const alike = new Map<number, number[]>()
  for (const [byte, folded] of FOLDED.entries()) alike.set(folded, [...(alike.get(folded) ?? []), byte])
  return Array.from(FOLDED, (folded) => alike.get(folded) ?? [])
}

/** The bytes that a character of a node may begin with: too many rather than too few. */
export function bytesOf(node: RegexNode & { kind: 'any' | 'characters' }, foldsCase: boolean): ByteClass {
  const units = node.kind === 'any' ? node.units : unitsOf(node.characters)
  if (units === undefined) return EVERYTHING
  const bytes = new Uint8Array(256)
  for (let byte = 0; byte < bytes.length; byte++) {
    if (units[Math.min(byte, NON_ASCII)] === 0) continue
    bytes[byte] = 1
    if (foldsCase) for (const variant of VARIANTS[byte] ?? []) bytes[variant] = 1
  }
  return bytes
}

const EVERYTHING: ByteClass = new Uint8Array(256).fill(1)

function unitsOf(characters: readonly string[]): UnitSet {
  const units = new Uint8Array(NON_ASCII + 1)
  for (const character of characters) units[Math.min(character.charCodeAt(0), NON_ASCII)] = 1
  return units
}

/** True where a node's characters may lie outside ASCII: there RE2 counts a pair of units as one. */
export function isBeyondAscii(bytes: ByteClass): boolean {
  return bytes[0x80] === 1
}
