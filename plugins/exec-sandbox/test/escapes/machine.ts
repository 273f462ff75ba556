/** What a machine says that is confined itself or lacks the call. */
const REFUSES = /not permitted|ermission denied|not implemented|not supported|No such device|Read-only/
/** A kernel without this file of /proc, as the shell tells it. */
const LACKS = /cannot create \/proc\/\w+: Directory nonexistent/
/** A kernel without the gate of 32 bits ends whoever steps through it. */
const NO_GATE = /Segmentation fault/

/** Whether an attempt failed for what the machine is, and so shows nothing of the sandbox. */
export function machineRefuses(name: string, told: string): boolean {
  return REFUSES.test(told) || LACKS.test(told) || (name.includes('gate of 32 bits') && NO_GATE.test(told))
}
