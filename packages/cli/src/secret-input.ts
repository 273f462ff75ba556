import { StringDecoder } from 'node:string_decoder'
import { fail } from './errors.ts'
import { readText } from './input.ts'
import { write, type Io } from './io.ts'

const MAX_BYTES = 256 * 1024
const [ENTER, LINE_FEED, INTERRUPT, END, ERASE, BACKSPACE, ESCAPE] = [
  '\r',
  '\n',
  '\u0003',
  '\u0004',
  '\u007f',
  '\b',
  '\u001b',
]

/** A terminal whose echo can be switched off. */
interface Terminal {
  setRawMode(mode: boolean): unknown
}

/** The value: typed without echo where somebody sits there, else all of standard input without its last line break. */
export async function readSecret(io: Io, question: string): Promise<string> {
  const { stdin } = io
  if (stdin.isTTY === true && isTerminal(stdin)) return typed(io, stdin, question)
  return (await readText(stdin, MAX_BYTES)).replace(/\r?\n$/, '')
}

function isTerminal(stream: object): stream is Terminal {
  return 'setRawMode' in stream && typeof stream.setRawMode === 'function'
}

async function typed({ stdin, stderr }: Io, terminal: Terminal, question: string): Promise<string> {
  terminal.setRawMode(true) // before the question: what is typed at once must not show either
  try {
    await write(stderr, question)
    return await new Promise((resolve, reject) => {
      const decoder = new StringDecoder('utf8')
      let text: readonly string[] = []
      const settle = (end: () => void): void => {
        stdin.off('data', read).off('end', cancel).off('error', cancel).pause()
        end()
      }
      const cancel = (): void => settle(() => reject(fail('SECRET_INPUT_CANCELLED')))
      const read = (chunk: Uint8Array | string): void => {
        for (const sign of typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk))) {
          if (sign === INTERRUPT || sign === ESCAPE || (sign === END && text.length === 0)) return cancel()
          if (sign === ENTER || sign === LINE_FEED || sign === END) return settle(() => resolve(text.join('')))
          text = sign === ERASE || sign === BACKSPACE ? text.slice(0, -1) : [...text, sign]
        }
      }
      stdin.on('data', read).once('end', cancel).once('error', cancel).resume()
    })
  } finally {
    terminal.setRawMode(false)
    await write(stderr, '\n')
  }
}
