import { constants, type Stats } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'

/** The least buffer for a file that is longer than it says. */
const LEAST_ROOM = 4096

/**
 * The bytes of a regular file; RangeError for anything else or more than `maxBytes`. A pipe or device is never waited for.
 * `check` may throw at what the file itself, whatever leads to it, says of its owner and permissions.
 */
export async function readRegularFile(
  path: string,
  maxBytes: number,
  check?: (stats: Stats) => void,
): Promise<Uint8Array> {
  const handle = await openWithoutWaiting(path)
  try {
    const stats = await handle.stat()
    if (!stats.isFile()) throw new RangeError('it is not a regular file')
    check?.(stats)
    if (stats.size > maxBytes) throw new RangeError(`it is larger than ${maxBytes} bytes`)
    let buffer = new Uint8Array(Math.min(stats.size, maxBytes) + 1)
    let length = 0
    // Read by hand, up to the limit: the size may have changed since, and files in /proc say 0.
    for (;;) {
      if (length === buffer.length) buffer = grown(buffer, maxBytes + 1)
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, null)
      length += bytesRead
      if (length > maxBytes) throw new RangeError(`it is larger than ${maxBytes} bytes`)
      if (bytesRead === 0) return buffer.subarray(0, length)
    }
  } finally {
    await handle.close()
  }
}

/** The bytes in a buffer with more room, of `limit` bytes at most. */
function grown(bytes: Uint8Array<ArrayBuffer>, limit: number): Uint8Array<ArrayBuffer> {
  const buffer = new Uint8Array(Math.min(Math.max(2 * bytes.length, LEAST_ROOM), limit))
  buffer.set(bytes)
  return buffer
}

/** O_NONBLOCK: opening a pipe that nobody writes to would wait for ever. Windows has neither the flag nor the pipes. */
function openWithoutWaiting(path: string): Promise<FileHandle> {
  return open(path, process.platform === 'win32' ? 'r' : constants.O_RDONLY | constants.O_NONBLOCK)
}

/** What the system calls the failure, such as ENOENT. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
}
