import { defineErrors, type ErrorFactory } from '@ringwall/core'

/** Every error with which the safe file system refuses; what the operating system says comes as it is. */
export const PATH_GUARD_ERRORS = {
  PATH_NAME_REFUSED: {
    message: 'The path was refused as it is written: {problem}.',
    fix: 'Write it plainly: relative to the workspace or absolute inside it, with / between the names, nothing encoded.',
  },
  PATH_OUTSIDE: {
    message: 'The path leads out of the folders that may be used.',
    fix: 'Use a path inside the workspace, or name another folder under `roots` of path-guard.',
  },
  PATH_PROTECTED: {
    message: 'The path is protected by the rule {rule}.',
    fix: 'Take the rule out of `deny` or `denyWrite` of path-guard if agents are meant to use this file.',
  },
  PATH_NOT_A_FILE: {
    message: 'The path names neither a regular file nor a folder.',
    fix: 'Pipes, sockets and devices are not for agents.',
  },
  PATH_HARD_LINK: {
    message: 'The file has other names, and not all of them are known to be inside.',
    fix: 'Copy the file, or set `hardLinks` of path-guard to allow.',
  },
  PATH_CHANGED: {
    message: 'The path changed while it was used.',
    fix: 'Nothing was read or written. Try again when nobody else works on it.',
  },
  PATH_MISSING: {
    message: 'There is no such file or folder.',
    fix: 'List the folder to see what is there.',
  },
  PATH_TOO_LARGE: {
    message: 'The file is larger than {limit} bytes.',
    fix: 'Read a part of it, or raise the limit.',
  },
  PATH_ROOT_UNUSABLE: {
    message: 'The root {root} is not a folder that can be used: {problem}.',
    fix: 'Name an existing folder under `roots` of path-guard.',
  },
} as const

/** The factory of this package's errors. */
export const fail: ErrorFactory<keyof typeof PATH_GUARD_ERRORS> = defineErrors(PATH_GUARD_ERRORS)
