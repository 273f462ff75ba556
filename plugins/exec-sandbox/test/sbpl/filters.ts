import { dirname } from 'node:path'
import type { Operation } from './operations.ts'
import type { Form } from './parse.ts'

/** An end of a connection. */
export type End =
  | { readonly kind: 'ip'; readonly host: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string }

/** What an operation is done to. Paths are as the kernel has them: without links and dots. */
export interface Request {
  readonly path?: string
  /** Default: a regular file. */
  readonly vnode?: 'REGULAR-FILE' | 'DIRECTORY' | 'SYMLINK' | 'SOCKET' | 'BLOCK-DEVICE' | 'CHARACTER-DEVICE'
  readonly mode?: number
  readonly extension?: string
  readonly target?: 'self' | 'same-sandbox' | 'others'
  /** Of a service, a value of the kernel, or shared memory. */
  readonly name?: string
  /** Name of a service in a bundle. */
  readonly xpc?: string
  /** Number of a command of fcntl. */
  readonly command?: number
  readonly domain?: string
  readonly remote?: End
  readonly local?: End
}

/** Whether a filter matches. */
export type Filter = (operation: Operation, request: Request) => boolean

/** Where a filter stands. */
export interface Place {
  readonly operations: ReadonlySet<Operation>
  readonly parameters: ReadonlyMap<string, string>
  readonly isCaseless: boolean
}

type Make = (args: readonly Form[], place: Place) => Filter

/** Which operations each filter says something about; elsewhere it is an error, as it is for Apple's compiler. */
const FILES = /^(?:file-|process-exec|network-)/
const MAKERS: Readonly<Record<string, { readonly of: RegExp; readonly make: Make }>> = {
  literal: { of: FILES, make: onPath((path, value) => path === value) },
  path: { of: FILES, make: onPath((path, value) => path === value) },
  subpath: { of: FILES, make: onPath((path, value) => path === value || path.startsWith(`${trimmed(value)}/`)) },
  prefix: { of: FILES, make: onPath((path, value) => path.startsWith(value)) },
  'path-ancestors': { of: FILES, make: onPath((path, value) => ancestorsOf(value).includes(path)) },
  regex: { of: FILES, make: regex },
  'vnode-type': { of: /^file-/, make: named(({ vnode = 'REGULAR-FILE' }) => vnode, vnodeTypes()) },
  'file-mode': { of: FILES, make: fileMode },
  extension: { of: /^file-/, make: text(({ extension }) => extension) },
  target: { of: /^(?:signal|process-info|mach-priv-task-port)/, make: target },
  'sysctl-name': { of: /^sysctl-/, make: text(({ name }) => name) },
  'sysctl-name-prefix': { of: /^sysctl-/, make: textPrefix(({ name }) => name) },
  'global-name': { of: /^mach-(?:lookup|register)$/, make: text(({ name }) => name) },
  'xpc-service-name-prefix': { of: /^mach-lookup$/, make: textPrefix(({ xpc }) => xpc) },
  'fcntl-command': { of: /^system-fcntl$/, make: fcntlCommand },
  'ipc-posix-name': { of: /^ipc-posix-/, make: text(({ name }) => name) },
  'ipc-posix-name-prefix': { of: /^ipc-posix-/, make: textPrefix(({ name }) => name) },
  'socket-domain': { of: /^system-socket$/, make: named(({ domain }) => domain, ['AF_UNIX', 'AF_SYSTEM', 'AF_ROUTE']) },
  remote: { of: /^network-/, make: remote },
  local: { of: /^network-/, make: local },
}

/** Makes the filter of a form. */
export function filterOf(form: Form, place: Place): Filter {
  if (form.kind !== 'list') throw new SyntaxError('a filter is a form')
  const [head, ...args] = form.items
  if (head?.kind !== 'symbol') throw new SyntaxError('a filter has a name')
  if (head.name.startsWith('require-')) return combined(head.name, args, place)
  const known = Object.hasOwn(MAKERS, head.name) ? MAKERS[head.name] : undefined
  if (!known) throw new SyntaxError(`no such filter: ${head.name}`)
  const wrong = [...place.operations].find((operation) => !known.of.test(operation))
  if (wrong !== undefined) throw new SyntaxError(`${head.name} says nothing about ${wrong}`)
  return known.make(args, place)
}

function combined(name: string, args: readonly Form[], place: Place): Filter {
  const filters = args.map((each) => filterOf(each, place))
  if (filters.length === 0) throw new SyntaxError(`${name} of nothing`)
  if (name === 'require-all') return (...asked) => filters.every((filter) => filter(...asked))
  if (name === 'require-any') return (...asked) => filters.some((filter) => filter(...asked))
  if (name === 'require-not' && filters.length === 1) return (...asked) => !filters[0]?.(...asked)
  throw new SyntaxError(`no such filter: ${name}`)
}

