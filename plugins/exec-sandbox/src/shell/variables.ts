/** Variables by which a program is made to load or run other code, whatever their value. */
const ALWAYS =
  /^(?:LD_[A-Z_]+|DYLD_[A-Z_]+|PATH|path|fpath|cdpath|CDPATH|BASH_ENV|ENV|ZDOTDIR|SHELLOPTS|BASHOPTS|SHELL|IFS|PROMPT_COMMAND|PS[0-4]|PERL5(?:OPT|LIB|DB)|PERLLIB|RUBY(?:OPT|LIB)|PYTHON(?:PATH|STARTUP|HOME|INSPECT|USERBASE|BREAKPOINT|WARNINGS)|GIT_(?:SSH|SSH_COMMAND|EXEC_PATH|EXTERNAL_DIFF|PROXY_COMMAND|ASKPASS|TEMPLATE_DIR|CONFIG(?:_[A-Z0-9_]+)?|DIR|WORK_TREE|ALTERNATE_OBJECT_DIRECTORIES)|SSH_ASKPASS|SUDO_ASKPASS|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|CLASSPATH|GCONV_PATH|LOCPATH|NLSPATH|TERMINFO|TERMCAP|HOSTALIASES|LOCALDOMAIN|RES_OPTIONS|GETCONF_DIR|MALLOC_[A-Z_]+|GLIBC_TUNABLES|LUA_(?:INIT|PATH|CPATH)(?:_\d_\d)?|PHPRC|PHP_INI_SCAN_DIR|NODE_PATH|npm_config_[a-z_]+|NPM_CONFIG_[A-Z_]+|RUSTC(?:_WRAPPER|_WORKSPACE_WRAPPER)?|CARGO_[A-Z_]*(?:RUNNER|LINKER|WRAPPER)|MAKEFLAGS|GNUMAKEFLAGS|MFLAGS|BASH_FUNC_.*|BASH_LOADABLES_PATH|FPATH|DOTNET_STARTUP_HOOKS|OPENSSL_CONF|OPENSSL_ENGINES|MANOPT|LESSOPEN|LESSCLOSE|XDG_CONFIG_HOME|XDG_CONFIG_DIRS|WGETRC|CURL_HOME|INPUTRC|EXINIT|VIMINIT|MYVIMRC|HISTFILE|KSH_ENV)$/
/** Variables that name a program to show or edit text with; harmless where it is one of these. */
const PROGRAM =
  /^(?:(?:GIT_|MAN|SYSTEMD_|BAT_|GH_|AWS_)?PAGER|(?:GIT_|GIT_SEQUENCE_|SVN_|HG)?EDITOR|VISUAL|BROWSER|DELTA_PAGER)$/
const HARMLESS_PROGRAM = /^(?:|cat|less(?: -[A-Za-z]+)*|more|true|:|vi|vim|nano|emacs|code --wait)$/
/** Options of node that load code before the program. */
const NODE_LOADS =
  /(?:^|\s)["']?(?:-r|--require|--import|--loader|--experimental-loader|--env-file|--inspect|--eval|-e|-p)\b/

/** True for an assignment that makes programs run other code. `value` is undefined where it is known only at run time. */
export function isHijack(name: string, value: string | undefined): boolean {
  if (ALWAYS.test(name)) return true
  if (PROGRAM.test(name)) return value === undefined || !HARMLESS_PROGRAM.test(value)
  return name === 'NODE_OPTIONS' && (value === undefined || NODE_LOADS.test(value))
}

const NAMED = /^([A-Za-z_][A-Za-z0-9_]*)\+?=([^]*)$/

/** `NAME=value` as `env` and `export` take it; undefined for any other argument. */
export function assignmentOf(argument: string): { readonly name: string; readonly value: string } | undefined {
  const [, name, value] = NAMED.exec(argument) ?? []
  return name === undefined || value === undefined ? undefined : { name, value }
}
