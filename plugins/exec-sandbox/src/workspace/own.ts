import { join, sep } from 'node:path'
import { isBelow, realOr } from './files.ts'

/**
 * What of a workspace this process itself runs, and would run as a command left it, outside of the sandbox: where Ringwall is installed in the
 * project, all of the outermost `node_modules` above it, since its dependencies stand there too; and Node.
 */
export function ownPaths(
  root: string,
  {
    modules = [import.meta.filename, process.argv[1] ?? ''],
    node = process.execPath,
  }: { readonly modules?: readonly string[]; readonly node?: string } = {},
): readonly string[] {
  const both = (files: readonly string[]): readonly string[] =>
    files.flatMap((file) => [file, realOr(file)]).filter((file) => isBelow(file, root))
  const folders = both(modules).flatMap((file) => {
    const names = file.slice(root.length + 1).split(sep)
    const at = names.indexOf('node_modules')
    return at < 0 ? [] : [join(root, ...names.slice(0, at + 1))]
  })
  return [...new Set([...folders, ...both([node])])]
}
