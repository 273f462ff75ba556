import { secretFormat, type SecretFormat } from '../format.ts'

/** The opening line of a private key; scanner.ts reads from there to its end. */
export const PRIVATE_KEY: SecretFormat = {
  ...secretFormat({
    id: 'private-key',
    what: 'a private key in PEM, in the armour of PGP or SSH2, or of PuTTY, from its opening to its closing line',
    source: 'https://datatracker.ietf.org/doc/html/rfc7468',
    keywords: ['-----begin', '---- begin ssh2', 'putty-user-key'],
    regex:
      '-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----|---- BEGIN SSH2 (?:ENCRYPTED )?PRIVATE KEY ----|PuTTY-User-Key-File-[0-9]:',
    maxLength: 130,
    match: ['-----BEGIN RSA PRIVATE KEY-----'],
    miss: ['-----BEGIN CERTIFICATE-----'],
    rule: 'a line of base64 follows',
  }),
  open: '-----BEGIN[A-Z0-9 -]{0,120}$|----(?: B(?:E(?:G(?:I(?:N(?: [A-Z0-9 -]{0,60})?)?)?)?)?)?$',
}
