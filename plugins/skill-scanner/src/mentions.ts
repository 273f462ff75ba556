/** Units before a hit that are looked at. */
const REACH = 80
// Anchored at its end and counted, on a text of fixed length.
const FORBIDDEN =
  /(?:^|[\s*_.,;:(-])(?:never|do not|don['’]?t|must not|should not|avoid|refuse to|no) (?:ever |directly |blindly )?(?:run |running |use |using |execute |executing |type |paste |pipe |piping |call |calling )?(?:commands? (?:like|such as) |things like |something like |scripts? (?:like|such as) |e\.g\. )?[`"'“]{1,3}(?:sudo )?$/i

/** True where a command stands in quotes behind words that forbid it: nobody runs what he reads there. */
export function isForbidden(text: string, start: number): boolean {
  return FORBIDDEN.test(text.slice(Math.max(0, start - REACH), start))
}

/** True for what stands alone between backticks, as a name that is talked of. */
export function isNamed(text: string, start: number, end: number): boolean {
  return text.charAt(start - 1) === '`' && text.charAt(end) === '`'
}

// The name of a header has no loop, and its value is anchored and counted.
const HEADER = /(?:authorization|[\w-]-(?:key|token))$/i
const OUTPUT = /^\s{0,2}(?:bearer |token |basic )?["']?(?:\$\(|`)\s{0,4}(?:cat|base64)$/i

/** True where the output of a command is what a call proves its identity with. */
export function isCredentialHeader(match: string): boolean {
  const colon = match.lastIndexOf(':')
  return colon !== -1 && OUTPUT.test(match.slice(colon + 1)) && HEADER.test(match.slice(0, colon))
}
