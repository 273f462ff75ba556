import type { ChildProcess } from 'node:child_process'
import { createReadStream, fstatSync } from 'node:fs'
import { isatty } from 'node:tty'

/** /dev/null: 1, 3. */
const NULL_DEVICE = (1 << 8) | 3

/**
 * How a stream of this process is given to a command. A file, a folder or a disk is not: over /proc/self/fd a command would open it
 * anew, for writing what it was to read and for reading what it was to write, or walk out of the folder.
 */
export function streamFor(fd: 0 | 1 | 2): 'inherit' | 'pipe' {
  try {
    const stats = fstatSync(fd)
    const isNull = stats.isCharacterDevice() && stats.rdev === NULL_DEVICE
    return isatty(fd) || isNull || stats.isFIFO() || stats.isSocket() ? 'inherit' : 'pipe'
  } catch {
    return 'pipe' // it is closed
  }
}

/** Carries between this process's own streams and those that were not given. */
export function passOn({ stdin, stdout, stderr }: ChildProcess): void {
  if (stdin)
    createReadStream('', { fd: 0, autoClose: false })
      .on('error', () => stdin.end()) // a folder, or closed: there is nothing to read
      .pipe(stdin)
  stdout?.pipe(process.stdout, { end: false })
  stderr?.pipe(process.stderr, { end: false })
}
