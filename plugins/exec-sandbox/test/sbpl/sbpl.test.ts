import { describe, expect, it } from 'vitest'
import { evaluate, type Semantics } from './evaluate.ts'
import type { Request } from './filters.ts'
import type { Operation } from './operations.ts'
import { parse, print } from './parse.ts'

const DENY = '(version 1)(deny default)'
const file = (path: string): Request => ({ path })
const ip = (host: string, port: number) => ({ kind: 'ip', host, port }) as const

describe('the reader of profiles', () => {
  it('reads names, texts, regular expressions, modes and comments', () => {
    expect(parse(String.raw`(a "b\"c" #"d\.e" #o4000) ; f (`)).toEqual([
      {
        kind: 'list',
        items: [
          { kind: 'symbol', name: 'a' },
          { kind: 'string', value: 'b"c' },
          { kind: 'string', value: String.raw`d\.e` },
          { kind: 'number', value: 0o4000 },
        ],
      },
    ])
  })

  it('writes what it reads as the same again', () => {
    const forms = parse(String.raw`(allow file-read* (regex #"^/a\.\"b$") (file-mode #o2000) (literal "/a\\b"))`)
    expect(parse(forms.map(print).join('\n'))).toEqual(forms)
  })

  it.each(['(', ')', '(a', '(a))', '"a', '#"a', "(a 'b)", '(a #t)', '(a `b)', '(a\u00a7)'])('refuses %s', (text) => {
    expect(() => parse(text)).toThrow(SyntaxError)
  })
})

