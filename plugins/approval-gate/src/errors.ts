import { defineErrors, type ErrorFactory } from '@ringwall/core'

/** Every error that this package throws. */
export const APPROVAL_GATE_ERRORS = {
  APPROVALS_KEY_INVALID: {
    message: 'The key of approvals {where} cannot be used: {problem}.',
    fix: 'Give at least 32 random bytes in hex or base64 (openssl rand -base64 32), or remove the file to have a new one made; approvals of the old key are then refused.',
  },
  APPROVALS_KEY_UNSAFE: {
    message: 'The file of the key of approvals {file} cannot be used: {problem}.',
    fix: 'Run the command as the user that Ringwall runs as. Where it is that user, make it a regular file of its own that nobody else can read (chmod 600), in a folder that only it can write to, or name another one under keyFile.',
  },
  APPROVALS_KEY_MISSING: {
    message: 'There is no key of approvals (looked for {where}), so nothing can be approved.',
    fix: 'Run the command in the folder in which Ringwall runs, or name the key in the config: the layer makes it with its first request.',
  },
  APPROVALS_UNKNOWN: {
    message: 'There is no {what} with the id {id}.',
    fix: 'Look at `ringwall approvals list`: it was settled, it timed out, or the id is mistyped.',
  },
  APPROVALS_AMBIGUOUS: {
    message: 'More than one id begins with {id}: {ids}.',
    fix: 'Write more of the id; at least 4 characters are needed.',
  },
  APPROVALS_SETTLED: {
    message: 'The request {id} is settled already: {state}.',
    fix: 'Nothing needs to be done; the agent asks again if it still needs to.',
  },
  APPROVALS_CHANGED: {
    message: 'The request {id} is not the one that was seen.',
    fix: 'Look at it again, and approve the hash that it has now.',
  },
  APPROVALS_UNAUTHENTIC: {
    message:
      'What the store holds under the id {id} is not authentic: it was changed, forged, or made under another key.',
    fix: 'Deny it by the name that `ringwall approvals list` gives it (request/... or grant/...), which removes it, and find out who else writes to the store; after a change of the key that is to be expected.',
  },
  APPROVALS_SCOPE_REFUSED: {
    message: 'The request {id} cannot be approved so: {problem}.',
    fix: 'Choose another scope or a shorter time; the config of approval-gate says what is permitted (scopes, maxGrantMs).',
  },
  APPROVALS_ARGUMENT_INVALID: {
    message: 'The argument {argument} cannot be used: {problem}.',
    fix: 'Correct it; nothing was changed.',
  },
} as const

/** The codes of APPROVAL_GATE_ERRORS. */
export type ApprovalErrorCode = keyof typeof APPROVAL_GATE_ERRORS

/** The factory of this package's errors. */
export const fail: ErrorFactory<ApprovalErrorCode> = defineErrors(APPROVAL_GATE_ERRORS)
