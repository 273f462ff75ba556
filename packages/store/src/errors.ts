import { defineErrors, type ErrorFactory } from '@ringwall/core'

/** Every error with which a store rejects, whatever its driver. */
export const STORE_ERRORS = {
  STORE_ARGUMENT_INVALID: {
    message: 'The store refused the argument {argument}: {problem}.',
    fix: 'Pass a value of the documented type and range; the store never reads a bad number as "no limit".',
  },
  STORE_VALUE_INVALID: {
    message: 'The store refused the value: {problem}.',
    fix: 'Store plain JSON (no NaN, undefined, class instances or cycles) within the documented size.',
  },
  STORE_PATH_INVALID: {
    message: 'The store file {file} cannot be used: {problem}.',
    fix: 'Name a regular file in a folder that this user may write to, or let the store create it.',
  },
  STORE_PERMISSIONS_UNSAFE: {
    message: 'The store file {file} is not safe to trust: {problem}.',
    fix: 'Give the file to the user who runs Ringwall with mode 0600 (chmod 600) in a folder that only that user can write to.',
  },
  STORE_FOREIGN: {
    message: 'The file {file} is a database, but not a Ringwall store.',
    fix: 'Name another file; Ringwall does not write into the database of another program.',
  },
  STORE_SCHEMA_NEWER: {
    message: 'The store {file} has schema version {found}; this release knows versions up to {known}.',
    fix: 'Run the newer Ringwall release that wrote it, or start with another file.',
  },
  STORE_CORRUPT: {
    message: 'The store {file} is damaged or is not a database: {problem}.',
    fix: 'Restore the file from a backup, or move it away to start empty (counters, approvals and logs in it are lost).',
  },
  STORE_LOCKED: {
    message: 'The store {file} stayed locked by another connection for {waitedMs} ms.',
    fix: 'Find the process that holds the lock (a backup or a database tool), or raise busyTimeoutMs.',
  },
  STORE_UNAVAILABLE: {
    message: 'The store {file} cannot be reached: {problem}.',
    fix: 'Check the disk, its free space, the permissions and that the file was not removed or replaced; then start again.',
  },
  STORE_CLOSED: {
    message: 'The store is closed.',
    fix: 'Open it again; a closed store answers nothing, and whoever asks must deny.',
  },
  STORE_MESSAGES_LOST: {
    message: 'The subscription to {topic} missed messages: they expired before they were read.',
    fix: 'Read the state that the messages announce again; keep the event loop free for less than a minute at a time.',
  },
  STORE_RESERVATION_OPEN: {
    message: 'A reservation named {name} is open already.',
    fix: 'Settle it, or give each piece of work a name of its own.',
  },
  STORE_LOG_TRIMMED: {
    message: 'The log {stream} begins at position {first}: what was before it was trimmed.',
    fix: 'Ask extent where the log begins, and read from there.',
  },
  STORE_KEY_INVALID: {
    message: 'The store holds no key under {name}, but another value.',
    fix: 'Remove the value to have a new key made; what was signed or planted with the old key is then unknown.',
  },
  STORE_HANDLER_FAILED: {
    message: 'A subscriber of {topic} threw.',
    fix: 'Handle the error inside the subscriber; the other subscribers got the message.',
  },
} as const

/** The codes of STORE_ERRORS. */
export type StoreErrorCode = keyof typeof STORE_ERRORS

/** The factory of the store's errors. */
export const fail: ErrorFactory<StoreErrorCode> = defineErrors(STORE_ERRORS)
