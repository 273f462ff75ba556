import { quote } from '../shell/quote.ts'
import { fail } from '../errors.ts'

/** Bytes of one argument, with the NUL behind it (MAX_ARG_STRLEN of Linux). */
const MAX_ARGUMENT_BYTES = 128 * 1024
/** bubblewrap takes 9000, its own included. */
const MAX_ARGUMENTS = 7000

/** The text of a command that does not fit the arguments of a program, and is read from a file; undefined where it fits. Throws COMMAND_INVALID. */
export function scriptOf(argv: readonly string[]): string | undefined {
  const long = argv.findIndex((each) => Buffer.byteLength(each) >= MAX_ARGUMENT_BYTES)
  if (long === -1) return argv.length > MAX_ARGUMENTS ? `exec ${argv.map(quote).join(' ')}\n` : undefined
  const [shell, flag, line] = argv
  if (argv.length === 3 && shell === '/bin/sh' && flag === '-c' && long === 2) return line
  throw fail('COMMAND_INVALID', {
    problem: `argument ${long} has more than ${MAX_ARGUMENT_BYTES - 1} bytes, which Linux passes to no program`,
  })
}
