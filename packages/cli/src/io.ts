import type { HostService } from '@ringwall/core'
import type { Readable, Writable } from 'node:stream'

/** Where signals come from: the process, or a test's emitter. */
export interface Signals {
  on(signal: NodeJS.Signals, listener: () => void): unknown
  off(signal: NodeJS.Signals, listener: () => void): unknown
}

/** Everything that a command has of the world around it. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  readonly stderr: Writable & { readonly isTTY?: boolean }
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  readonly signals: Signals
  /** Services that a wall for checks gets besides its own: the resolver of an eval, for one. */
  readonly services?: readonly HostService[]
}

/** The process's own streams, environment, folder and signals. */
export function processIo(): Io {
  const { stdin, stdout, stderr, env } = process
  return { stdin, stdout, stderr, env, cwd: process.cwd(), signals: process }
}

/** Writes and waits until the stream has passed it on, so that a slow reader slows the writer. Rejects where it cannot. */
export function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()))
  })
}
