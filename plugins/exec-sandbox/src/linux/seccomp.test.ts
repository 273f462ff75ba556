import { describe, expect, it } from 'vitest'
import { ABSENT, DENIED, makeFilter } from './seccomp.ts'
import { numberOf, type Machine, type SystemCall } from './syscalls.ts'

const ARCHITECTURES = { x64: 0xc000003e, arm64: 0xc00000b7, i386: 0x40000003, arm: 0x40000028 } as const
const ALLOWED = 0x7fff0000
const KILLED = 0x80000000
const EPERM = 0x50001
const ENOSYS = 0x50026
const EAFNOSUPPORT = 0x50061

/** What the kernel answers (classic BPF, as kernel/seccomp.c runs it): the instructions that the filter uses, and no other. */
function answer(filter: Buffer, architecture: number, call: number, args: readonly bigint[] = []): number {
  const data = Buffer.alloc(64)
  data.writeUInt32LE(call, 0)
  data.writeUInt32LE(architecture, 4)
  for (const [i, value] of args.entries()) data.writeBigUInt64LE(value, 16 + 8 * i)
  let accumulator = 0
  for (let at = 0; at < filter.length / 8; at++) {
    const code = filter.readUInt16LE(at * 8)
    const [yes, no] = [filter.readUInt8(at * 8 + 2), filter.readUInt8(at * 8 + 3)]
    const value = filter.readUInt32LE(at * 8 + 4)
    const jump = (holds: boolean): number => (at += holds ? yes : no)
    if (code === 0x20) accumulator = data.readUInt32LE(value)
    else if (code === 0x54) accumulator = (accumulator & value) >>> 0
    else if (code === 0x15) jump(accumulator === value)
    else if (code === 0x35) jump(accumulator >= value)
    else if (code === 0x45) jump((accumulator & value) !== 0)
    else if (code === 0x06) return value
    else throw new TypeError(`no instruction ${code}`)
  }
  throw new RangeError('the filter has no end')
}

const OPTIONS = { unixSockets: false, sharedMemory: true }
const HIGH = 0x7700000000n

/** A call, its arguments, and the answer. */
const CALLS: readonly (readonly [SystemCall, readonly bigint[], number])[] = [
  ['clone', [17n], ALLOWED],
  ['clone', [0x10000000n | 17n], EPERM],
  ['clone', [0x20000000n], EPERM],
  ['clone', [0x80n], EPERM],
  ['ptrace', [0n], ALLOWED],
  ['ptrace', [16n], EPERM],
  ['ptrace', [0x4206n], EPERM],
  ['ioctl', [0n, 0x5401n], ALLOWED],
  ['ioctl', [0n, 0x5412n], EPERM],
  ['ioctl', [0n, HIGH | 0x5412n], EPERM],
  ['ioctl', [0n, HIGH | 0x541cn], EPERM],
  ['ioctl', [0n, 0x5423n], EPERM],
  ['chmod', [0n, 0o755n], ALLOWED],
  ['chmod', [0n, 0o4755n], EPERM],
  ['fchmod', [0n, 0o2755n], EPERM],
  ['fchmodat', [0n, 0n, 0o4755n], EPERM],
  ['fchmodat', [0n, 0n, HIGH | 0o4755n], EPERM],
  ['fchmodat', [0n, 0o4755n, 0o644n], ALLOWED],
  ['creat', [0n, 0o4755n], EPERM],
  ['open', [0n, 0o100n, 0o4755n], EPERM],
  ['open', [0n, 0n, 0o4755n], ALLOWED],
  ['openat', [0n, 0n, 0o100n, 0o4755n], EPERM],
  ['openat', [0n, 0n, 0o20200000n, 0o4755n], EPERM],
  ['openat', [0n, 0n, 0o100n, 0o644n], ALLOWED],
  ['openat', [0n, 0n, 0n, 0o4755n], ALLOWED],
  ['mknodat', [0n, 0n, 0o010644n], ALLOWED],
  ['mknodat', [0n, 0n, 0o100644n], ALLOWED],
  ['mknodat', [0n, 0n, 0o104755n], EPERM],
  ['mknodat', [0n, 0n, 0o020666n], EPERM],
  ['mknodat', [0n, 0n, 0o060666n], EPERM],
  ['socket', [2n, 1n, 0n], ALLOWED],
  ['socket', [10n, 1n, 0n], ALLOWED],
  ['socket', [16n, 3n, 0n], ALLOWED],
  ['socket', [16n, 3n, 15n], EAFNOSUPPORT],
  ['socket', [1n, 1n, 0n], EAFNOSUPPORT],
  ['socket', [17n, 3n, 0n], EAFNOSUPPORT],
  ['socket', [40n, 1n, 0n], EAFNOSUPPORT],
  ['socket', [HIGH | 1n, 1n, 0n], EAFNOSUPPORT],
  ['socketpair', [1n, 1n, 0n], ALLOWED],
  ['socketpair', [30n, 1n, 0n], EAFNOSUPPORT],
]

describe.each(['x64', 'arm64'] as const)('the filter for %s', (machine: Machine) => {
  const filter = makeFilter(machine, OPTIONS)
  const of = (call: SystemCall, ...args: readonly bigint[]): number | undefined => {
    const number = numberOf(call, machine)
    return number === undefined ? undefined : answer(filter, ARCHITECTURES[machine], number, args)
  }
  const has = (call: SystemCall): boolean => numberOf(call, machine) !== undefined

  it('refuses what it is told to, and says of the newest calls that they do not exist', () => {
    for (const call of Object.values(DENIED).flat().filter(has)) expect([call, of(call)]).toEqual([call, EPERM])
    for (const call of ABSENT) expect([call, of(call)]).toEqual([call, ENOSYS])
  })

  it('passes what it does not know', () => {
    // read, write, execve, exit_group
    for (const number of machine === 'x64' ? [0, 1, 59, 231] : [63, 64, 221, 94])
      expect(answer(filter, ARCHITECTURES[machine], number)).toBe(ALLOWED)
  })

  it('ends calls of any other architecture', () => {
    for (const [name, architecture] of Object.entries(ARCHITECTURES))
      if (name !== machine) expect([name, answer(filter, architecture, 1)]).toEqual([name, KILLED])
    if (machine === 'x64') expect(answer(filter, ARCHITECTURES.x64, 0x40000000)).toBe(ENOSYS)
  })

  it.each(CALLS.map(([call, args, expected]) => ({ name: `${call} ${args.join(' ')}`, call, args, expected })))(
    '$name',
    ({ call, args, expected }) => {
      if (has(call)) expect(of(call, ...args)).toBe(expected)
      else expect(machine).toBe('arm64') // which has only the newer calls
    },
  )

  it('opens sockets of the machine where that is asked for, and nothing else', () => {
    const open = makeFilter(machine, { ...OPTIONS, unixSockets: true })
    const number = numberOf('socket', machine) ?? 0
    expect(answer(open, ARCHITECTURES[machine], number, [1n])).toBe(ALLOWED)
    expect(answer(open, ARCHITECTURES[machine], number, [17n])).toBe(EAFNOSUPPORT)
  })

  it('makes no memory that nobody counts', () => {
    const counted = makeFilter(machine, { ...OPTIONS, sharedMemory: false })
    for (const call of ['shmget', 'memfd_create'] as const) {
      expect(of(call)).toBe(ALLOWED)
      expect(answer(counted, ARCHITECTURES[machine], numberOf(call, machine) ?? 0)).toBe(ENOSYS)
    }
  })
})
