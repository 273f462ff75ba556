import type { ExecSandboxConfig } from '../config.ts'
import type { Profile } from './profile.ts'

/** More would not leave room for the environment in what macOS lets a program be started with (1 MB, `kern.argmax`). */
const MAX_BYTES = 512 * 1024

/**
 * Sets the limits that a process can be given, closes what was inherited, and becomes the command. The units of `-f` differ between shells;
 * bash counts blocks of 1024 bytes. A limit that cannot be set holds already where the hard one is lower; without a hard one nothing is run.
 */
const WRAPPER = `
hold() { ulimit -S "$1" "$2" 2>/dev/null && ulimit -H "$1" "$2" 2>/dev/null || [ "$(ulimit -H "$1")" != unlimited ] || exit 126; }
hold -c 0; hold -t "$1"; hold -f "$2"; hold -u "$3"; hold -n 4096
shift 3
for fd in /dev/fd/*; do # its own is closed by then; closing what is not there is no error
  case \${fd##*/} in 0|1|2) ;; *[!0-9]*) ;; *) eval "exec \${fd##*/}>&-" ;; esac
done
exec "$@"
`

/** What sandbox-exec is told. Undefined where it would be too much. `running` is how many processes the user has, whom `-u` counts together. */
export function sandboxArguments(
  { text, parameters }: Profile,
  config: Pick<ExecSandboxConfig, 'cpuSeconds' | 'fileSizeMb' | 'processes'>,
  { argv, running }: { readonly argv: readonly string[]; readonly running: number },
): readonly string[] | undefined {
  // sandbox-exec splits at an equals sign. No name holds one, so that a value with one is never taken for a name: at
  // the first it is the value, at the last the name would be one that the profile does not ask for, and then nothing starts.
  const given = [...parameters].flatMap(([name, value]) => ['-D', `${name}=${value}`])
  const limits = [config.cpuSeconds, config.fileSizeMb * 1024, running + config.processes].map(String)
  const args = ['-p', text, ...given, '--', '/bin/bash', '-p', '-c', WRAPPER, 'sh', ...limits]
  const bytes = args.reduce((sum, arg) => sum + Buffer.byteLength(arg) + 1, 0)
  return bytes > MAX_BYTES ? undefined : [...args, ...argv]
}