describe('the evaluator', () => {
  const cases: readonly [string, Operation, Request, boolean, (Semantics & { parameters?: [string, string][] })?][] = [
    ['', 'file-read-data', file('/a'), false],
    ['(allow file-read*)', 'file-read-data', file('/a'), true],
    ['(allow file-read*)', 'file-read-metadata', file('/a'), true],
    ['(allow file-read*)', 'file-write-data', file('/a'), false],
    ['(allow file-read-data)', 'file-read-metadata', file('/a'), false],
    ['(allow file*)', 'file-link', file('/a'), true],
    ['(allow file-write*)', 'file-link', file('/a'), false],
    ['(allow file-write*)', 'file-clone', file('/a'), false],
    // The last one that matches decides, or a denial.
    ['(allow file-read*)(deny file-read* (literal "/a"))', 'file-read-data', file('/a'), false],
    ['(deny file-read* (literal "/a"))(allow file-read*)', 'file-read-data', file('/a'), true],
    ['(deny file-read* (literal "/a"))(allow file-read*)', 'file-read-data', file('/a'), false, { decides: 'denial' }],
    ['(deny file-read* (literal "/a"))(allow file-read*)', 'file-read-data', file('/b'), true, { decides: 'denial' }],
    ['(allow file-read* (literal "/a"))(deny file-read*)', 'file-read-data', file('/a'), false],
    ['(allow file-read* (literal "/a"))(deny file-read*)', 'file-read-data', file('/a'), true, { isBareLast: true }],
    ['(allow file-read* (literal "/a"))(deny file-read*)', 'file-read-data', file('/b'), false, { isBareLast: true }],
    // What the denial of all else does not reach.
    ['', 'process-info-pidinfo', { target: 'others' }, true],
    ['(deny process-info*)', 'process-info-pidinfo', { target: 'others' }, false],
    ['', 'system-fcntl', { command: 80 }, true],
    ['(deny system-fcntl (fcntl-command 80 110))', 'system-fcntl', { command: 110 }, false],
    ['(deny system-fcntl (fcntl-command 80 110))', 'system-fcntl', { command: 50 }, true],
    ['', 'mach-lookup', { xpc: 'a' }, true],
    ['(deny mach-lookup (xpc-service-name-prefix ""))', 'mach-lookup', { xpc: 'a' }, false],
    ['(allow mach-lookup (global-name "a"))', 'mach-lookup', { name: 'b' }, false],
    // Paths.
    ['(allow file-read* (literal "/a"))', 'file-read-data', file('/a/b'), false],
    ['(allow file-read* (subpath "/a"))', 'file-read-data', file('/a'), true],
    ['(allow file-read* (subpath "/a"))', 'file-read-data', file('/a/b/c'), true],
    ['(allow file-read* (subpath "/a"))', 'file-read-data', file('/ab'), false],
    ['(allow file-read* (subpath "/"))', 'file-read-data', file('/ab'), true],
    ['(allow file-read* (prefix "/a"))', 'file-read-data', file('/ab'), true],
    ['(allow file-read* (prefix "/a"))', 'file-read-data', file('/b'), false],
    ['(allow file-read* (path-ancestors "/a/b/c"))', 'file-read-data', file('/a/b'), true],
    ['(allow file-read* (path-ancestors "/a/b/c"))', 'file-read-data', file('/'), true],
    ['(allow file-read* (path-ancestors "/a/b/c"))', 'file-read-data', file('/a/b/c'), false],
    ['(allow file-read* (path-ancestors "/a/b/c"))', 'file-read-data', file('/a/x'), false],
    [String.raw`(allow file-read* (regex #"^/a\.b$"))`, 'file-read-data', file('/a.b'), true],
    [String.raw`(allow file-read* (regex #"^/a\.b$"))`, 'file-read-data', file('/axb'), false],
    ['(allow file-read* (regex #"^/a$"))', 'file-read-data', file('/a\n'), false],
    ['(allow file-read* (literal "/A"))', 'file-read-data', file('/a'), false],
    ['(allow file-read* (literal "/A"))', 'file-read-data', file('/a'), true, { isCaseless: true }],
    ['(allow file-read* (regex "^/A"))', 'file-read-data', file('/ab'), true, { isCaseless: true }],
    // Values.
    ['(allow file-read* (literal (param "P")))', 'file-read-data', file('/"('), true, { parameters: [['P', '/"(']] }],
    [
      '(allow file-read* (literal (string-append "/a" (param "P"))))',
      'file-read-data',
      file('/ab'),
      true,
      { parameters: [['P', 'b']] },
    ],
    // Put together.
    [
      '(allow file-read* (require-all (subpath "/a") (require-not (literal "/a/b"))))',
      'file-read-data',
      file('/a/c'),
      true,
    ],
    [
      '(allow file-read* (require-all (subpath "/a") (require-not (literal "/a/b"))))',
      'file-read-data',
      file('/a/b'),
      false,
    ],
    ['(allow file-read* (require-any (literal "/a") (literal "/b")))', 'file-read-data', file('/b'), true],
    ['(allow file-read* (require-any (literal "/a") (literal "/b")))', 'file-read-data', file('/c'), false],
    ['(allow file-read* (literal "/a") (literal "/b"))', 'file-read-data', file('/b'), true],
    ['(allow file-write-create (vnode-type SOCKET))', 'file-write-create', { path: '/a', vnode: 'SOCKET' }, true],
    ['(allow file-write-create (vnode-type SOCKET))', 'file-write-create', file('/a'), false],
    ['(allow process-exec* (file-mode #o4000))', 'process-exec', { path: '/a', mode: 0o4755 }, true],
    ['(allow process-exec* (file-mode #o4000))', 'process-exec', { path: '/a', mode: 0o755 }, false],
    ['(allow file-read* (extension "e"))', 'file-read-data', { path: '/a', extension: 'e' }, true],
    ['(allow file-read* (extension "e"))', 'file-read-data', file('/a'), false],
    // Processes, services, values.
    ['(allow signal (target same-sandbox))', 'signal', { target: 'self' }, true],
    ['(allow signal (target same-sandbox))', 'signal', { target: 'others' }, false],
    ['(allow signal (target self))', 'signal', { target: 'same-sandbox' }, false],
    ['(allow mach-lookup (global-name "a"))', 'mach-lookup', { name: 'a' }, true],
    ['(allow mach-lookup (global-name "a"))', 'mach-lookup', { name: 'ab' }, false],
    ['(allow sysctl-read (sysctl-name-prefix "hw."))', 'sysctl-read', { name: 'hw.a' }, true],
    ['(allow sysctl-read (sysctl-name-prefix "hw."))', 'sysctl-read', { name: 'kern.a' }, false],
    ['(allow system-socket (socket-domain AF_UNIX))', 'system-socket', { domain: 'AF_SYSTEM' }, false],
    // The network.
    ['(allow network-outbound (remote ip "localhost:80"))', 'network-outbound', { remote: ip('::1', 80) }, true],
    ['(allow network-outbound (remote ip "localhost:80"))', 'network-outbound', { remote: ip('127.0.0.1', 81) }, false],
    ['(allow network-outbound (remote ip "localhost:80"))', 'network-outbound', { remote: ip('192.0.2.1', 80) }, false],
    ['(allow network-outbound (remote ip "localhost:*"))', 'network-outbound', { remote: ip('127.0.0.1', 9) }, true],
    ['(allow network-outbound (remote ip "*:*"))', 'network-outbound', { remote: ip('192.0.2.1', 80) }, true],
    ['(allow network-outbound (remote ip "*:*"))', 'network-outbound', { remote: { kind: 'unix', path: '/s' } }, false],
    ['(allow network-outbound (local ip "localhost:80"))', 'network-outbound', { remote: ip('192.0.2.1', 443) }, true],
    ['(allow network-bind (local ip "localhost:80"))', 'network-bind', { local: ip('0.0.0.0', 80) }, true],
    [
      '(allow network-outbound (remote unix-socket (subpath "/a")))',
      'network-outbound',
      { remote: { kind: 'unix', path: '/a/s' } },
      true,
    ],
    [
      '(allow network-outbound (remote unix-socket (subpath "/a")))',
      'network-outbound',
      { remote: { kind: 'unix', path: '/b/s' } },
      false,
    ],
    ['(allow network-outbound (literal "/s"))', 'network-outbound', { remote: { kind: 'unix', path: '/s' } }, true],
  ]

  it.each(cases)('%s: %s %j is %s', (rules, operation, request, expected, { parameters = [], ...semantics } = {}) => {
    expect(evaluate(`${DENY}${rules}`, new Map(parameters), semantics).may(operation, request)).toBe(expected)
  })

  it.each([
    '',
    '(deny default)',
    '(version 2)(deny default)',
    '(version 1)',
    `${DENY}(allow)`,
    `${DENY}(allow file-reed*)`,
    `${DENY}(allow file-read)`,
    `${DENY}(allow *)`.replace('*', 'nothing*'),
    `${DENY}(permit file-read*)`,
    `${DENY}(import "system.sb")`,
    `${DENY}(allow file-read* (subpaths "/a"))`,
    `${DENY}(allow file-read* (toString "/a"))`,
    `${DENY}(allow file-read* (subpath "a"))`,
    `${DENY}(allow file-read* (subpath "/a" "/b"))`,
    `${DENY}(allow file-read* (subpath))`,
    `${DENY}(allow file-read* (subpath a))`,
    `${DENY}(allow file-read* (subpath (param "P")))`,
    `${DENY}(allow file-read* (subpath (getenv "HOME")))`,
    `${DENY}(allow file-read* (require-not (literal "/a") (literal "/b")))`,
    `${DENY}(allow file-read* (require-all))`,
    `${DENY}(allow file-read* (require-none (literal "/a")))`,
    `${DENY}(allow file-read* "/a")`,
    `${DENY}(allow file-read* (global-name "a"))`,
    `${DENY}(allow mach-lookup (literal "/a"))`,
    `${DENY}(allow file-read* (vnode-type FILE))`,
    `${DENY}(allow process-exec* (file-mode "4000"))`,
    `${DENY}(allow signal (target everyone))`,
    `${DENY}(deny system-fcntl (fcntl-command F_GETPATH))`,
    `${DENY}(deny system-fcntl (fcntl-command))`,
    `${DENY}(allow network-outbound (remote ip "127.0.0.1:80"))`,
    `${DENY}(allow network-outbound (remote ip "localhost"))`,
    `${DENY}(allow network-outbound (remote ip "localhost:0"))`,
    `${DENY}(allow network-outbound (remote ip "localhost:65536"))`,
    `${DENY}(allow network-outbound (remote tcp4 "localhost:80"))`,
    `${DENY}(allow default)(allow file-read*)(deny default)`,
  ])('takes %s for an error', (text) => {
    expect(() => evaluate(text)).toThrow(SyntaxError)
  })
})
