import { closeSync, constants, fstatSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { messageOf, token, type Token } from '@ringwall/core'
import { fail } from './errors.ts'

/** Takes lines. Synchronous, so that a line is out of this process before the host goes on with what was decided. */
export interface AuditSink {
  /** Takes bytes and returns how many it took: at least one. Throws where it cannot. */
  write(bytes: Uint8Array): number
  close?(): void
}

/** A host's own sink, for `sink: host`. */
export const AuditSinkToken: Token<AuditSink> = token<AuditSink>('AuditSink')

/** A link in place of the file is refused, and so is a pipe that nobody reads, on which an open would wait. */
const FLAGS = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK
const NEWLINE = 0x0a

/** Opens a file to append to, made with its folder for the owner alone. Throws AUDIT_FILE_UNUSABLE. */
export function openFile(name: string): AuditSink {
  const file = resolve(name)
  let fd: number | undefined
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    fd = openSync(file, FLAGS, 0o600)
    if (!fstatSync(fd).isFile()) throw new Error('it is not a regular file')
    endTornLine(fd)
  } catch (error) {
    if (fd !== undefined) closeSync(fd)
    throw fail('AUDIT_FILE_UNUSABLE', { file, problem: messageOf(error) }, error)
  }
  const open = fd
  return { write: (bytes) => writeSync(open, bytes), close: () => closeSync(open) }
}

/** Standard output or error, which stays open. A full pipe throws EAGAIN, and the line is tried again later. */
export function standardSink(fd: 1 | 2): AuditSink {
  return { write: (bytes) => writeSync(fd, bytes) }
}

/** A crash in mid-write leaves half a line; the next one must not be glued to it. */
function endTornLine(fd: number): void {
  const { size } = fstatSync(fd)
  if (size === 0) return
  const last = new Uint8Array(1)
  readSync(fd, last, 0, 1, size - 1)
  if (last[0] !== NEWLINE) writeSync(fd, '\n')
}
