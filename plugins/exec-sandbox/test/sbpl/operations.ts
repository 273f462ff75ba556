/** Operations of the sandbox of macOS that a profile may name, as far as published profiles and logs of denials name them. */
export const OPERATIONS = [
  'appleevent-send',
  'authorization-right-obtain',
  'device-camera',
  'device-microphone',
  'distributed-notification-post',
  'dynamic-code-generation',
  'file-clone',
  'file-ioctl',
  'file-issue-extension',
  'file-link',
  'file-map-executable',
  'file-mknod',
  'file-mount',
  'file-read-data',
  'file-read-metadata',
  'file-read-xattr',
  'file-unmount',
  'file-write-acl',
  'file-write-create',
  'file-write-data',
  'file-write-flags',
  'file-write-mode',
  'file-write-owner',
  'file-write-setugid',
  'file-write-times',
  'file-write-unlink',
  'file-write-xattr',
  'hid-control',
  'iokit-get-properties',
  'iokit-open',
  'iokit-set-properties',
  'ipc-posix-sem',
  'ipc-posix-shm-read-data',
  'ipc-posix-shm-read-metadata',
  'ipc-posix-shm-write-create',
  'ipc-posix-shm-write-data',
  'ipc-posix-shm-write-unlink',
  'ipc-sysv-sem',
  'ipc-sysv-shm',
  'job-creation',
  'lsopen',
  'mach-lookup',
  'mach-priv-host-port',
  'mach-priv-task-port',
  'mach-register',
  'network-bind',
  'network-inbound',
  'network-outbound',
  'nvram-set',
  'process-exec',
  'process-exec-interpreter',
  'process-fork',
  'process-info-listpids',
  'process-info-pidinfo',
  'process-info-setcontrol',
  'pseudo-tty',
  'signal',
  'sysctl-read',
  'sysctl-write',
  'system-fcntl',
  'system-fsctl',
  'system-kext-load',
  'system-mac-syscall',
  'system-set-time',
  'system-socket',
  'user-preference-read',
  'user-preference-write',
] as const
export type Operation = (typeof OPERATIONS)[number]

/**
 * What `(deny default)` does not reach, as others found by asking from inside: what is known of a process, properties of devices, some
 * commands of fcntl. (Services in bundles are another, of `mach-lookup`.)
 */
export const NOT_DEFAULT: readonly Operation[] = OPERATIONS.filter((name) =>
  /^(?:process-info-|iokit-get-properties$|system-fcntl$)/.test(name),
)

/** What a name in a rule stands for: itself, or with a star all that begin so. */
export function operationsOf(name: string): readonly Operation[] {
  const prefix = name.slice(0, -1)
  const found = OPERATIONS.filter((each) => (name.endsWith('*') ? each.startsWith(prefix) : each === name))
  if (found.length === 0) throw new SyntaxError(`no such operation: ${name}`)
  return found
}
