import { secretFormat, type SecretFormat } from '../format.ts'

/** The opening line of a private key; scanner.ts reads from there to its end. */
export const PRIVATE_KEY: SecretFormat = {
  ...secretFormat({
    id: 'private-key',
    what: 'a private key in PEM or the armour of PGP, from its opening to its closing line',
    source: 'https://datatracker.ietf.org/doc/html/rfc7468',
    keywords: ['-----begin'],
    regex: '-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----',
    maxLength: 130,
    match: ['-----BEGIN RSA PRIVATE KEY-----'],
    miss: ['-----BEGIN CERTIFICATE-----'],
    rule: 'a line of base64 follows',
  }),
  open: '-----BEGIN[A-Z0-9 -]{0,120}$',
}
