import { defineErrors, type ErrorFactory } from '@ringwall/core'

/** Every error that this package throws. */
export const MTLS_ERRORS = {
  MTLS_FILE_UNREADABLE: {
    message: 'The file of the {what}, {file}, cannot be read: {problem}.',
    fix: 'Make it a regular file that this user can read, or name another one.',
  },
  MTLS_KEY_EXPOSED: {
    message: 'The private key {file} is not private: {problem}.',
    fix: 'Make it readable for its owner alone (chmod 600), owned by the user of the gateway or by root. If others had access, replace the key.',
  },
  MTLS_PEM_INVALID: {
    message: 'The file of the {what}, {file}, cannot be used: {problem}.',
    fix: 'Give PEM text: blocks of -----BEGIN CERTIFICATE----- for certificates, one -----BEGIN PRIVATE KEY----- for a key, -----BEGIN X509 CRL----- for revocation lists.',
  },
  MTLS_CHAIN_ORDER: {
    message: 'The certificates in {file} are no chain: number {number} is not signed by the one behind it.',
    fix: 'Put the server certificate first, then the one that signed it, and so on; leave out what belongs to another chain.',
  },
  MTLS_CERTIFICATE_EXPIRED: {
    message: 'The certificate {name} in {file} expired at {time}.',
    fix: 'Renew it and put the new one into the file.',
  },
  MTLS_CERTIFICATE_NOT_YET_VALID: {
    message: 'The certificate {name} in {file} is valid only from {time} on.',
    fix: 'Check the clock of this machine, or use a certificate that is valid now.',
  },
  MTLS_CERTIFICATE_WEAK: {
    message: 'The certificate {name} in {file} is too weak: {problem}.',
    fix: 'Issue it anew with an RSA key of at least 2048 bits, P-256, P-384, P-521 or Ed25519, signed with SHA-256 or better.',
  },
  MTLS_CERTIFICATE_USE: {
    message: 'The certificate {name} in {file} is not made for this: {problem}.',
    fix: 'Issue a certificate with extendedKeyUsage serverAuth for the server, and one with basicConstraints CA:TRUE for a certificate authority.',
  },
  MTLS_KEY_INVALID: {
    message: 'The private key {file} cannot be read: {problem}.',
    fix: 'Give a PEM key of the kind that the certificate has; for an encrypted one, a reference to its passphrase under `passphrase`.',
  },
  MTLS_PASSPHRASE_MISSING: {
    message: 'The private key {file} is encrypted, and no passphrase is given.',
    fix: 'Write a reference to it under `passphrase`, such as env:RINGWALL_TLS_PASSPHRASE.',
  },
  MTLS_PAIR_MISMATCH: {
    message: 'The private key {key} does not belong to the certificate in {file}.',
    fix: 'Give the key that the certificate was made for.',
  },
  MTLS_CRL_INVALID: {
    message: 'The revocation list number {number} in {file} cannot be used: {problem}.',
    fix: 'Give complete lists (no deltas) that a certificate authority in `ca` signed with SHA-256 or better.',
  },
  MTLS_CRL_EXPIRED: {
    message: 'The revocation list number {number} in {file} was to be replaced at {time}.',
    fix: 'Get the current one from the certificate authority, or allow for late ones under `crlGraceMs`.',
  },
  MTLS_REFUSED: {
    message: 'OpenSSL does not take the files of {file}: {problem}.',
    fix: 'Look at them with `openssl x509 -text` and `openssl crl -text`, and issue what is malformed anew.',
  },
  MTLS_NOT_CONFIGURED: {
    message: 'There is no certificate, so there are no TLS options.',
    fix: 'Ask `isOn` first, or configure `certificate` and `key` of the layer mtls.',
  },
} as const

/** The codes of MTLS_ERRORS. */
export type MtlsErrorCode = keyof typeof MTLS_ERRORS

/** The factory of this package's errors. */
export const fail: ErrorFactory<MtlsErrorCode> = defineErrors(MTLS_ERRORS)
