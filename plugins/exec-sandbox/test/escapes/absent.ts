/** Attempts that could not be shown to succeed without the sandbox, and why; they are refused all the same, and are not counted. */
export const NOT_SHOWN: readonly (readonly [what: string, why: string])[] = [
  ['loading, unloading and replacing the kernel or its modules', 'the kernel was built without modules and kexec'],
  ['calls of x32', 'the kernel was built without them; elsewhere the filter says that they do not exist'],
  ['ports of the processor (iopl, ioperm)', 'the kernel was built without them'],
  ['the magic keys (/proc/sysrq-trigger), /proc/kcore, /proc/sched_debug', 'the kernel was built without them'],
  ['socket families as AF_ALG, AF_KEY, AF_BLUETOOTH, AF_TIPC, AF_CAN', 'the kernel was built without them'],
  ['setting the clock for good, restarting, swapping', 'shown only as far as the call is entered, so that the machine is not harmed'],
  ['programs of the kernel without rights (bpf)', 'the kernel refuses them to everybody but root in any case'],
] // prettier-ignore

/** Protections that flip no attempt by themselves, and why they stay. */
export const DEPTH: readonly (readonly [what: string, why: string])[] = [
  ['filter: modules', 'the kernel was built without them, and demands rights that no command has'],
  ['filter: x32', 'the kernel was built without it; where it is there, the same calls would have other numbers'],
  ['filter: socketpair', 'the kernel makes pairs of few families; the others would only load modules'],
  ['limit of the time of each process (ulimit -t)', 'who watches all processes together comes first; this one holds where the host hangs'],
  ['a user of its own in the table of users', 'programs need one; it protects nothing'],
] // prettier-ignore
