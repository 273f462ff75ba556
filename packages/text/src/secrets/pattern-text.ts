/** What stands in a source for characters, for a place or for a group. */
const SYNTAX =
  /\\x([0-9A-Fa-f]{2})|\\u([0-9A-Fa-f]{4})|\\u\{([0-9A-Fa-f]{1,6})\}|\\c[A-Za-z]|\\([nrtfvs])[*+?]{0,2}|\\[bBdDwWS][*+?]{0,2}|\\(.)|\(\?<([A-Za-z_$][\w$]{0,60})>|\(\?(?:<?[=!]|[ims-]{0,6}:)|\[(\\?[^\]\\])[^\]]{0,40}\]|\{[0-9]{1,6}(?:,[0-9]{0,6})?\}|[()^$]/gs

/** The text that a regular expression looks for, as far as it spells it: without escapes, groups and anchors. */
export function patternText(source: string): string {
  return source.replaceAll(SYNTAX, (sign: string, ...groups: (string | undefined)[]) => {
    const digits = groups[0] ?? groups[1] ?? groups[2]
    if (digits !== undefined) return character(Number.parseInt(digits, 16))
    if (groups[3] !== undefined) return ' '
    if (groups[4] !== undefined) return groups[4]
    if (groups[5] !== undefined) return `${groups[5]}=`
    const first = groups[6]
    if (first !== undefined) return first.slice(-1)
    return sign.startsWith('\\') ? ' ' : ''
  })
}

function character(point: number): string {
  return point <= 0x10_ffff ? String.fromCodePoint(point) : ''
}
