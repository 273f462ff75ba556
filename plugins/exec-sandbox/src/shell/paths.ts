/** Folders that belong to the system; below them nothing is for an agent to remove or to overwrite. */
const SYSTEM =
  /^\/(?:bin|boot|dev|etc|lib(?:32|64|x32)?|proc|root|run|sbin|sys|usr|var|opt|srv|snap|System|Library|Applications|private|cores|Volumes)(?:\/|$)/
/** Folders below those that are for anybody's files. */
const SCRATCH = /^\/(?:var\/tmp|var\/folders|private\/tmp|private\/var\/(?:tmp|folders)|dev\/shm|run\/user\/\d+)\/[^/]/
/** The root, everything in it, homes and folders of homes. */
const WHOLE = /^(?:(?:\.\.\/)*\.\.\/?\*?|\/|\/\*|\/\.|\/\.\*|\/(?:home|Users|mnt|media)(?:\/[^/]*)?)$/
const HOME = /^(?:~[a-z0-9_-]*|\$HOME|\$\{HOME\}|"\$HOME"|"\$\{HOME\}")(?:\/(?:\*|\.\*|\.)?)?$/i
/** Devices that take anything without harm. */
const HARMLESS_DEVICE =
  /^\/dev\/(?:null|zero|full|stdin|stdout|stderr|tty|ptmx|random|urandom|fd\/\d+|pts\/\d+|shm\/.+)$/
/** Files of a home that run at start or at login. */
const START_FILES: ReadonlySet<string> = new Set(
  '.bashrc .bash_profile .bash_login .bash_logout .bash_aliases .zshrc .zshenv .zprofile .zlogin .zlogout .profile .kshrc .cshrc .tcshrc .inputrc .xprofile .xinitrc .xsession .netrc .npmrc .pypirc .gitconfig .vimrc .curlrc .wgetrc'.split(
    ' ',
  ),
)
/** Folders of a home whose files run at start or at login, or let others in. */
const START_FOLDERS = ['/.ssh/', '/.config/fish/', '/.config/autostart/', '/.config/systemd/', '/.config/git/'] as const
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

/** A path as it is meant: repeated slashes and dots taken out, `..` undone. */
function tidy(path: string): string {
  if (!path.startsWith('/')) return path
  const names: string[] = []
  for (const name of path.split('/')) {
    if (name === '..') names.pop()
    else if (name !== '' && name !== '.') names.push(name)
  }
  return `/${names.join('/')}`
}

/** True for what a recursive removal or change must not begin at. `text` is the word as written, `value` as decoded. */
export function isPrecious(text: string, value: string): boolean {
  if (HOME.test(text) || HOME.test(value)) return true
  const path = tidy(value)
  return WHOLE.test(path) || (SYSTEM.test(path) && !SCRATCH.test(path))
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
  const path = `/${tidy(value)}`.replaceAll('//', '/')
  if (path.startsWith('/etc/') || START_PLACES.some((place) => path.includes(place))) return true
  if (!/^(?:~|\$HOME|\$\{HOME\}|\/home\/|\/root\/|\/Users\/)/.test(text.replaceAll('"', ''))) return false
  return START_FILES.has(path.slice(path.lastIndexOf('/') + 1)) || START_FOLDERS.some((folder) => path.includes(folder))
}
