/** Variables by which a program is made to load or run other code, whatever their value. */
const ALWAYS =
  /^(?:LD_[A-Z0-9_]+|DYLD_[A-Z0-9_]+|PATH|path|fpath|cdpath|CDPATH|BASH_ENV|ENV|ZDOTDIR|SHELLOPTS|BASHOPTS|SHELL|IFS|PROMPT_COMMAND|PS[0-4]|PERL5(?:OPT|LIB|DB)|PERLLIB|RUBY(?:OPT|LIB)|PYTHON(?:STARTUP|HOME|INSPECT|USERBASE|EXECUTABLE|PLATLIBDIR)|GIT_(?:SSH|SSH_COMMAND|EXEC_PATH|EXTERNAL_DIFF|PROXY_COMMAND|ASKPASS|TEMPLATE_DIR|CONFIG(?:_[A-Z0-9_]+)?|DIR|WORK_TREE|ALTERNATE_OBJECT_DIRECTORIES)|SSH_ASKPASS|SUDO_ASKPASS|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|CLASSPATH|GCONV_PATH|LOCPATH|NLSPATH|TERMINFO|TERMCAP|HOSTALIASES|LOCALDOMAIN|RES_OPTIONS|GETCONF_DIR|MALLOC_[A-Z_]+|GLIBC_TUNABLES|LUA_(?:INIT|PATH|CPATH)(?:_\d_\d)?|PHPRC|PHP_INI_SCAN_DIR|NODE_PATH|RUSTC(?:_WRAPPER|_WORKSPACE_WRAPPER)?|CARGO_[A-Z0-9_]*(?:RUNNER|LINKER|WRAPPER)|BASH_FUNC_.*|BASH_LOADABLES_PATH|FPATH|DOTNET_STARTUP_HOOKS|OPENSSL_CONF|OPENSSL_ENGINES|MANOPT|LESSOPEN|LESSCLOSE|XDG_CONFIG_HOME|XDG_CONFIG_DIRS|WGETRC|CURL_HOME|INPUTRC|EXINIT|VIMINIT|MYVIMRC|HISTFILE|KSH_ENV|OPTIND|RANDOM|SRANDOM|HISTCMD|READNULLCMD|NULLCMD|PSQLRC|R_PROFILE(?:_USER)?|R_ENVIRON(?:_USER)?|JULIA_LOAD_PATH|GTK_(?:MODULES|PATH)|QT_PLUGIN_PATH|GIO_MODULE_DIR|GST_PLUGIN_[A-Z_]+|WINEDLLOVERRIDES)$/
/** A program that shows or edits text, or opens a page. */
const SHOWS = /^(?:|cat|less(?: -[A-Za-z]+)*|more|true|:|vi|vim|nvim|nano|emacs|code --wait|none)$/
/** A compiler by its name, with plain options. */
const COMPILER = /^(?:ccache |sccache )?[A-Za-z0-9][\w+.-]*(?: -[\w=+-]+)*$/
/** Variables that are harmless with some values: how they are called, and those values. */
const SOMETIMES: readonly (readonly [name: RegExp, harmless: RegExp])[] = [
  [
    /^(?:(?:GIT_|MAN|SYSTEMD_|BAT_|GH_|AWS_|PSQL_|DELTA_)?PAGER|(?:GIT_|GIT_SEQUENCE_|SVN_|HG|SYSTEMD_|KUBE_|SUDO_|FC)?EDITOR|VISUAL|BROWSER)$/,
    SHOWS,
  ],
  [/^(?:CC|CXX|CPP|LD|AR|AS|HOSTCC)$/, COMPILER],
  // in the workspace, where the agent runs what it likes
  [/^PYTHONPATH$/, /^(?!.*\.\.)(?:\.?\w[\w./-]*|\.\/?)(?::(?:\.?\w[\w./-]*|\.\/?))*$/],
  [/^PYTHONWARNINGS$/, /^(?:ignore|error|default|always|once|module|all)(?:::[A-Z][A-Za-z]*)?$/],
  [/^PYTHONBREAKPOINT$/, /^0?$/],
  [
    /^(?:GNU)?MAKEFLAGS$|^MFLAGS$/,
    /^(?:-?j?\d{0,4}|-?[kBsniw]{1,8}|--(?:silent|no-print-directory|keep-going|output-sync))(?: (?:-?j?\d{0,4}|-?[kBsniw]{1,8}|--(?:silent|no-print-directory|keep-going|output-sync))){0,9}$/,
  ],
  [
    /^npm_config_/i,
    /^(?:|true|false|\d+|silent|error|warn|notice|http|info|verbose|silly|dev|prod|optional|always|auto|x64|arm64|linux|darwin|win32)$/,
  ],
  [
    /^(?:JAVA|MAVEN|GRADLE|SBT|ANT|KAFKA|CATALINA|JVM)_OPTS$/,
    /^(?!.*(?:agent|OnError|OnOutOfMemory|-Xrun|bootclasspath|argfile|@))/i,
  ],
  [/^(?:CARGO_BUILD_|CARGO_ENCODED_)?RUST(?:DOC)?FLAGS$/, /^(?!.*(?:linker\s*=|codegen-backend|-Z))/],
  [/^GOFLAGS$/, /^(?!.*(?:exec|overlay|modfile|vettool))/],
  [/^C(?:XX|PP)?FLAGS$|^LDFLAGS$/, /^(?!.*(?:-fplugin|-wrapper|-B\s*\/|-specs))/],
]
/** Options of node that load code before the program. */
const NODE_LOADS =
  /(?:^|\s)["']?(?:-r|--require|--import|--loader|--experimental-loader|--env-file|--inspect|--eval|-e|-p)\b/

/** True for an assignment that makes programs run other code. `value` is undefined where it is known only at run time. */
export function isHijack(name: string, value: string | undefined): boolean {
  if (ALWAYS.test(name)) return true
  const sometimes = SOMETIMES.find(([names]) => names.test(name))
  if (sometimes) return value === undefined || value.length > 4096 || !sometimes[1].test(value)
  return name === 'NODE_OPTIONS' && (value === undefined || NODE_LOADS.test(value))
}

/** True for a program that only shows or edits text. */
export function isShowing(program: string): boolean {
  return SHOWS.test(program)
}

/** `NAME=value` as `env` and `export` take it; undefined for any other argument. */
export function assignmentOf(argument: string): { readonly name: string; readonly value: string } | undefined {
  const at = argument.indexOf('=')
  if (at < 1 || argument.startsWith('-')) return undefined
  return { name: argument.slice(0, argument[at - 1] === '+' ? at - 1 : at), value: argument.slice(at + 1) }
}
