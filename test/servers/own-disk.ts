import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

type Done = (error: NodeJS.ErrnoException | null) => void

/** The disk of this process, for a test: syncs of it come to a hand that lets them pass, holds them or lets them fail. */
export interface OwnDisk extends Disposable {
  /** How many syncs were asked for. */
  readonly asked: number
  /** From here on syncs wait until `release`. */
  hold(): void
  release(): void
  /** From here on syncs fail as those of a broken disk do. */
  breakDown(): void
}

/** Puts itself before `fs.fdatasync` until it is disposed. */
export function ownDisk(): OwnDisk {
  const real = { fdatasync: fs.fdatasync, fdatasyncSync: fs.fdatasyncSync }
  let asked = 0
  let isBroken = false
  let held: (() => void)[] | undefined
  const failure = (): NodeJS.ErrnoException => Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' })
  const set = (functions: object): void => {
    Object.assign(fs, functions)
    syncBuiltinESMExports()
  }
  set({
    fdatasync(descriptor: number, done: Done) {
      asked++
      const act = (): void => (isBroken ? done(failure()) : real.fdatasync(descriptor, done))
      if (held) held.push(act)
      else act()
    },
    fdatasyncSync(descriptor: number) {
      asked++
      if (isBroken) throw failure()
      real.fdatasyncSync(descriptor)
    },
  })
  const release = (): void => {
    const waiting = held ?? []
    held = undefined
    for (const act of waiting) act()
  }
  return {
    get asked() {
      return asked
    },
    hold: () => void (held ??= []),
    release,
    breakDown: () => void (isBroken = true),
    [Symbol.dispose]() {
      release()
      set(real)
    },
  }
}
