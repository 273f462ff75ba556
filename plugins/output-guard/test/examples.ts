// Examples are put together from pieces, so that no scanner takes this file for a leak.
/** Random letters and digits. */
export const ALNUM = 'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xM'
/** Random hexadecimal digits. */
export const HEX = '3f9a0c7be5d1486292b7e04fd8c3a15690e27bd4f86a1c3e5b09d7f2846ac1e0'
/** A token of GitHub. */
export const GITHUB = `ghp_${ALNUM.slice(0, 36)}`
/** A private key as long as a real one. */
export const PEM = `-----BEGIN RSA PRIVATE KEY-----\n${`${ALNUM}${ALNUM.slice(0, 24)}\n`.repeat(12)}-----END RSA PRIVATE KEY-----`

/** What a redaction of one secret says. */
export const redacted = (rule: string) => ({
  code: 'SECRET_REDACTED',
  findings: [{ rule, severity: 'critical' as const }],
})
