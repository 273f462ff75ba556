const CONTEXT = 2

/** What changes in a text, line by line, as `diff -u` shows it: one piece, from the first line that differs to the last. */
export function diffLines(before: string | undefined, after: string): readonly string[] {
  const old = before === undefined ? [] : linesOf(before)
  const next = linesOf(after)
  let head = 0
  while (head < old.length && head < next.length && old[head] === next[head]) head++
  let tail = 0
  while (
    tail < old.length - head &&
    tail < next.length - head &&
    old[old.length - 1 - tail] === next[next.length - 1 - tail]
  )
    tail++
  if (head === old.length && head === next.length) return []
  const from = Math.max(0, head - CONTEXT)
  const end = Math.min(tail, CONTEXT)
  return [
    ...next.slice(from, head).map((line) => ` ${line}`),
    ...old.slice(head, old.length - tail).map((line) => `-${line}`),
    ...next.slice(head, next.length - tail).map((line) => `+${line}`),
    ...next.slice(next.length - tail, next.length - tail + end).map((line) => ` ${line}`),
  ]
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, '').split('\n')
}
