/** Machines that a filter can be made for. */
export type Machine = 'x64' | 'arm64'

/** The name of a system call that a filter can speak of. */
export type SystemCall =
  | 'ptrace'
  | 'process_vm_readv'
  | 'process_vm_writev'
  | 'process_madvise'
  | 'pidfd_getfd'
  | 'kcmp'
  | 'mount'
  | 'umount2'
  | 'pivot_root'
  | 'chroot'
  | 'open_tree'
  | 'move_mount'
  | 'fsopen'
  | 'fsconfig'
  | 'fsmount'
  | 'fspick'
  | 'mount_setattr'
  | 'statmount'
  | 'listmount'
  | 'open_tree_attr'
  | 'setns'
  | 'unshare'
  | 'clone'
  | 'clone3'
  | 'bpf'
  | 'perf_event_open'
  | 'userfaultfd'
  | 'io_uring_setup'
  | 'io_uring_enter'
  | 'io_uring_register'
  | 'add_key'
  | 'request_key'
  | 'keyctl'
  | 'fanotify_init'
  | 'fanotify_mark'
  | 'name_to_handle_at'
  | 'open_by_handle_at'
  | 'init_module'
  | 'finit_module'
  | 'delete_module'
  | 'create_module'
  | 'kexec_load'
  | 'kexec_file_load'
  | 'reboot'
  | 'swapon'
  | 'swapoff'
  | 'acct'
  | 'quotactl'
  | 'quotactl_fd'
  | 'settimeofday'
  | 'clock_settime'
  | 'clock_adjtime'
  | 'adjtimex'
  | 'sethostname'
  | 'setdomainname'
  | 'syslog'
  | 'iopl'
  | 'ioperm'
  | 'modify_ldt'
  | 'uselib'
  | 'ustat'
  | 'sysfs'
  | 'nfsservctl'
  | 'lookup_dcookie'
  | 'vhangup'
  | 'mbind'
  | 'migrate_pages'
  | 'move_pages'
  | 'set_mempolicy'
  | 'memfd_secret'
  | 'landlock_restrict_self'
  | 'mknod'
  | 'mknodat'
  | 'socket'
  | 'socketpair'
  | 'ioctl'
  | 'chmod'
  | 'fchmod'
  | 'fchmodat'
  | 'fchmodat2'
  | 'openat2'
  | 'open'
  | 'openat'
  | 'creat'
  | 'personality'
  | 'vmsplice'
  | 'shmget'
  | 'memfd_create'

/** Numbers of system calls by machine: x86_64, then aarch64 (Linux: syscall_64.tbl, asm-generic/unistd.h); null where there is none. */
const NUMBERS: Readonly<Record<SystemCall, readonly [x64: number, arm64: number | null]>> = {
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  process_madvise: [440, 440],
  pidfd_getfd: [438, 438],
  kcmp: [312, 272],
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  chroot: [161, 51],
  open_tree: [428, 428],
  move_mount: [429, 429],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  mount_setattr: [442, 442],
  statmount: [457, 457],
  listmount: [458, 458],
  open_tree_attr: [467, 467],
  setns: [308, 268],
  unshare: [272, 97],
  clone: [56, 220],
  clone3: [435, 435],
  bpf: [321, 280],
  perf_event_open: [298, 241],
  userfaultfd: [323, 282],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  add_key: [248, 217],
  request_key: [249, 218],
  keyctl: [250, 219],
  fanotify_init: [300, 262],
  fanotify_mark: [301, 263],
  name_to_handle_at: [303, 264],
  open_by_handle_at: [304, 265],
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  create_module: [174, null],
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  reboot: [169, 142],
  swapon: [167, 224],
  swapoff: [168, 225],
  acct: [163, 89],
  quotactl: [179, 60],
  quotactl_fd: [443, 443],
  settimeofday: [164, 170],
  clock_settime: [227, 112],
  clock_adjtime: [305, 266],
  adjtimex: [159, 171],
  sethostname: [170, 161],
  setdomainname: [171, 162],
  syslog: [103, 116],
  iopl: [172, null],
  ioperm: [173, null],
  modify_ldt: [154, null],
  uselib: [134, null],
  ustat: [136, null],
  sysfs: [139, null],
  nfsservctl: [180, 42],
  lookup_dcookie: [212, 18],
  vhangup: [153, 58],
  mbind: [237, 235],
  migrate_pages: [256, 238],
  move_pages: [279, 239],
  set_mempolicy: [238, 237],
  memfd_secret: [447, 447],
  landlock_restrict_self: [446, 446],
  mknod: [133, null],
  mknodat: [259, 33],
  socket: [41, 198],
  socketpair: [53, 199],
  ioctl: [16, 29],
  chmod: [90, null],
  fchmod: [91, 52],
  fchmodat: [268, 53],
  fchmodat2: [452, 452],
  openat2: [437, 437],
  open: [2, null],
  openat: [257, 56],
  creat: [85, null],
  personality: [135, 92],
  vmsplice: [278, 75],
  shmget: [29, 194],
  memfd_create: [319, 279],
}

/** The number of a system call on a machine; undefined where the machine has none. */
export function numberOf(call: SystemCall, machine: Machine): number | undefined {
  return NUMBERS[call][machine === 'x64' ? 0 : 1] ?? undefined
}
