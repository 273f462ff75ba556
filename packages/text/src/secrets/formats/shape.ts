import { secretFormat, type SecretFormat } from '../format.ts'

/** Random values from which examples are cut. */
export const ALNUM = 'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xMyVnBwCrDhGjSfEoPiAlO42k8Xw3Zt9Lc6Vb1Qs5M'
export const HEX = '3f9a0c7be5d1486292b7e04fd8c3a15690e27bd4f86a1c3e5b09d7f2846ac1e0'

type Extras = Partial<Pick<SecretFormat, 'tail' | 'check' | 'checksum' | 'rule' | 'leastEntropy' | 'open' | 'flags'>>

/** A format within one run of token characters: the whole match is the value, or the first group. */
export function shape(
  id: string,
  what: string,
  keywords: readonly string[],
  regex: string,
  maxLength: number,
  source: string,
  match: string,
  miss: string,
  extras: Extras = {},
): SecretFormat {
  return secretFormat({ id, what, source, keywords, regex, maxLength, match: [match], miss: [miss], ...extras })
}
