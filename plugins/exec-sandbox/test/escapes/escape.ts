import { arch } from 'node:os'
import { numberOf, type SystemCall } from '../../src/linux/syscalls.ts'

/**
 * An attempt to get out of the sandbox: a script of sh in a workspace of its own, where it succeeds if it prints ESCAPED,
 * if `after` succeeds on the machine, or if a protected file of the workspace is changed. Variables: $SECRET is a file beside
 * the workspace, $BASE their folder, $TOKEN a name of its own, $PORT a server of the machine, $HOST_PID its process.
 */
export interface Escape {
  readonly name: string
  readonly script: string
  /** Run on the machine before, as what is to be found there. */
  readonly before?: string
  /** Run on the machine afterwards; it succeeds where the attempt did. */
  readonly after?: string
  /** What the script is run by where it is run without a sandbox, so that the machine is not harmed. */
  readonly outside?: string
  /** Milliseconds after which the host ends it. */
  readonly endAfterMs?: number
  /** The host is killed as soon as the script has made the file `up` in the workspace. */
  readonly hostDies?: true
  /** How the streams are given: a file or a folder as input, a file as output, a terminal. Default: pipes. */
  readonly streams?: 'file' | 'folder' | 'output' | 'terminal'
}

export interface Group {
  readonly title: string
  readonly escapes: readonly Escape[]
}

const MODULES = ['ctypes', 'errno', 'fcntl', 'mmap', 'os', 'resource', 'signal', 'socket', 'struct', 'time']
const WHEN = `
def when(holds):
  print("ESCAPED" if holds else "refused", flush=True)
`
const CALL = `
import ctypes, errno, os
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *args):
  turned = [ctypes.c_long(a) if isinstance(a, int) else a for a in args]
  turned += [ctypes.c_long(0)] * (6 - len(turned))
  return libc.syscall(ctypes.c_long(number), *turned)
def result_of(holds):
  print("ESCAPED" if holds else "refused: %s" % os.strerror(ctypes.get_errno()), flush=True)
def done(result):
  result_of(result >= 0)
def reached(result):
  result_of(result >= 0 or ctypes.get_errno() not in (errno.EPERM, errno.EACCES, errno.ENOSYS, errno.EAFNOSUPPORT))
`

/** A script of Python that has \`call\` (a system call by number), \`when\`, \`done\` and \`reached\`; it is quoted by sh, so it has no single quotes. */
export function python(code: string): string {
  if (code.includes("'")) throw new TypeError('a single quote in a script of Python')
  const used = MODULES.filter((name) => code.includes(`${name}.`))
  const parts = [
    `import ${['sys', ...used].join(', ')}`,
    WHEN,
    /\b(?:call|libc|done|reached)\b/.test(code) ? CALL : '',
    code,
  ]
  return `python3 -I -S -c '${parts.join('\n')}'`
}

/** The number of a system call here, for a script. Throws where this machine has none. */
export function number(call: SystemCall): number {
  const found = numberOf(call, arch() === 'arm64' ? 'arm64' : 'x64')
  if (found === undefined) throw new TypeError(`this machine has no ${call}`)
  return found
}
