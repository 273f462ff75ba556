import { APP } from '../macos-policies.ts'
import { named, READ, rows, type Row } from './rows.ts'

/** Processes, services outside, devices and the rest of the system. */
export const PROCESSES: readonly Row[] = [
  ...rows('allow', 'process-fork', [{}]),
  ...rows('allow', ['signal', 'process-info-pidinfo'], [{ target: 'self' }, { target: 'same-sandbox' }]),
  ...rows(
    'deny',
    ['signal', 'process-info-pidinfo', 'process-info-setcontrol', 'mach-priv-task-port'],
    [{ target: 'others' }],
  ),
  ...rows(
    'allow',
    'mach-lookup',
    named('com.apple.system.opendirectoryd.libinfo', 'com.apple.system.notification_center'),
  ),
  ...rows(
    'deny',
    'mach-lookup',
    named(
      'com.apple.SecurityServer',
      'com.apple.securityd.xpc',
      'com.apple.pasteboard.1',
      'com.apple.coreservices.launchservicesd',
      'com.apple.coreservices.appleevents',
      'com.apple.lsd.mapdb',
      'com.apple.cfprefsd.agent',
      'com.apple.tccd',
      'com.apple.windowserver.active',
      'com.apple.trustd.agent',
      'com.apple.logd',
      'com.apple.SystemConfiguration.configd',
      'com.apple.system.opendirectoryd.api',
      'com.apple.system.notification_center.x',
    ),
  ),
  ...rows('deny', ['mach-register', 'mach-priv-host-port'], named('x')),
  ...rows(
    'deny',
    ['appleevent-send', 'lsopen', 'job-creation', 'hid-control', 'iokit-open', 'iokit-set-properties', 'nvram-set'],
    [{}],
  ),
  ...rows(
    'deny',
    [
      'device-camera',
      'device-microphone',
      'user-preference-read',
      'user-preference-write',
      'authorization-right-obtain',
    ],
    [{}],
  ),
  ...rows('deny', ['system-kext-load', 'system-set-time', 'system-mac-syscall', 'distributed-notification-post'], [{}]),
  ...rows(
    'allow',
    'sysctl-read',
    named('hw.ncpu', 'hw.memsize', 'kern.osproductversion', 'hw.optional.arm.FEAT_SHA3', 'hw.perflevel0.logicalcpu'),
  ),
  ...rows(
    'deny',
    'sysctl-read',
    named('kern.proc.all', 'kern.proc.pid.1', 'net.routetable.0', 'kern.bootargs', 'hw.ncpu2'),
  ),
  ...rows('deny', 'sysctl-write', named('hw.ncpu', 'kern.hostname')),
  ...rows('allow', 'ipc-posix-sem', named('/mp-a1b2c3')),
  ...rows('deny', 'ipc-posix-sem', named('/other')),
  ...rows('allow', 'ipc-posix-shm-read-data', named('apple.shm.notification_center')),
  ...rows(
    'deny',
    ['ipc-posix-shm-read-data', 'ipc-posix-shm-write-create', 'ipc-posix-shm-write-data'],
    named('/other', 'apple.cfprefs.501'),
  ),
  ...rows('deny', ['ipc-posix-shm-write-data'], named('apple.shm.notification_center')),
  ...rows('deny', ['ipc-sysv-shm', 'ipc-sysv-sem'], [{}]),
  ...rows('allow', 'system-fcntl', [{ command: 50 }]),
  ...rows('deny', 'system-fcntl', [{ command: 80 }, { command: 110 }]),
  ...rows('deny', 'mach-lookup', [{ xpc: 'com.apple.appkit.xpc.openAndSavePanelService' }]),
  ...rows('deny', 'iokit-get-properties', [{}]),
  ...rows('allow', 'pseudo-tty', [{}]),
  ...rows(
    'allow',
    [READ, 'file-write-data', 'file-ioctl'],
    [{ path: '/dev/ttys003', extension: 'com.apple.sandbox.pty' }, { path: '/dev/ptmx' }],
  ),
  ...rows('deny', [READ, 'file-write-data', 'file-ioctl'], ['/dev/ttys001', '/dev/ttyp0', '/dev/console']),
  ...rows('deny', 'file-ioctl', [`${APP}/x`, '/dev/null', '/dev/disk0']),
]
