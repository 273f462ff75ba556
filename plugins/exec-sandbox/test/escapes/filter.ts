import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { arch } from 'node:os'
import { dirname, join } from 'node:path'
import type { Launch } from '../../src/linux/launch.ts'
import { numberOf, type SystemCall } from '../../src/linux/syscalls.ts'

const SIZE = 8
const JEQ = 0x15
const JGE = 0x35
/** No system call has this number. */
const NEVER = 0xffff_fff0
const machine = arch() === 'arm64' ? 'arm64' : 'x64'

/** Takes the rules of some calls out of a compiled filter. Throws where it has none. */
export function withoutCalls(filter: Buffer, calls: readonly SystemCall[]): Buffer {
  const changed = Buffer.from(filter)
  let found = 0
  const numbers = new Set(calls.map((call) => numberOf(call, machine)))
  // The rules stand one after another: a comparison of the number, and what follows where it is the same.
  for (let at = firstRule(filter); at < filter.length / SIZE - 1; at += 1 + filter.readUInt8(at * SIZE + 3)) {
    if (filter.readUInt16LE(at * SIZE) !== JEQ) throw new TypeError(`the filter has no rule at ${at}`)
    if (!numbers.has(filter.readUInt32LE(at * SIZE + 4))) continue
    changed.writeUInt32LE(NEVER, at * SIZE + 4)
    found++
  }
  if (found === 0) throw new RangeError(`the filter has no rule of ${calls.join(', ')}`)
  return changed
}

/** Takes the end of calls of other architectures out of a filter. */
export function withoutArchitecture(filter: Buffer): Buffer {
  const changed = Buffer.from(filter)
  changed.writeUInt32LE(0x7fff_0000, 2 * SIZE + 4) // what follows where the architecture is another: allowed now
  return changed
}

/** The architecture is asked for first, then the number is loaded; on x86_64 numbers of x32 are refused. */
function firstRule(filter: Buffer): number {
  return filter.readUInt16LE(4 * SIZE) === JGE ? 6 : 4
}

/** A launch with another filter. */
export function refiltered(launch: Launch, change: (filter: Buffer) => Buffer): Launch {
  const filter = join(dirname(launch.filter), randomUUID())
  writeFileSync(filter, change(readFileSync(launch.filter)))
  return { ...launch, filter }
}
