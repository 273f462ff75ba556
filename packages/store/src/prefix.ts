/**
 * The least string, in the order of UTF-8 bytes, that is behind every string with this prefix; undefined when there is
 * none (the prefix is empty or all U+10FFFF). It turns a search by prefix into a range of an index.
 */
export function afterPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix)
  while (points.length > 0) {
    const last = points.pop()?.codePointAt(0) ?? 0
    // U+D800 to U+DFFF are surrogates, which no well-formed string holds by themselves.
    const next = last === 0xd7ff ? 0xe000 : last + 1
    if (next <= 0x10ffff) return points.join('') + String.fromCodePoint(next)
  }
  return undefined
}
