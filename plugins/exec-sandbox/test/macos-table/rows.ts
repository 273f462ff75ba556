import type { PolicyName } from '../macos-policies.ts'
import type { End, Request } from '../sbpl/filters.ts'
import type { Operation } from '../sbpl/operations.ts'

/** A question to a profile, and its answer. */
export interface Row {
  readonly verdict: 'allow' | 'deny'
  readonly operation: Operation
  readonly request: Request
  readonly policy: PolicyName
  /** The path as it was written. */
  readonly asked?: string
}

/** What the kernel makes of a path before it asks: links of the system followed, dots taken out. */
const LINKS: readonly (readonly [string, string])[] = [
  ['/tmp', '/private/tmp'],
  ['/var', '/private/var'],
  ['/etc', '/private/etc'],
  ['/System/Volumes/Data/Users', '/Users'],
]
function kernelPath(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  const plain = `/${parts.join('/')}`
  const link = LINKS.find(([from]) => plain === from || plain.startsWith(`${from}/`))
  return link ? link[1] + plain.slice(link[0].length) : plain
}

/** Rows of every operation with every request, which is a path or what else is asked about. */
export function rows(
  verdict: Row['verdict'],
  operations: Operation | readonly Operation[],
  requests: readonly (string | Request)[],
  policy: PolicyName = 'default',
): readonly Row[] {
  return [operations].flat().flatMap((operation) =>
    requests.map((each) => {
      if (typeof each !== 'string') return { verdict, operation, request: each, policy }
      return { verdict, operation, request: { path: kernelPath(each) }, policy, asked: each }
    }),
  )
}
export const named = (...names: readonly string[]): readonly Request[] => names.map((name) => ({ name }))
export const below = (folder: string, ...paths: readonly string[]): readonly string[] =>
  paths.map((path) => `${folder}/${path}`)
export const ip = (host: string, port: number): End => ({ kind: 'ip', host, port })
export const socket = (path: string): End => ({ kind: 'unix', path })
export const to = (...ends: readonly End[]): readonly Request[] => ends.map((remote) => ({ remote }))
export const at = (...ends: readonly End[]): readonly Request[] => ends.map((local) => ({ local }))

export const READ = 'file-read-data'
export const WRITE = ['file-write-data', 'file-write-create', 'file-write-unlink'] as const
export const RUN = ['file-read-data', 'file-map-executable', 'process-exec', 'process-exec-interpreter'] as const
/** What must not be done to a protected path, besides making, changing and moving it. */
export const TOUCH = [...WRITE, 'file-write-mode', 'file-write-xattr', 'file-write-flags', 'file-write-owner'] as const
export const HOMEBREW = ['/opt/homebrew', '/usr/local']
