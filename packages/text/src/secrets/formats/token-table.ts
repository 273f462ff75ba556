import { secretFormat, type SecretFormat } from '../format.ts'

/** Character classes of token values, each with a random value from which examples are cut. */
const ALPHABETS = {
  hex: [
    '[A-Fa-f0-9]',
    'hexadecimal digits',
    '3f9a0c7be5d1486292b7e04fd8c3a15690e27bd4f86a1c3e5b09d7f2846ac1e0d75b3f82',
  ],
  upper: ['[A-Z0-9]', 'capitals and digits', 'Q7RT2LMX9VKC4WZY8PND5HSJ3GFB6TKU1AQEZ0XMYVNBWCRDHGJSFEOPIALO42K8'],
  lower: ['[a-z0-9]', 'small letters and digits', 'q7rt2lmx9vkc4wzy8pnd5hsj3gfb6tku1aqez0xmyvnbwcrdhgjsfeopialo42k8'],
  alnum: [
    '[A-Za-z0-9]',
    'letters and digits',
    'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xMyVnBwCrDhGjSfEoPiAlO42k8Xw3Zt9Lc6Vb1Qs5M',
  ],
  word: [
    '[A-Za-z0-9_-]',
    'letters, digits, _ and -',
    'q7Rt2L-X9vKc4WzY8pNd5Hs_3gFb6TkU1aQeZ0xMyVnBwCrDhGjSfEoPiAlO42k8Xw3Zt9Lc6Vb1Qs5M',
  ],
  dotted: [
    '[A-Za-z0-9_.=-]',
    'letters, digits and _.=-',
    'q7Rt2L-X9vKc4WzY8p.d5Hs_3gFb6TkU1aQeZ0xMyVnBwCrDhGjSfEoPiAlO42k8Xw3Zt9Lc6Vb1Qs5M',
  ],
  base64: [
    '[A-Za-z0-9+/=_-]',
    'base64',
    'q7Rt2L+X9vKc4WzY8pNd5Hs/3gFb6TkU1aQeZ0xMyVnBwCrDhGjSfEoPiAlO42k8Xw3Zt9Lc6Vb1Qs5M',
  ],
  percent: [
    '[A-Za-z0-9+/=_%-]',
    'base64, perhaps in percent signs',
    'q7Rt2L%2BX9vKc4WzY8pNd5Hs%2F3gFb6TkU1aQeZ0xMyVnBwCrDhGjSfEoPiAlO42k8Xw3Zt9Lc6Vb1Qs5M',
  ],
  uuid: ['[A-Fa-f0-9-]', 'a UUID', '3f9a0c7b-e5d1-4862-92b7-e04fd8c3a156'],
} as const
const UUID_LENGTH = 36

/** Character classes of token values. */
export type Alphabet = keyof typeof ALPHABETS

/** Id, vendor and kind, prefix, alphabet and least length of the value, and the least entropy where the prefix is not distinctive. */
export type TokenRow = readonly [
  id: string,
  what: string,
  prefix: string,
  alphabet: Alphabet,
  least: number,
  leastEntropy?: number,
]

/** Formats that are a prefix and a random value of at least a length; a longer one is taken whole (see scanner.ts). */
export function tokenTable(
  source: string,
  rows: readonly TokenRow[],
  more: Pick<SecretFormat, 'checksum' | 'check' | 'rule'> = {},
): readonly SecretFormat[] {
  return rows.map(([id, what, prefix, alphabet, length, leastEntropy]) => {
    const [cls, name, sample] = ALPHABETS[alphabet]
    const least = alphabet === 'uuid' ? UUID_LENGTH : length
    const token = prefix + sample.repeat(3).slice(0, least)
    return secretFormat({
      id,
      what: `${what}: \`${prefix}\` and ${alphabet === 'uuid' ? name : `${least} or more ${name}`}`,
      source,
      keywords: [prefix.toLowerCase()],
      regex: `\\b${escape(prefix)}${cls}{${least}}`,
      maxLength: token.length,
      match: [token, `use "${token}", please`],
      miss: [token.slice(0, prefix.length + Math.min(8, least - 1)), `the prefix ${prefix} alone`],
      ...(alphabet === 'base64' || alphabet === 'dotted' || alphabet === 'percent' ? { tail: alphabet } : undefined),
      ...(leastEntropy === undefined ? undefined : { leastEntropy }),
      ...more,
    })
  })
}

function escape(prefix: string): string {
  return prefix.replaceAll(/[.+$|?*()[\]{}^\\]/g, '\\$&')
}
