/**
 * What of a Mac every command needs, by name. Nothing here is a folder of a user. Facts from the published policies of Chromium
 * (sandbox/policy/mac/common.sb), Codex (codex-rs/sandboxing/src/*.sbpl) and sandbox-runtime (macos-sandbox-utils.ts).
 */

/** Folders of the system and of tool chains. /System as a whole is not among them: /System/Volumes/Data holds every user's files. */
export const SYSTEM_FOLDERS = [
  '/System/Library',
  '/System/iOSSupport/System/Library',
  // Since macOS 13 the cache of dyld and parts of the system lie in these (Chromium, common.sb).
  '/System/Cryptexes/App',
  '/System/Cryptexes/OS',
  '/System/Volumes/Preboot/Cryptexes/App/System',
  '/System/Volumes/Preboot/Cryptexes/OS',
  '/bin',
  '/sbin',
  '/usr/bin',
  '/usr/lib',
  '/usr/libexec',
  '/usr/sbin',
  '/usr/share',
  '/Library/Apple',
  '/Library/Developer/CommandLineTools',
  '/Library/Frameworks',
  '/Library/Java/JavaVirtualMachines',
  '/opt/local/bin',
  '/opt/local/include',
  '/opt/local/lib',
  '/opt/local/libexec',
  '/opt/local/share',
  '/nix/store',
  '/private/var/db/dyld',
] as const

/** Homebrew, on Apple's processors and on Intel's. Its `etc` and `var` hold the settings and data of services, passwords among them. */
const HOMEBREW = ['/opt/homebrew', '/usr/local'] as const
const HOMEBREW_PARTS = [
  'bin',
  'Cellar',
  'Frameworks',
  'go',
  'include',
  'lib',
  'libexec',
  'opt',
  'sbin',
  'share',
  'etc/ca-certificates',
  'etc/gitconfig',
  'etc/openssl@3',
] as const
export const HOMEBREW_FOLDERS: readonly string[] = HOMEBREW.flatMap((folder) =>
  HOMEBREW_PARTS.map((part) => `${folder}/${part}`),
)

/** Xcode in any version; tools of it are programs as well. */
export const XCODE = '^/Applications/Xcode[^/]*[.]app/Contents(/|$)'
export const XCODE_WAY = '^/Applications/Xcode[^/]*[.]app$'

/** Files that are read and never run: users' names, hosts, certificates, time zones, which shell and which tool chain. */
export const SYSTEM_FILES = [
  '/private/etc/bashrc',
  '/private/etc/gitconfig',
  '/private/etc/group',
  '/private/etc/hosts',
  '/private/etc/localtime',
  '/private/etc/passwd',
  '/private/etc/paths',
  '/private/etc/paths.d',
  '/private/etc/profile',
  '/private/etc/protocols',
  '/private/etc/services',
  '/private/etc/shells',
  '/private/etc/ssl',
  '/private/etc/zprofile',
  '/private/etc/zshenv',
  '/private/etc/zshrc',
  '/private/var/db/timezone',
  '/private/var/db/xcode_select_link',
  '/private/var/select',
] as const

/** Links of the system, which are looked at and not into. */
export const SYSTEM_LINKS = ['/etc', '/tmp', '/var', '/dev', '/dev/stdin', '/dev/stdout', '/dev/stderr'] as const

/** What stands above the folders and files of these lists. */
export const SYSTEM_WAYS = [
  '/Applications',
  '/Library',
  '/Library/Developer',
  '/Library/Java',
  '/System',
  '/System/Cryptexes',
  '/System/Volumes',
  '/System/Volumes/Preboot',
  '/System/Volumes/Preboot/Cryptexes',
  '/System/Volumes/Preboot/Cryptexes/App',
  '/System/iOSSupport',
  '/System/iOSSupport/System',
  '/nix',
  '/opt',
  '/opt/homebrew',
  '/opt/homebrew/etc',
  '/opt/local',
  '/private',
  '/private/etc',
  '/private/var',
  '/private/var/db',
  '/usr',
  '/usr/local',
  '/usr/local/etc',
] as const

/** Devices that any command may read, and write where that does nothing. */
export const READ_DEVICES = ['/dev/null', '/dev/zero', '/dev/random', '/dev/urandom', '/dev/autofs_nowait'] as const
export const WRITE_DEVICES = ['/dev/null', '/dev/zero'] as const

/**
 * Services that answer every command. Each is a program outside of the sandbox that acts for who asks it, so the list is short:
 * names of users (getpwuid), and the centre for notices (libnotify, which the C library asks when the time zone changes).
 * Not among them, and why: the Keychain (SecurityServer, securityd), the pasteboard, Launch Services (starts programs outside),
 * cfprefsd (reads the settings of every program), logd (writes outside), trustd (fetches addresses that a certificate names), tccd, the window server.
 */
export const SERVICES = ['com.apple.system.notification_center', 'com.apple.system.opendirectoryd.libinfo'] as const

/** Services with which programs find names and check certificates; only where a command may reach the network itself. */
export const NETWORK_SERVICES = [
  'com.apple.SystemConfiguration.DNSConfiguration',
  'com.apple.SystemConfiguration.configd',
  'com.apple.trustd.agent',
] as const

/** Values of the kernel that runtimes ask for when they start: processor, memory, pages, version. None lists processes or routes. */
export const SYSCTLS = [
  'hw.activecpu',
  'hw.busfrequency_compat',
  'hw.byteorder',
  'hw.cacheconfig',
  'hw.cachelinesize',
  'hw.cachelinesize_compat',
  'hw.cpufamily',
  'hw.cpufrequency',
  'hw.cpufrequency_compat',
  'hw.cputype',
  'hw.l1dcachesize_compat',
  'hw.l1icachesize_compat',
  'hw.l2cachesize_compat',
  'hw.l3cachesize_compat',
  'hw.logicalcpu',
  'hw.logicalcpu_max',
  'hw.machine',
  'hw.memsize',
  'hw.model',
  'hw.ncpu',
  'hw.nperflevels',
  'hw.packages',
  'hw.pagesize',
  'hw.pagesize_compat',
  'hw.physicalcpu',
  'hw.physicalcpu_max',
  'hw.tbfrequency_compat',
  'hw.vectorunit',
  'kern.argmax',
  'kern.hostname',
  'kern.maxfilesperproc',
  'kern.maxproc',
  'kern.osproductversion',
  'kern.osrelease',
  'kern.ostype',
  'kern.osvariant_status',
  'kern.osversion',
  'kern.secure_kernel',
  'kern.usrstack64',
  'kern.version',
  'machdep.cpu.brand_string',
  'sysctl.proc_cputype',
  'sysctl.proc_translated',
  'vm.loadavg',
] as const
export const SYSCTL_PREFIXES = ['hw.optional.', 'hw.perflevel'] as const
