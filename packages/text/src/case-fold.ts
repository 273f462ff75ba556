/**
 * Letters that a case-blind regex equates and that toUpperCase alone does not lead to, each after its folded
 * form: the long s is an s, the Kelvin sign a k, the final sigma a sigma. A test compares this with both engines.
 */
const GROUPS: readonly string[] = [
  'i\u0131',
  's\u017f',
  'k\u212a',
  'å\u212b',
  'ß\u1e9e',
  'μ\u00b5',
  'σς',
  'βϐ',
  'θϑϴ',
  'φϕ',
  'πϖ',
  'κϰ',
  'ρϱ',
  'εϵ',
  'ω\u2126',
  'ι\u0345\u1fbe',
  'ΐ\u1fd3',
  'ΰ\u1fe3',
  'ǆǅ',
  'ǉǈ',
  'ǌǋ',
  'ǳǲ',
  'ṡẛ',
  'ﬅﬆ',
  'вᲀ',
  'дᲁ',
  'оᲂ',
  'сᲃ',
  'тᲄᲅ',
  'ъᲆ',
  'ѣᲇ',
  'ꙋᲈ',
  'ᾳᾼ',
  'ῃῌ',
  'ῳῼ',
]

const FOLDED: ReadonlyMap<string, string> = new Map(
  GROUPS.flatMap((group) => Array.from(group.slice(1), (variant): [string, string] => [variant, group.slice(0, 1)])),
)

/** The folded form of one UTF-16 code unit: units that a case-blind RE2 equates fold to the same one. */
export function foldUnit(unit: string): string {
  const lower = unit.toLowerCase()
  const folded = lower.length === 1 ? lower : unit
  return FOLDED.get(folded) ?? FOLDED.get(unit) ?? folded
}

/** The units that fold to the given folded unit, itself included. */
export function variantsOf(folded: string): readonly string[] {
  const group = GROUPS.find((candidate) => candidate.startsWith(folded)) ?? folded
  const variants = new Set(group)
  for (const unit of group) {
    const upper = unit.toUpperCase()
    if (upper.length === 1) variants.add(upper)
    const titled = titleCased(unit)
    if (titled !== undefined) variants.add(titled)
  }
  return [...variants]
}

/** Greek letters with an iota below have upper cases eight code points on, which toUpperCase spells in two letters. */
function titleCased(unit: string): string | undefined {
  const code = unit.charCodeAt(0)
  const inBlock = code >= 0x1f80 && code <= 0x1faf && (code & 8) === 0
  return inBlock ? String.fromCharCode(code + 8) : undefined
}
