/** Folders that belong to the system; below them nothing is for an agent to remove or to overwrite. */
const SYSTEM =
  /^\/(?:bin|boot|dev|etc|lib(?:32|64|x32)?|proc|root|run|sbin|sys|usr|var|opt|srv|snap|System|Library|Applications|private|cores|Volumes)(?:\/|$)/
/** Folders below those that are for anybody's files. */
const SCRATCH = /^\/(?:var\/tmp|var\/folders|private\/tmp|private\/var\/(?:tmp|folders)|dev\/shm|run\/user\/\d+)\/[^/]/
/** The root, everything in it, homes and folders of homes. */
const WHOLE =
  /^(?:(?:\.\.\/){0,40}\.\.(?:\/\*)?|\/|\/\*|\/\.\*|\/(?:home|Users|mnt|media)(?:\/[^/]*)?(?:\/(?:\.?\*|\.(?:ssh|gnupg|aws|config|local|kube)))?)$/
/** A home at the beginning of a word, quotes taken out: `~`, `~name`, `$HOME`, `${HOME%/}`, `${HOME:?}`. */
const HOME = /^(?:~([a-z_][a-z0-9_-]{0,32})?|\$HOME|\$\{HOME(?:[^A-Za-z0-9_}][^}]{0,80})?\})(?=\/|\*|$)/i
/** A first folder that only the shell knows: a glob or a variable. */
const UNKNOWN = /^\/(?:[^/]{0,80}[*?[]|\$)/
/** Devices that take anything without harm. */
const HARMLESS_DEVICE =
  /^\/dev\/(?:null|zero|full|stdin|stdout|stderr|tty|ptmx|random|urandom|fd\/\d+|pts\/\d+|shm\/.+)$/
/** Files of a home that run at start or at login. */
const START_FILES: ReadonlySet<string> = new Set(
  '.bashrc .bash_profile .bash_login .bash_logout .bash_aliases .zshrc .zshenv .zprofile .zlogin .zlogout .profile .kshrc .cshrc .tcshrc .inputrc .xprofile .xinitrc .xsession .netrc .npmrc .pypirc .gitconfig .vimrc .curlrc .wgetrc .pam_environment .xsessionrc .tmux.conf .screenrc .emacs .login .logout .envrc'.split(
    ' ',
  ),
)
/** Folders of a home whose files run at start or at login, or let others in. */
const START_FOLDERS = [
  '/.ssh/',
  '/.config/nvim/',
  '/.config/environment.d/',
  '/.local/share/systemd/',
  '/.config/fish/',
  '/.config/autostart/',
  '/.config/systemd/',
  '/.config/git/',
] as const
/** The same, wherever they are. */
const START_PLACES = [
  '/.git/hooks/',
  '/.git/config',
  '/LaunchAgents/',
  '/LaunchDaemons/',
  '/cron',
  '/systemd/system/',
  '/systemd/user/',
  '/authorized_keys',
] as const

/** A path as it is meant: repeated slashes and dots taken out, `..` undone as far as it goes. */
function tidy(path: string): string {
  const isAbsolute = path.startsWith('/')
  const names: string[] = []
  for (const name of path.split('/')) {
    if (name === '' || name === '.') continue
    if (name === '..' && names.length > 0 && names.at(-1) !== '..') names.pop()
    else if (name !== '..' || !isAbsolute) names.push(name)
  }
  return `${isAbsolute ? '/' : ''}${names.join('/')}`
}

/** True for what a recursive removal or change must not begin at. `text` is the word as written, `value` as decoded. */
export function isPrecious(text: string, value: string): boolean {
  const written = text.replaceAll(/["\\]/g, '')
  const fallback = /^\$\{\w{1,80}:?[-=+]([^}]{1,200})\}/.exec(written)?.[1]
  const candidates = [value, written, ...(fallback === undefined ? [] : [fallback])]
  return candidates.flatMap(alternatives).some(isPreciousPath)
}

function isPreciousPath(written: string): boolean {
  if (UNKNOWN.test(tidyStart(written))) return true
  const path = tidy(written.replace(HOME, (_, name?: string) => (name === 'root' ? '/root' : '/home/user')))
  return WHOLE.test(path) || (SYSTEM.test(path) && !SCRATCH.test(path))
}

/** `//x` and `/./x` begin where `/x` does. */
function tidyStart(path: string): string {
  return path.replace(/^\/(?:\.?\/){1,80}/, '/')
}

/** What lists in braces stand for: `/{bin,etc}` is two paths. At most 64. */
function alternatives(path: string): readonly string[] {
  let done: readonly string[] = [path]
  for (let round = 0; round < 4 && done.length < 64; round++) done = done.flatMap(withoutInnermost).slice(0, 64)
  return done
}

function withoutInnermost(path: string): readonly string[] {
  const end = path.indexOf('}')
  const start = end < 0 ? -1 : path.lastIndexOf('{', end)
  const list = path.slice(start + 1, end)
  if (start < 0 || path[start - 1] === '$' || !list.includes(',')) return [path]
  return list.split(',', 64).map((one) => path.slice(0, start) + one + path.slice(end + 1))
}

/** True for a device, or a file of the kernel's, that must not be written to. */
export function isDevice(value: string): boolean {
  const path = tidy(value)
  return /^\/(?:dev|proc|sys)\//.test(path) && !HARMLESS_DEVICE.test(path)
}

/** True for the paths that bash takes for connections. */
export function isConnection(value: string): boolean {
  return /^\/dev\/(?:tcp|udp)\//.test(tidy(value))
}

/** True for a file that runs at start or at login. */
export function isPersistent(text: string, value: string): boolean {
  const path = `/${tidy(value)}`.replace('//', '/')
  if (path.startsWith('/etc/') || START_PLACES.some((place) => `${path}/`.includes(place))) return true
  if (!/^(?:~|\$HOME|\$\{HOME\}|\/home\/|\/root\/|\/Users\/)/.test(text.replaceAll('"', ''))) return false
  return (
    START_FILES.has(path.slice(path.lastIndexOf('/') + 1)) ||
    START_FOLDERS.some((folder) => `${path}/`.includes(folder))
  )
}

/** Names of files, and of folders, that let whoever reads them act for somebody. */
const SECRET_NAMES =
  /^(?:\.ssh|\.gnupg|\.aws|\.kube|id_(?:rsa|dsa|ecdsa|ed25519)|\.netrc|\.git-credentials|\.npmrc|\.pypirc|\.env(?:\.(?:local|production|development|prod|dev|staging))?|g?shadow|\.(?:bash|zsh)_history)$/
const SECRET_PLACES = /(?:^|\/)(?:\.aws\/credentials|\.kube\/config|\.docker\/config\.json|gh\/hosts\.yml)$/

/** True for a file that holds credentials, or a folder that is full of them. */
export function isCredential(value: string): boolean {
  const names = value.replace(/\/$/, '').split('/')
  const name = names.at(-1) ?? ''
  if (SECRET_NAMES.test(name) || SECRET_PLACES.test(value) || value === '/etc/passwd') return true
  if (names[1] === 'proc' && /^(?:environ|mem|maps)$/.test(name)) return true
  const isKey = names.at(-2) === '.ssh' && !name.endsWith('.pub') && name !== 'known_hosts' && name !== 'config'
  return isKey || names.includes('.gnupg')
}
