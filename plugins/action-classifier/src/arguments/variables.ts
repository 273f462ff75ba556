/** Variables that make programs load or run something, or take another one for the one that is meant. */
const HIJACKS =
  /^(?:LD_\w+|DYLD_\w+|PATH|FPATH|CDPATH|IFS|BASH_ENV|ENV|ZDOTDIR|PROMPT_COMMAND|PS[0-4]|SHELLOPTS|BASHOPTS|BASH_FUNC_\S*|HISTFILE|PYTHONPATH|PYTHONSTARTUP|PYTHONHOME|PERL5OPT|PERL5LIB|RUBYOPT|RUBYLIB|NODE_OPTIONS|NODE_PATH|MAVEN_OPTS|GRADLE_OPTS|JAVA_OPTS|JDK_JAVA_OPTIONS|RUSTFLAGS|RUSTC(?:_WORKSPACE)?_WRAPPER|CARGO_TARGET_\w+_(?:RUNNER|LINKER)|HOSTALIASES|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|GIT_(?:SSH|SSH_COMMAND|PAGER|EDITOR|SEQUENCE_EDITOR|EXEC_PATH|EXTERNAL_DIFF|ASKPASS|PROXY_COMMAND|CONFIG\w*|TEMPLATE_DIR|ALTERNATE_OBJECT_DIRECTORIES)|EDITOR|VISUAL|PAGER|MANPAGER|LESSOPEN|LESSCLOSE|BROWSER|SSH_ASKPASS|GCONV_PATH|LOCPATH|npm_config_(?:script_shell|registry)|PIP_INDEX_URL|PIP_EXTRA_INDEX_URL|HTTPS?_PROXY|ALL_PROXY|SSL_CERT_FILE|NODE_TLS_REJECT_UNAUTHORIZED|GIT_SSL_NO_VERIFY|TERMINFO)$/i
/** Values with which they do nothing of the kind. */
const HARMLESS: Readonly<Record<string, RegExp>> = {
  IFS: /^[^]{0,4}$/,
  PAGER: /^(?:|cat|less|more)$/,
  GIT_PAGER: /^(?:|cat|less|more)$/,
  MANPAGER: /^(?:|cat|less|more)$/,
  EDITOR: /^(?:|true|:|cat)$/,
  GIT_EDITOR: /^(?:|true|:|cat)$/,
  GIT_SEQUENCE_EDITOR: /^(?:|true|:)$/,
  PYTHONPATH: /^(?:\.|\.?\/?[\w-]+)(?::(?:\.|[\w-]+))*$/,
  NODE_OPTIONS:
    /^(?:\s*--(?:max[-_]old[-_]space[-_]size=\d+|experimental-vm-modules|no-warnings|enable-source-maps|trace-warnings|no-deprecation|experimental-strip-types))*\s*$/,
  MAVEN_OPTS: /^(?:\s*-(?:X\w+|D[\w.]+=[\w.]+))*\s*$/,
  GRADLE_OPTS: /^(?:\s*-(?:X\w+|D[\w.]+=[\w.]+))*\s*$/,
  JAVA_OPTS: /^(?:\s*-(?:X\w+|D[\w.]+=[\w.]+))*\s*$/,
  RUSTFLAGS: /^(?!.*(?:linker|runner|plugin))[\w\s=,-]*$/,
  BROWSER: /^(?:|none|false)$/,
  PS1: /^[^$`]*$/,
  ENV: /^(?:test|dev|development|prod|production|staging|ci|local)$/,
}

/** True for a variable that makes other programs run or load something; `value` is undefined where it is not known. */
export function isHijack(name: string, value: string | undefined): boolean {
  const upper = name.toUpperCase()
  if (!HIJACKS.test(name)) return false
  const harmless = Object.hasOwn(HARMLESS, upper) ? HARMLESS[upper] : undefined
  return value === undefined || value.length > 400 || harmless?.test(value) !== true
}
