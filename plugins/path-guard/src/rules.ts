import picomatch from 'picomatch'
import type { PathGuardConfig } from './config.ts'

/** What is done to a file: whoever only looks is `read`. */
export type Operation = 'read' | 'write'

/** The rules of a config about files below the roots. */
export interface Rules {
  /** The glob that protects a file from an operation, or undefined. `relative` is its real path below the root. */
  protectedBy(relative: string, operation: Operation): string | undefined
}

/** Compiles the globs. Case and Unicode composition do not matter, since on some volumes they do not for files. */
export function createRules({ deny, denyWrite }: Pick<PathGuardConfig, 'deny' | 'denyWrite'>): Rules {
  const compiled = (globs: readonly string[]) =>
    globs.map((glob) => ({ glob, matches: picomatch(fold(glob), { dot: true, nocase: true }) }))
  const both = compiled(deny)
  const writes = compiled(denyWrite)
  return {
    protectedBy(relative, operation) {
      const rules = operation === 'read' ? both : [...both, ...writes]
      // A folder is protected by the glob for what is in it: who may move `.git/hooks` may put another in its place.
      const paths = [fold(relative), `${fold(relative)}/x`]
      return rules.find(({ matches }) => paths.some((path) => matches(path)))?.glob
    },
  }
}

function fold(path: string): string {
  return path.normalize('NFKC').toLowerCase()
}
