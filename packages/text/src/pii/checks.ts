import { isIPv4, isIPv6 } from 'node:net'

/** Lengths of international bank account numbers by country, from the SWIFT IBAN registry. */
const IBAN_LENGTHS =
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 ' +
  'GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 ' +
  'MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20'
const LENGTH_OF: ReadonlyMap<string, number> = new Map(
  IBAN_LENGTHS.split(' ').map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
)
/** Domains that stand for none (RFC 2606). */
const EXAMPLE_DOMAIN = /@(?:[a-z0-9-]+\.)*(?:example\.(?:com|org|net)|[a-z0-9-]+\.(?:example|invalid|test|localhost))$/i

/** How much of a candidate is a number of its kind, in UTF-16 code units; 0 where it is none. */
export type Check = (candidate: string) => number

/** An e-mail address that is not an example of one. */
export const checkEmail: Check = (candidate) => (EXAMPLE_DOMAIN.test(candidate) ? 0 : candidate.length)

/** A payment card: 13 to 19 digits of a known network with the check digit of ISO/IEC 7812-1 (Luhn). */
export const checkCard: Check = (candidate) => {
  const digits = candidate.replaceAll(/\D/g, '')
  const isKnown = /^(?:[345]|2[2-7]|6[0245])/.test(digits) && new Set(digits).size > 1
  return isKnown && luhn(digits) ? candidate.length : 0
}

/** An IBAN: the length of its country, and 1 modulo 97 (ISO 13616). */
export const checkIban: Check = (candidate) => {
  const most = LENGTH_OF.get(candidate.slice(0, 2)) ?? 0
  let end = 0
  let compact = ''
  for (; end < candidate.length && compact.length < most; end++)
    if (/[A-Z0-9]/.test(candidate.charAt(end))) compact += candidate.charAt(end)
  const isWhole = compact.length === most && most > 0 && !/[A-Z0-9]/.test(candidate.charAt(end))
  return isWhole && modulo97(compact) === 1 ? end : 0
}

/** A social security number of the United States in an area, group and serial that are given out. */
export const checkSsn: Check = (candidate) => {
  const [area = '', group, serial] = candidate.split(/[- ]/)
  const isGiven = area !== '000' && area !== '666' && area < '900' && group !== '00' && serial !== '0000'
  return isGiven ? candidate.length : 0
}

/** An IP address of a machine, not of nothing, of oneself or of everyone. */
export const checkIp: Check = (candidate) => {
  const isOwn = /^(?:0\.|127\.|255\.255\.|::1?$)/.test(candidate)
  return (isIPv4(candidate) || isIPv6(candidate)) && !isOwn ? candidate.length : 0
}

/** A telephone number of 8 to 15 digits (E.164) that are not all alike. */
export const checkPhone: Check = (candidate) => {
  const digits = candidate.replaceAll(/\D/g, '')
  return digits.length >= 8 && digits.length <= 15 && new Set(digits).size > 2 ? candidate.length : 0
}

function luhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits.charAt(digits.length - 1 - i)) * (1 + (i % 2))
    sum += digit > 9 ? digit - 9 : digit
  }
  return sum % 10 === 0
}

function modulo97(iban: string): number {
  let rest = 0
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest
}
