import { inspect } from 'node:util'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEngine } from '../engine.ts'
import { createValueRedactor } from './redact-value.ts'
import { createSecretScanner } from './scanner.ts'

// Put together from pieces, so that no scanner takes this file for a leak.
const TOKEN = `ghp_${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQe'}`
const MARK = '[REDACTED:github-pat]'
const NAMED = '[REDACTED:named-secret]'
const PLAIN = 'hunter two' // a password that no format knows

const scanner = createSecretScanner(createEngine(), { redactsWarnings: true })
const redact = createValueRedactor({ scanner })
const clean = (value: unknown): unknown => redact(value).value

/** Whatever goes in: nothing of either secret comes out, JSON can hold it, and nothing throws. */
function safe(value: unknown): string {
  const json = JSON.stringify(clean(value)) ?? 'undefined'
  expect(json).not.toContain(TOKEN.slice(4, 20))
  expect(json).not.toContain(PLAIN)
  return json
}

class Account {
  password = PLAIN
  #hidden = TOKEN
  note = `see ${TOKEN}`
  get shown(): string {
    return this.#hidden
  }
}

describe('value redactor', () => {
  it('returns what holds no secret as it is', () => {
    const shared = { a: 1 }
    for (const value of [
      { level: 'info', list: [1, 'two', null, { deep: true }], n: Number.NaN, none: undefined, shared, again: shared },
      [],
      {},
      Object.assign(Object.create(null), { a: 1 }),
      'text',
      0,
      null,
      undefined,
      true,
    ])
      expect(clean(value)).toBe(value)
  })

  it('copies only the way to a secret, and says where it was', () => {
    const value = { keep: { a: 1 }, list: [{ b: 2 }, { note: `see ${TOKEN}` }], password: PLAIN, 'a/b~c': TOKEN }
    const before = structuredClone(value)
    const redacted = redact(value)
    expect(redacted.value).toEqual({
      keep: { a: 1 },
      list: [{ b: 2 }, { note: `see ${MARK}` }],
      password: NAMED,
      'a/b~c': MARK,
    })
    expect(redacted.found).toEqual([
      { path: '/list/1/note', rule: 'github-pat', tier: 'critical' },
      { path: '/password', rule: 'named-secret', tier: 'critical' },
      { path: '/a~1b~0c', rule: 'github-pat', tier: 'critical' },
    ])
    expect(value).toEqual(before)
    const { keep, list } = redacted.value as typeof value
    expect(keep).toBe(value.keep)
    expect(list[0]).toBe(value.list[0])
  })

  it.for<[string, unknown]>([
    ['a string', TOKEN],
    ['text around', `use ${TOKEN}, please`],
    ['a name', { apiKey: PLAIN, nested: { 'x-api-key': PLAIN, BOT_TOKEN: PLAIN } }],
    ['a number under a name', { pin: 493_021, [TOKEN]: 1 }],
    ['a list under a name', { passwords: [PLAIN, { a: PLAIN }, [PLAIN]], tokens: [PLAIN] }],
    ['an object under a name', { credentials: { user: 'u', x: PLAIN } }],
    [
      'a Map',
      new Map<unknown, unknown>([
        ['password', PLAIN],
        ['note', TOKEN],
        [TOKEN, 1],
      ]),
    ],
    [
      'a Map with objects for keys',
      new Map<unknown, unknown>([
        [{ password: PLAIN }, TOKEN],
        ['token', PLAIN],
      ]),
    ],
    ['a Set', new Set([TOKEN, { secret: PLAIN }])],
    ['a Map in a Set in a Map', new Map([['a', new Set([new Map([['password', PLAIN]])])]])],
    ['an error', new Error(`no ${TOKEN}`)],
    [
      'an error with a cause',
      new Error('outer', { cause: new Error(`inner ${TOKEN}`, { cause: { password: PLAIN } }) }),
    ],
    ['an aggregate', new AggregateError([new Error(TOKEN), { token: PLAIN }, TOKEN], `all ${TOKEN}`)],
    ['own fields of an error', Object.assign(new TypeError('x'), { config: { headers: { Authorization: PLAIN } } })],
    ['an error with a message that throws', throwing(new Error('x'), 'message')],
    ['an error from elsewhere', runInNewContext(`Object.assign(new Error('${TOKEN}'), { password: '${PLAIN}' })`)],
    ['an object from elsewhere', runInNewContext(`({ password: '${PLAIN}', list: ['${TOKEN}'] })`)],
    ['a Buffer', Buffer.from(TOKEN)],
    ['a Buffer in JSON', JSON.parse(JSON.stringify({ body: Buffer.from(TOKEN) }))],
    ['views', [new Uint8Array(Buffer.from(TOKEN)), new DataView(new ArrayBuffer(9)), new Float64Array(3)]],
    ['buffers', [new ArrayBuffer(8), new SharedArrayBuffer(8)]],
    ['a URL', new URL(`https://user:${TOKEN}@host/x?token=${PLAIN.replace(' ', '')}`)],
    ['search parameters', new URLSearchParams({ password: 'hunter2two', q: 'x' })],
    ['Headers', new Headers({ authorization: PLAIN, 'x-note': TOKEN })],
    [
      'pairs',
      [
        ['Authorization', PLAIN],
        ['Host', 'a'],
      ],
    ],
    ['raw headers', ['Host', 'a', 'Authorization', PLAIN, 'Cookie', PLAIN]],
    ['arguments', ['cli', '--password', PLAIN, '-v']],
    [
      'named values',
      [
        { name: 'DB_PASSWORD', value: PLAIN },
        { key: 'token', value: PLAIN },
      ],
    ],
    ['a class', new Account()],
    ['a toJSON that tells', { toJSON: () => ({ password: PLAIN, note: TOKEN }) }],
    ['a toJSON that answers a Buffer', { toJSON: () => Buffer.from(TOKEN) }],
    ['a toJSON of text', { toJSON: () => TOKEN, other: PLAIN }],
    ['a toJSON of a list', Object.assign([1], { toJSON: () => [TOKEN] })],
    ['a toJSON that throws', { password: PLAIN, toJSON: () => fail() }],
    ['a toJSON that answers itself', selfJson()],
    ['a toJSON in the prototype', Object.create({ toJSON: () => TOKEN })],
    ['a getter that throws', throwing({ a: 1, password: PLAIN }, 'b')],
    ['a getter that changes its answer', changing()],
    ['a getter in a list', Object.defineProperty(['a'], 0, { get: () => TOKEN, enumerable: true })],
    ['a proxy', new Proxy({ password: PLAIN }, {})],
    ['a proxy that throws', new Proxy({ password: PLAIN }, { get: fail, ownKeys: fail, getPrototypeOf: fail })],
    ['a revoked proxy', revoked()],
    ['a proxy of a list', new Proxy([TOKEN], {})],
    ['an object without a prototype', Object.assign(Object.create(null), { password: PLAIN, a: TOKEN })],
    ['a symbol', Symbol(TOKEN)],
    ['a symbol for a key', { [Symbol('password')]: PLAIN, [Symbol('note')]: TOKEN }],
    ['a BigInt', { a: 12n, pin: 12n }],
    ['functions', { a: () => TOKEN, password: () => PLAIN }],
    ['a boxed string', Object.assign(Object(TOKEN), { a: 1 })],
    ['a RegExp', new RegExp(TOKEN)],
    [
      'RegExps that spell it in their own way',
      [
        new RegExp(`\\b${TOKEN}\\b`),
        new RegExp(`\\x67${TOKEN.slice(1)}`),
        new RegExp(`\\u{67}${TOKEN.slice(1)}`, 'u'),
        new RegExp(`gh[p]_${TOKEN.slice(4)}`),
        new RegExp(`(?:ghp)_${TOKEN.slice(4)}`),
        new RegExp(`(?<password>${PLAIN})`),
        new RegExp(`"password":\\s*"${PLAIN}"`),
        new RegExp(`https://u:${TOKEN}@host/`),
      ],
    ],
    ['a RegExp under a name', { pass: new RegExp(PLAIN), auth: new RegExp(PLAIN) }],
    ['a Symbol under a name', { pass: Symbol(PLAIN), password: Symbol(PLAIN) }],
    [
      'what the platform makes',
      [new Request(`https://host/?password=${TOKEN}`), new Response(TOKEN), new File([TOKEN], TOKEN)],
    ],
    ['an exception of the platform', new DOMException(TOKEN, TOKEN)],
    [
      'an entry in a Map',
      new Map([
        ['name', 'DB_PASSWORD'],
        ['value', PLAIN],
      ]),
    ],
    [
      'entries by other names',
      [
        { param: 'password', value: PLAIN },
        { NAME: 'PASSWORD', VALUE: PLAIN },
        { k: 'password', v: PLAIN },
      ],
    ],
    ['arguments of a function', argumentsOf('--password', PLAIN)],
    ['dates', [new Date(0), new Date(Number.NaN), Object.assign(new Date(0), { toJSON: () => TOKEN })]],
    [
      'what waits',
      [
        Promise.resolve(TOKEN),
        new WeakMap(),
        new WeakSet(),
        (function* () {
          yield TOKEN
        })(),
      ],
    ],
    ['a sparse list', Object.assign([], { 5: TOKEN })],
    ['a list with more than items', Object.assign(['a'], { password: PLAIN })],
    ['__proto__', JSON.parse(`{"__proto__": {"password": "${PLAIN}"}, "a": "${TOKEN}"}`)],
    ['JSON in text', `body: ${JSON.stringify({ password: PLAIN })}`],
    ['JSON in JSON in text', JSON.stringify({ body: JSON.stringify({ body: JSON.stringify({ password: PLAIN }) }) })],
    ['JSON that is cut short', JSON.stringify({ password: PLAIN + PLAIN }).slice(0, 25)],
    ['a form', `user=a&password=${encodeURIComponent(PLAIN)}&x=${TOKEN}`],
    ['encoded JSON', encodeURIComponent(JSON.stringify({ password: PLAIN }))],
    ['encoded twice', encodeURIComponent(encodeURIComponent(`password=${PLAIN}&b=1`))],
  ])('%s keeps nothing', ([, value]) => {
    safe(value)
    safe({ value, again: [value] })
    safe(new Map([[value, value]]))
  })

  it('makes of odd values what can be read', () => {
    expect(clean({ list: [new Map([['a', 1]]), new Set([1]), 12n, Symbol('s'), Buffer.from('abc'), () => 1] })).toEqual(
      {
        list: [{ a: 1 }, [1], '12', 'Symbol(s)', '[BINARY: 3 bytes]', '[Function]'],
      },
    )
    expect(clean(new Date(0))).toBe('1970-01-01T00:00:00.000Z')
    expect(clean(new Error('boom', { cause: 'why' }))).toEqual({
      name: 'Error',
      message: 'boom',
      stack: expect.stringContaining('boom'),
      cause: 'why',
    })
    expect(clean(new URL('https://host/x?q=1'))).toBe('https://host/x?q=1')
    expect(clean(throwing({ a: 1 }, 'b'))).toEqual({ a: 1, b: '[UNREADABLE]' })
  })

  it('leaves nothing that prints itself in another way', () => {
    const hidden = (key: string | symbol, value: unknown) => Object.defineProperty({ a: 1 }, key, { value })
    const print = () => `printed ${TOKEN}`
    for (const value of [hidden(inspect.custom, print), hidden('toString', print), hidden(Symbol.toStringTag, TOKEN)]) {
      const out = clean(value)
      expect(`${inspect(out)} ${String(out)}`).not.toContain(TOKEN)
      expect(out).toEqual({ a: 1 })
    }
    expect(String(clean(/^GET \/v1\/(?<id>\d+)$/i))).toBe('/^GET \\/v1\\/(?<id>\\d+)$/i')
  })

  it('tells cycles from what is shared', () => {
    const shared = { a: 1 }
    const loop: Record<string, unknown> = { one: shared, two: shared, list: [shared] }
    expect(clean(loop)).toBe(loop)
    loop['self'] = loop
    loop['list'] = [loop]
    expect(clean(loop)).toEqual({ one: shared, two: shared, list: ['[CIRCULAR]'], self: '[CIRCULAR]' })
    const map = new Map<string, unknown>([['password', PLAIN]])
    map.set('self', map)
    safe(map)
    const error = new Error(TOKEN)
    error.cause = error
    safe(error)
  })

  it('survives what is deep, wide, long or shared without end, and says what it left out', () => {
    let deep: unknown = TOKEN
    for (let n = 0; n < 100_000; n++) deep = n % 2 ? [deep] : { deep }
    expect(safe(deep)).toContain('[DROPPED: deeper than 200]')
    expect(redact(deep).isShortened).toBe(true)
    expect(redact({ a: [1] }).isShortened).toBe(false)
    const wide = Object.fromEntries(Array.from({ length: 1_000_000 }, (_, n) => [`k${n}`, n]))
    expect(safe({ wide, password: PLAIN })).toContain('entries')
    const sparse: unknown[] = []
    sparse.length = 4_000_000_000
    expect(safe(sparse)).toContain('[DROPPED: 3999900000 items]')
    const line = `${'word '.repeat(2_000_000)}${TOKEN}`
    expect(safe({ line })).toContain('[DROPPED:')
    let bush: unknown = { note: TOKEN }
    for (let n = 0; n < 60; n++) bush = { bush, again: bush }
    expect(safe(bush).length).toBeLessThan(20_000_000)
    let made = 0
    const endless: () => unknown = () => ({
      get next() {
        return (made++, endless())
      },
      password: PLAIN,
    })
    safe(endless())
    expect(made).toBeLessThan(1000)
  })

  it('never leaves half a secret where it cuts', () => {
    const cut = createValueRedactor({ scanner, maxText: 60 })
    for (let lead = 0; lead < 70; lead++) {
      const out = JSON.stringify(cut(`${'x '.repeat(lead / 2)}${TOKEN} and more of it`).value)
      expect(out).not.toContain(TOKEN.slice(0, 8))
    }
    expect(cut(['a'.repeat(8), ' '.repeat(100), 'after']).value).toEqual([
      'a'.repeat(8),
      `${' '.repeat(52)}[DROPPED: 48 characters]`,
      '[DROPPED: 5 characters]',
    ])
  })

  it('is its own fixed point', () => {
    const marked = { password: NAMED, token: '[REDACTED:github-pat]' }
    expect(clean(marked)).toBe(marked)
    const once = clean({ password: PLAIN, text: `token=${PLAIN} ${TOKEN} {"password": "${PLAIN}"}` })
    expect(redact({ text: (once as { text: string }).text }).found).toEqual([])
  })

  it('takes marks, names and decisions of its caller', () => {
    const seen: string[] = []
    const own = createValueRedactor({
      scanner,
      mark: ({ rule, key, value }) => `<${rule} ${key ?? ''} ${String(value).length}>`,
      isSecret: (key, value, path) => {
        seen.push(path.join('.'))
        if (key === 'odd') throw new Error('no idea')
        return key === 'mine' && typeof value === 'string'
      },
    })
    expect(own({ a: { mine: 'abc', password: 'x' }, odd: 1, note: TOKEN }).value).toEqual({
      a: { mine: '<named-secret mine 3>', password: 'x' },
      odd: '<named-secret odd 1>',
      note: '<github-pat note 40>',
    })
    expect(seen).toEqual(['a', 'a.mine', 'a.password', 'odd', 'note'])
    const broken = createValueRedactor({ scanner, mark: fail })
    expect(broken(TOKEN).value).toBe('[UNREADABLE]')
    expect(broken({ a: { note: TOKEN }, b: 1 }).value).toEqual({ a: '[UNREADABLE]', b: 1 })
    const short = createValueRedactor({
      scanner: {
        ...scanner,
        scan: (text) => ({ critical: [{ start: 0, end: text.length, rule: 'x' }], warnings: [] }),
      },
      leastLength: 3,
    })
    expect(short(['ab', 'abc']).value).toEqual(['ab', '[REDACTED:x]'])
    const silent = createValueRedactor({ scanner, readsNamesInText: false })
    expect(silent('password=hunter').value).toBe('password=hunter')
    expect(clean('password=hunter')).toBe(`password=${NAMED}`)
  })

  it('reports warnings without changing them', () => {
    const lax = createValueRedactor({ scanner: createSecretScanner(createEngine()) })
    const value = { note: `see eyJ${'hbGciOiJub25lIn0'}.eyJ${'zdWIiOiIxMjM0NTY3ODkwIn0'}.` }
    expect(lax(value)).toEqual({
      value,
      found: [{ path: '/note', rule: 'json-web-token-unsigned', tier: 'warning' }],
      isShortened: false,
    })
  })

  it('never throws and never leaks, whatever it is given', () => {
    const leaf = fc.constantFrom<unknown>(
      TOKEN,
      `a ${TOKEN}`,
      1,
      2n,
      null,
      new Date(0),
      Buffer.from(TOKEN),
      new Account(),
    )
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        leaf,
        fc.anything({ withBigInt: true, withMap: true, withSet: true, withTypedArray: true, withSparseArray: true }),
        fc.array(tie('node'), { maxLength: 4 }),
        fc.dictionary(fc.constantFrom('password', 'a', TOKEN, '__proto__', 'toJSON'), tie('node'), { maxKeys: 4 }),
        tie('node').map((node) => new Map([[node, node]])),
        tie('node').map((node) => new Set([node])),
        tie('node').map((node) => new Error(TOKEN, { cause: node })),
      ),
    })).node
    fc.assert(
      fc.property(tree, (value) => void safe(value)),
      { numRuns: 500 },
    )
  })
})

function argumentsOf(..._values: readonly unknown[]): unknown {
  return arguments
}

function fail(): never {
  throw new Error(`failed with ${TOKEN}`)
}

function throwing<T extends object>(value: T, key: string): T {
  return Object.defineProperty(value, key, { get: fail, enumerable: true })
}

function changing(): object {
  let reads = 0
  return {
    a: 1,
    get note() {
      return reads++ === 0 ? 'nothing to see' : TOKEN
    },
  }
}

function selfJson(): object {
  const value = { password: PLAIN, note: TOKEN, toJSON: () => value }
  return value
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}
