import type { Io } from './io.ts'

/** What shows how far long work is: one line of a terminal, which is overwritten, and cleared by an empty text. A log gets none. */
export function progressOf(io: Io, { json }: { readonly json: boolean }): (text: string) => void {
  if (json || io.stderr.isTTY !== true) return () => undefined
  return (text) => void io.stderr.write(`\r\u001b[K${text}`)
}
