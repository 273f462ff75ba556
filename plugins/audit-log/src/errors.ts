import { defineErrors, type ErrorFactory } from '@ringwall/core'

/** Every error that this package throws. */
export const AUDIT_LOG_ERRORS = {
  AUDIT_KEY_MISSING: {
    message: 'The audit log has records, but there is no key {where} to sign further ones.',
    fix: 'Restore the file from a backup; if it is lost, `ringwall audit reseal` makes a new key and begins a new section. A further host on this store gets a key of its own: `openssl genpkey -algorithm ed25519`, mode 0600, and the public keys of the others beside it.',
  },
  AUDIT_KEY_UNUSABLE: {
    message: 'The key {where} cannot sign the audit log: {problem}.',
    fix: 'Give an Ed25519 private key as PEM (PKCS #8), in a file that its owner alone may read, or by a reference.',
  },
  AUDIT_TRUST_UNUSABLE: {
    message: 'The list of trusted public keys in {file} cannot be used: {problem}.',
    fix: 'Write a line `ed25519 KEY` for each, in a file that its owner alone may read: chmod 600.',
  },
  AUDIT_KEY_FOREIGN: {
    message: 'The newest records of the audit log are signed with the key {key}, which {file} does not list.',
    fix: 'If another host of yours writes to this store, list its public key there; if not, somebody else signed records.',
  },
  AUDIT_CHAIN_MISSING: {
    message: 'The store says that it has an audit log, but every record of it is gone.',
    fix: 'Keep a copy of the store for whoever looks into it, run `ringwall audit verify`, and begin a new section with `ringwall audit reseal`.',
  },
  AUDIT_CHAIN_BROKEN: {
    message: 'The audit log cannot be continued: {problem}.',
    fix: 'Keep a copy of the store for whoever looks into it, run `ringwall audit verify`, and begin a new section with `ringwall audit reseal`.',
  },
  AUDIT_ROLLED_BACK: {
    message: 'The audit log ends at record {last}, but {file} knows of a signed record {seq}: its tail was cut.',
    fix: 'Keep a copy of the store for whoever looks into it, run `ringwall audit verify`, and begin a new section with `ringwall audit reseal`.',
  },
  AUDIT_ANCHORS_UNUSABLE: {
    message: 'The anchors of the audit log in {file} cannot be used: {problem}.',
    fix: 'Name a file that this process may create and append to under `anchorFile`, or `none`; keep an old one for `ringwall audit verify --anchor`.',
  },
  AUDIT_CONFLICT: {
    message: 'Others write to the audit log all the time, so nothing could be added.',
    fix: 'Nothing was lost; if it goes on, use fewer processes on one store.',
  },
} as const

/** The factory of this package's errors. */
export const fail: ErrorFactory<keyof typeof AUDIT_LOG_ERRORS> = defineErrors(AUDIT_LOG_ERRORS)