/** A text as such, of a parameter, or put together. A parameter that is not given is no text, and an error. */
function valueOf(form: Form | undefined, place: Place): string {
  if (form?.kind === 'string') return form.value
  if (form?.kind !== 'list' || form.items[0]?.kind !== 'symbol') throw new SyntaxError('a text was expected')
  const [head, ...args] = form.items
  if (head?.kind === 'symbol' && head.name === 'string-append') return args.map((each) => valueOf(each, place)).join('')
  if (head?.kind !== 'symbol' || head.name !== 'param' || args.length !== 1) throw new SyntaxError('no such value')
  const value = place.parameters.get(valueOf(args[0], place))
  if (value === undefined) throw new SyntaxError('the parameter is not given')
  return value
}

function single(args: readonly Form[], place: Place): string {
  if (args.length !== 1) throw new SyntaxError('one text was expected')
  return valueOf(args[0], place)
}

function onPath(matches: (path: string, value: string) => boolean): Make {
  return (args, place) => {
    const value = single(args, place)
    if (!value.startsWith('/')) throw new SyntaxError(`not an absolute path: ${value}`)
    const as = (path: string): string => (place.isCaseless ? path.normalize('NFD').toLowerCase() : path)
    return (_, request) => pathsOf(request).some((path) => matches(as(path), as(value)))
  }
}

/** A connection by a socket with a path is of that path. */
function pathsOf({ path, remote, local }: Request): readonly string[] {
  const ends = [remote, local].flatMap((end) => (end?.kind === 'unix' ? [end.path] : []))
  return path === undefined ? ends : [path, ...ends]
}

function regex(args: readonly Form[], place: Place): Filter {
  const pattern = new RegExp(single(args, place), place.isCaseless ? 'isu' : 'su')
  return (_, request) => pathsOf(request).some((path) => pattern.test(path))
}

function text(of: (request: Request) => string | undefined): Make {
  return (args, place) => {
    const value = single(args, place)
    return (_, request) => of(request) === value
  }
}

function textPrefix(of: (request: Request) => string | undefined): Make {
  return (args, place) => {
    const value = single(args, place)
    return (_, request) => of(request)?.startsWith(value) ?? false
  }
}

function fcntlCommand(args: readonly Form[]): Filter {
  const commands = args.flatMap((each) => (each.kind === 'number' ? [each.value] : []))
  if (commands.length === 0 || commands.length < args.length) throw new SyntaxError('numbers of commands were expected')
  return (_, { command = -1 }) => commands.includes(command)
}

function vnodeTypes(): readonly string[] {
  return ['REGULAR-FILE', 'DIRECTORY', 'SYMLINK', 'SOCKET', 'BLOCK-DEVICE', 'CHARACTER-DEVICE']
}

function named(of: (request: Request) => string | undefined, known: readonly string[]): Make {
  return ([name]) => {
    if (name?.kind !== 'symbol' || !known.includes(name.name)) throw new SyntaxError('no such kind')
    return (_, request) => of(request) === name.name
  }
}

function target([name]: readonly Form[]): Filter {
  const value = name?.kind === 'symbol' ? name.name : undefined
  if (value === 'self') return (_, { target }) => target === 'self'
  if (value === 'same-sandbox') return (_, { target }) => target === 'self' || target === 'same-sandbox'
  throw new SyntaxError('no such target')
}

function fileMode([bits]: readonly Form[]): Filter {
  if (bits?.kind !== 'number') throw new SyntaxError('a mode was expected')
  return (_, { mode = 0o644 }) => (mode & bits.value) === bits.value
}

function remote(args: readonly Form[], place: Place): Filter {
  const matches = endOf(args, place, (host) => ['127.0.0.1', '::1'].includes(host))
  return (operation, request) => request.remote !== undefined && matches(operation, request, request.remote)
}

/** On the way out it matches whatever the other end is; of what is listened on, `localhost` is every address of the machine. */
function local(args: readonly Form[], place: Place): Filter {
  const matches = endOf(args, place, () => true)
  return (operation, request) =>
    (operation === 'network-outbound' && request.remote?.kind === 'ip' && symbolOf(args[0]) === 'ip') ||
    (request.local !== undefined && matches(operation, request, request.local))
}

function endOf(
  [kind, what, ...more]: readonly Form[],
  place: Place,
  isLocalhost: (host: string) => boolean,
): (operation: Operation, request: Request, end: End) => boolean {
  if (more.length > 0) throw new SyntaxError('an end is one')
  if (symbolOf(kind) === 'unix-socket') {
    const filter = what && filterOf(what, place)
    return (operation, _, end) => end.kind === 'unix' && (filter?.(operation, { path: end.path }) ?? true)
  }
  if (symbolOf(kind) !== 'ip') throw new SyntaxError('no such end')
  const address = valueOf(what, place)
  const [, host, port = ''] = /^(\*|localhost):(\*|[1-9]\d{0,4})$/.exec(address) ?? []
  if (host === undefined || Number(port) > 65_535) throw new SyntaxError(`host must be * or localhost: ${address}`)
  return (_, __, end) =>
    end.kind === 'ip' && (host === '*' || isLocalhost(end.host)) && (port === '*' || end.port === Number(port))
}

function symbolOf(form: Form | undefined): string | undefined {
  return form?.kind === 'symbol' ? form.name : undefined
}

function ancestorsOf(path: string): readonly string[] {
  const above = dirname(path)
  return above === path ? [] : [above, ...ancestorsOf(above)]
}

function trimmed(folder: string): string {
  return folder.replace(/\/$/, '')
}
