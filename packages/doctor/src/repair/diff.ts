/** The longest middle that is compared line by line. */
const MAX_LINES = 2000

/** The lines that differ between two texts, `-` and `+` before them, each with its number in its own text. */
export function diffLines(before: string, after: string): readonly string[] {
  const [old, next] = [linesOf(before), linesOf(after)]
  let start = 0
  while (start < Math.min(old.length, next.length) && old[start] === next[start]) start++
  let end = 0
  while (end < Math.min(old.length, next.length) - start && old.at(-1 - end) === next.at(-1 - end)) end++
  const removed = old.slice(start, old.length - end)
  const added = next.slice(start, next.length - end)
  if (Math.max(removed.length, added.length) > MAX_LINES)
    return [
      ...removed.map((line, at) => `-${start + at + 1}: ${line}`),
      ...added.map((line, at) => `+${start + at + 1}: ${line}`),
    ]
  return compare(removed, added, start)
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n')
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

/** By the longest common subsequence. */
function compare(old: readonly string[], next: readonly string[], start: number): readonly string[] {
  const width = next.length + 1
  const common = new Uint16Array((old.length + 1) * width)
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = next.length - 1; j >= 0; j--)
      common[i * width + j] =
        old[i] === next[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0)
  const out: string[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < next.length) {
    if (i < old.length && j < next.length && old[i] === next[j]) {
      i++
      j++
    } else if (
      j >= next.length ||
      (i < old.length && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    )
      out.push(`-${start + ++i}: ${old[i - 1]}`)
    else out.push(`+${start + ++j}: ${next[j - 1]}`)
  }
  return out
}
