// resolveSafe, readFileSafe and writeFileSafe for runners of attack sets: path-guard with one root.
import { createGuard, createSafeFs, pathGuard } from '@ringwall/plugin-path-guard'

/** The name under which results are kept. */
export const name = 'ringwall'

const guardOf = (root) => createGuard(pathGuard.config.parse({ roots: [root] }))

/** The real path of a file that may be used. Throws where it may not. */
export function resolveSafe(root, path, { op } = {}) {
  const allowed = guardOf(root).locate(path, { operation: op === 'write' ? 'write' : 'read' })
  allowed[Symbol.dispose]()
  return allowed.path
}

/** The bytes of a file below the root. Throws where there is none that may be read. */
export function readFileSafe(root, path) {
  return createSafeFs(guardOf(root)).read(path)
}

/** Writes a file below the root. Throws where it may not be. */
export function writeFileSafe(root, path, data) {
  createSafeFs(guardOf(root)).write(path, data)
}
