import { readdirSync, readFileSync, statSync } from 'node:fs'

/** What the kernel tells of a process in /proc/PID/stat. */
interface ProcessStat {
  readonly state: string
  readonly session: number
  /** Clock ticks of itself and of the children that it has waited for. */
  readonly ticks: number
  /** Clock ticks since the machine's start; with the number it is one process for ever. */
  readonly start: string
}

/** Clock ticks in a second; Linux tells all programs that it is 100, whatever it is inside. */
export const TICKS = 100

/** What the kernel tells of a process; undefined where it is no more. */
export function statOf(pid: number | 'self'): ProcessStat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ') // the name before may hold anything
    const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0)
    return { state: fields[0] ?? '', session: Number(fields[3]), ticks, start: fields[19] ?? '' }
  } catch {
    return undefined
  }
}

/** True where the process of that number runs and is the one that was started then. */
export function isAlive(pid: number, start: string): boolean {
  const stat = statOf(pid)
  return stat !== undefined && stat.start === start && stat.state !== 'Z' && stat.state !== 'X'
}

/** This process, as its numbers and when it was started, so that nobody takes another for it. */
export function identity(): string {
  return `${statSync('/proc/self/ns/pid').ino}-${process.pid}-${statOf('self')?.start ?? 0}`
}

/** Ends a process at once; that it is no more, or another's, is no error. */
export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended meanwhile.
  }
}

/** Processes in a session. */
export function membersOfSession(session: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => statOf(pid)?.session === session)
}
