/** Signs that are not alike, below which a text has too little chance in it. */
const LEAST_DISTINCT = 10
/** Repeated texts are found up to this length. */
const MAX_PERIOD = 16
const WORDS = [
  'password',
  'changeme',
  'change-me',
  'secret-secret',
  'example',
  '0123456789',
  '1234567890',
  'abcdefghij',
]

/** Whether a secret that is long enough is one that is soon found by trying: few signs, a word over and over, a known one. */
export function isGuessable(secret: string): boolean {
  if (new Set(secret).size < LEAST_DISTINCT) return true
  const lower = secret.toLowerCase()
  if (WORDS.some((word) => lower.includes(word))) return true
  for (let period = 1; period <= Math.min(MAX_PERIOD, secret.length / 2); period++)
    if (secret.slice(period) === secret.slice(0, -period)) return true
  return false
}
