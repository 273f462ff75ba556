import { isPrecious } from './paths.ts'

/** What is known of a program that runs code. */
interface Interpreter {
  /** Options that bring the code with them. */
  readonly inline: RegExp
  /** Options that name what to run instead of code on standard input. */
  readonly named?: RegExp
  /** Options with an attached value, which are no bundle of letters. */
  readonly loads?: RegExp
  /** Options that take a value of their own. */
  readonly valued?: RegExp
  /** What inline code must not do: start programs, open connections. */
  readonly forbidden?: RegExp
}

const SHELL: Interpreter = { inline: /^-[a-zA-Z]*c$/, valued: /^(?:-[oO]|--rcfile|--init-file)$/ }

const INTERPRETERS: readonly (readonly [RegExp, Interpreter])[] = [
  [/^(?:ba|da|k|mk|pdk|z|a|c|tc|fi|r|rba|lo|po)?sh(?:\d[\d.]*|-\d.*)?$/, SHELL],
  [
    /^(?:python|pypy)[\d.]*$/,
    {
      inline: /^-[a-zA-Z]*c$/,
      named: /^-[a-zA-Z]*m/,
      valued: /^-[WX]$/,
      forbidden:
        /\b(?:os\.(?:system|popen|exec|spawn|posix_spawn|fork)|subprocess|pty|socket|ctypes|multiprocessing|urllib|http\.client|requests|httpx|aiohttp|ftplib|smtplib|telnetlib|asyncio\.create_subprocess|commands\.get|__import__|importlib|exec\(|runpy|code\.interact|import system)|(?<![\w.])(?:eval|compile|system|popen|exec[lv]p?e?|spawn[lv]p?e?)\(/,
    },
  ],
  [
    /^perl[\d.]*$/,
    {
      loads: /^-[IMm]/,
      inline: /^-[a-zA-Z0-9]*[eE]/,
      forbidden:
        /\b(?:system|exec|qx|fork|syscall|socket|IO::Socket|Socket|eval|do\s?['"])|["']\||\|["']|`|-M?IO::Socket/,
    },
  ],
  [
    /^j?ruby[\d.]*$/,
    {
      loads: /^-[rIMCFE]/,
      inline: /^-[a-zA-Z]*e/,
      valued: /^-[rICEF]$/,
      forbidden:
        /\b(?:system|exec|spawn|fork|popen|popen2|popen3|syscall|eval|instance_eval|Socket|TCPSocket|UDPSocket|UNIXSocket|open-uri|URI\.open|Net::HTTP|Open3|PTY|Fiddle)\b|`|%x/,
    },
  ],
  [
    /^(?:node(?:js)?|deno|bun|tsx|ts-node)$/,
    {
      inline: /^(?:-[a-z]*[ep]|--eval|--print|eval)$/,
      named:
        /^(?:run|test|x|install|--test|--run|repl|fmt|lint|check|task|compile|bundle|info|init|add|--version|-v|--help|-h)$/,
      valued: /^(?:-r|--require|--import|--loader|-C|--conditions)$/,
      forbidden:
        /["'`](?:node:)?(?:net|dgram|tls|https?|http2|vm|worker_threads|cluster|inspector|repl|module)["'`]|require\([^"'`)]|\b(?:child_process|execSync|execFile|spawn|fork\(|fetch\(|WebSocket|process\.(?:binding|dlopen)|Deno\.(?:Command|run|connect)|Bun\.(?:spawn|connect|\$)|eval\(|Function\(|import\()/,
    },
  ],
  [
    /^php[\d.]*$/,
    {
      inline: /^-[a-z]*r$/,
      named: /^(?:-S|-l|-m|-i|-v|--version|-f)$/,
      valued: /^-[dc]$/,
      forbidden:
        /\b(?:system|exec|shell_exec|passthru|popen|proc_open|fsockopen|pfsockopen|eval|assert|mail|dl|include|require|include_once|require_once)\b|\b(?:pcntl_|stream_socket_|socket_|curl_|call_user_func|file_get_contents\(['"]https?:)|`/,
    },
  ],
  [
    /^(?:lua|luajit|lua5)[\d.]*$/,
    { inline: /^-e/, forbidden: /\b(?:os\.execute|io\.popen|require|load|dofile|socket)/ },
  ],
  [
    /^(?:expect|tclsh|wish)[\d.]*$/,
    { inline: /^-c$/, valued: /^-f$/, forbidden: /\b(?:exec|spawn|open|socket|system|eval|source)\b/ },
  ],
  [/^(?:jjs|jrunscript|jshell)$/, { inline: /^-e$/, forbidden: /exec|ProcessBuilder|Runtime|Socket/ }],
  [/^(?:osascript)$/, { inline: /^-e$/, forbidden: /do shell script|open location/ }],
  [/^(?:pwsh|powershell)$/, { inline: /^-(?:c|command|enc\w*)$/i, forbidden: /[^]/ }],
  [
    /^(?:R|Rscript|julia|ghci|scala|groovy|guile|sbcl|clisp|ocaml|erl|iex|elixir|gnuplot)$/,
    { inline: /^-(?:-?e|-?eval|r)$/, forbidden: /\b(?:system|exec|run|socket|open|shell|spawn)\b|\|/ },
  ],
]

/** The name of a program without its folder. */
export function baseName(program: string): string {
  return program.slice(program.lastIndexOf('/') + 1)
}

/** True for a shell, whose inline code is a command like any other. */
export function isShell(program: string): boolean {
  return find(program) === SHELL
}

/** How an interpreter is called. */
export type Call =
  | { readonly kind: 'stdin' }
  | { readonly kind: 'file' }
  | { readonly kind: 'inline'; readonly index: number; readonly attached?: string }

/** How the arguments tell an interpreter where its code is; undefined for what is no interpreter. */
export function callOf(program: string, args: readonly string[]): Call | undefined {
  const known = find(program)
  if (!known) return undefined
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? ''
    if (isStdin(arg) || arg === '-s') return { kind: 'stdin' }
    const given = /^--(?:eval|print|execute)=(.*)$/s.exec(arg)?.[1]
    if (given !== undefined) return { kind: 'inline', index: i, attached: given }
    if (known.inline.test(arg) && known.loads?.test(arg) !== true) {
      const attached = known === SHELL ? undefined : /^-[a-zA-Z0-9]*?[eE](.+)$/s.exec(arg)?.[1]
      return attached === undefined ? { kind: 'inline', index: i + 1 } : { kind: 'inline', index: i, attached }
    }
    if (known.named?.test(arg))
      return {
        kind: isStdin(args.find((next, j) => j > i && (isStdin(next) || !next.startsWith('-')))) ? 'stdin' : 'file',
      }
    if (known.valued?.test(arg)) i++
    else if (!arg.startsWith('-')) return { kind: 'file' }
    else if (/^--?(?:version|help|V|h)$/.test(arg)) return { kind: 'file' }
  }
  return { kind: 'stdin' }
}

function isStdin(arg: string | undefined): boolean {
  return arg !== undefined && /^(?:-|\/dev\/stdin|\/(?:dev|proc\/(?:self|thread-self|\d{1,10}))\/fd\/\d+)$/.test(arg)
}

/** True where inline code of that interpreter starts programs or opens connections; `args` are looked at for modules that it loads. */
export function isForbiddenCode(program: string, code: string, args: readonly string[]): boolean {
  const forbidden = find(program)?.forbidden
  if (!forbidden) return false
  return (
    forbidden.test(squeezed(code)) ||
    removesPrecious(code) ||
    args.some((arg) => /open3|child_process/.test(arg) || (/^-[rM]/.test(arg) && /socket/i.test(arg)))
  )
}

/** Code without the white space that says nothing: `os . system (` is `os.system(`. */
function squeezed(code: string): string {
  return code
    .replaceAll(/\s+/g, ' ')
    .replaceAll(' (', '(')
    .replaceAll('( ', '(')
    .replaceAll(' .', '.')
    .replaceAll('. ', '.')
}

/** Calls that remove files. */
const REMOVES =
  /\b(?:rm|rmSync|rmdir|rmdirSync|rm_r|rm_rf|rmtree|remove_dir|remove_entry|removedirs|unlink|unlinkSync|delete|rmrf|rimraf)\b/

/** Code that removes files and names, as a string, what must stay. */
function removesPrecious(code: string): boolean {
  if (!REMOVES.test(code)) return false
  return code.split(/["'`]/).some((text, i) => i % 2 === 1 && text !== '' && isPrecious(text, text))
}

function find(program: string): Interpreter | undefined {
  const name = baseName(program)
  return INTERPRETERS.find(([names]) => names.test(name))?.[1]
}
