import { Writable } from 'node:stream'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import winston from 'winston'
import { logFormat } from '../src/index.ts'
import { GITHUB, KINDS } from './cases.ts'

const { format } = winston
const MESSAGE = Symbol.for('message')
const SPLAT = Symbol.for('splat')
/** Passwords that nothing but their names give away. */
const [WORD, PHRASE] = ['swordfishes', 'correct horse "battery"']

type Format = ReturnType<typeof format.json>

/** A logger that writes to memory, through these formats, and what it wrote. */
function memoryLogger(formats: readonly Format[], defaultMeta: object = {}) {
  let out = ''
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      out += chunk.toString()
      done()
    },
  })
  const logger = winston.createLogger({
    level: 'debug',
    defaultMeta,
    format: format.combine(...formats),
    transports: [new winston.transports.Stream({ stream })],
  })
  return { logger, read: () => out }
}

/** Prints all there is of a record, symbols too. */
const everything = (): Format => format.printf((info) => inspect(info, { depth: 9, showHidden: true }))
const plain = (): Format =>
  format.printf(
    ({ level, message, password, stack, user }) =>
      `${level} ${String(message)} ${String(password)} ${String(stack)} ${inspect(user)}`,
  )

/** Chains, with `us` for the place of the format. */
const CHAINS: readonly (readonly [name: string, chain: (us: Format) => readonly Format[]])[] = [
  ['alone before json', (us) => [us, format.json()]],
  ['after json', (us) => [format.json(), us]],
  ['before timestamp and json', (us) => [us, format.timestamp(), format.json()]],
  ['between', (us) => [format.timestamp(), us, format.json()]],
  ['before splat', (us) => [us, format.splat(), format.json()]],
  ['after splat', (us) => [format.splat(), us, format.json()]],
  ['after splat and json', (us) => [format.splat(), format.json(), us]],
  ['before errors', (us) => [us, format.errors({ stack: true, cause: true }), format.json()]],
  ['after errors', (us) => [format.errors({ stack: true, cause: true }), us, format.json()]],
  ['before everything', (us) => [us, format.errors({ stack: true }), format.splat(), format.metadata(), format.json()]],
  ['after everything', (us) => [format.errors({ stack: true }), format.splat(), format.metadata(), format.json(), us]],
  ['before simple', (us) => [us, format.splat(), format.simple()]],
  ['after simple', (us) => [format.splat(), format.simple(), us]],
  ['before prettyPrint', (us) => [us, format.prettyPrint()]],
  ['after prettyPrint', (us) => [format.prettyPrint(), us]],
  [
    'after colours',
    (us) => [format.errors({ stack: true }), format.splat(), format.simple(), format.colorize({ all: true }), us],
  ],
  ['before colours', (us) => [us, format.splat(), format.colorize({ all: true }), format.simple()]],
  ['before printf', (us) => [us, plain()]],
  ['after printf', (us) => [format.errors({ stack: true }), format.splat(), plain(), us]],
  ['before a printer of everything', (us) => [us, everything()]],
  ['after a printer of everything', (us) => [everything(), us]],
  ['before logstash', (us) => [us, format.logstash()]],
  ['twice', (us) => [us, format.splat(), us, format.json(), us]],
]

/** Ways in which a secret comes to a logger. */
const CALLS: readonly (readonly [name: string, call: (logger: winston.Logger) => unknown])[] = [
  ['a message', (logger) => logger.info(`pushed with ${GITHUB}`)],
  ['meta', (logger) => logger.info('login', { password: WORD, user: { name: 'u', token: PHRASE, note: GITHUB } })],
  [
    'one object',
    (logger) => logger.log({ level: 'info', message: 'login', password: PHRASE, list: [{ secret: WORD }] }),
  ],
  ['an error', (logger) => logger.error(new Error(`no: ${GITHUB}`))],
  [
    'an error with fields and a cause',
    (logger) => logger.error(Object.assign(new Error('x', { cause: new Error(GITHUB) }), { password: PHRASE })),
  ],
  [
    'an error for a message',
    (logger) => logger.log({ level: 'error', message: new Error(`no: ${GITHUB}`) as unknown as string }),
  ],
  ['an error in meta', (logger) => logger.error('failed', { error: new Error(GITHUB, { cause: { token: PHRASE } }) })],
  ['an error after a message', (logger) => logger.error('failed', new Error(GITHUB))],
  ['an argument', (logger) => logger.info('user %s pushed with %s', 'u', GITHUB)],
  ['a named argument', (logger) => logger.info('login password=%s as %s', PHRASE, 'u')],
  [
    'an object for an argument',
    (logger) => logger.info('login %j %o %O', { password: WORD }, { token: PHRASE }, { note: GITHUB }),
  ],
  ['an error for an argument', (logger) => logger.info('failed: %s', new Error(GITHUB))],
  ['meta after arguments', (logger) => logger.info('user %s', 'u', { password: PHRASE, note: GITHUB })],
  ['arguments without tokens', (logger) => logger.info('login', WORD.slice(0, 0), { password: PHRASE })],
  ['a percent sign', (logger) => logger.info('100%% of %s', `token=${WORD}`)],
  ['a child', (logger) => logger.child({ apiKey: PHRASE, trace: GITHUB }).info('hello')],
  [
    'a Map, a Set, a Buffer, a BigInt',
    (logger) =>
      logger.info('x', {
        map: new Map([['password', PHRASE]]),
        set: new Set([GITHUB]),
        bytes: Buffer.from(GITHUB),
        big: 12n,
      }),
  ],
  ['a symbol', (logger) => logger.info('x', { [Symbol('password')]: PHRASE, s: Symbol(GITHUB) })],
  [
    'headers',
    (logger) =>
      logger.info('got', { headers: { authorization: PHRASE, cookie: WORD }, raw: ['Cookie', WORD, 'Host', 'h'] }),
  ],
  ['JSON in the message', (logger) => logger.info(`body ${JSON.stringify({ password: PHRASE, a: 1 })}`)],
  ['a name repeated in the message', (logger) => logger.info(`bad password ${WORD}`, { password: WORD })],
  ['an entry', (logger) => logger.info('env', { env: [{ name: 'DB_PASSWORD', value: PHRASE }] })],
]

const partsOf = (secret: string): readonly string[] => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  secret.slice(4, 18),
]
const ALL = [GITHUB, WORD, PHRASE].flatMap(partsOf)

describe.for(CHAINS)('winston, %s', ([, chain]) => {
  it('marks what was there', () => {
    const { logger, read } = memoryLogger(chain(logFormat()))
    for (const [, call] of CALLS) call(logger)
    expect(read().match(/REDACTED/g)?.length).toBeGreaterThan(3)
  })

  it.for(CALLS)('%s', ([, call]) => {
    const { logger, read } = memoryLogger(chain(logFormat()))
    call(logger)
    expect(read()).not.toBe('')
    expect(read()).not.toContain(
      [...GITHUB]
        .slice(4, 10)
        .map((unit) => unit.charCodeAt(0))
        .join(','),
    )
    for (const part of ALL) expect(read()).not.toContain(part)
  })

  it('default fields, and every kind of credential', () => {
    const { logger, read } = memoryLogger(chain(logFormat()), { service: 'api', apiKey: PHRASE, note: GITHUB })
    for (const [, line] of KINDS) {
      logger.info(line)
      logger.warn('detail', { detail: line })
    }
    for (const part of [...ALL, ...KINDS.map(([, , secret]) => secret.slice(0, 40))]) expect(read()).not.toContain(part)
  })
})

describe('winston', () => {
  it('keeps records without secrets as they are, and their lines', () => {
    for (const chain of CHAINS.slice(0, 5)) {
      const log = (us: Format): string => {
        const { logger, read } = memoryLogger(chain[1](us).filter(Boolean))
        logger.info('user %s has %d tokens', 'u', 4096, {
          tokens: 4096,
          list: [1, { a: null }],
          nested: { session: { id: 's' } },
        })
        logger.warn('plain', { author: 'bob' })
        return read().replaceAll(/"timestamp":"[^"]*"/g, '')
      }
      const passing = format((info) => info)()
      if (chain[0] !== 'before splat') continue
      expect(log(logFormat())).toBe(log(passing))
    }
    const info = { level: 'info', message: 'm', a: [1], [Symbol.for('level')]: 'info' }
    expect(logFormat().transform(info)).toBe(info)
  })

  it('changes no object of its caller', () => {
    const meta = { password: WORD, list: [{ token: PHRASE }] }
    const before = structuredClone(meta)
    const { logger } = memoryLogger([logFormat(), format.json()])
    logger.info('x', meta)
    expect(meta).toEqual(before)
  })

  it('keeps the line JSON', () => {
    for (const chain of [CHAINS[0], CHAINS[1], CHAINS[6]]) {
      const { logger, read } = memoryLogger(chain?.[1](logFormat()) ?? [])
      for (const [, call] of CALLS) call(logger)
      for (const line of read().trim().split('\n')) expect(() => void JSON.parse(line)).not.toThrow()
    }
  })

  it('reports uncaught exceptions without secrets', async () => {
    const { logger, read } = memoryLogger([logFormat(), format.json()])
    // Only such a transport gets them; said to the constructor, it would listen to this process.
    Object.assign(logger.transports[0] ?? {}, { handleExceptions: true })
    const info: unknown = logger.exceptions.getAllInfo(Object.assign(new Error(`no: ${GITHUB}`), { password: PHRASE }))
    logger.log(Object.assign(info as winston.LogEntry, { level: 'error' }))
    expect(read()).toContain('uncaughtException')
    for (const part of ALL) expect(read()).not.toContain(part)
  })

  it('passes nothing on that throws when it is read', () => {
    const odd = new Proxy(
      { level: 'info', message: GITHUB },
      {
        get: () => {
          throw new Error(GITHUB)
        },
      },
    )
    const out = logFormat().transform(odd) as Record<string | symbol, unknown>
    expect(out[MESSAGE]).toBe('[UNREADABLE]')
    expect(inspect(out)).not.toContain(GITHUB)
  })

  it('leaves no argument behind', () => {
    const out = logFormat().transform({ level: 'info', message: 'a %s', [SPLAT]: [GITHUB, { password: PHRASE }] })
    expect(inspect(out, { depth: 9 })).not.toContain(GITHUB)
    expect(inspect(out, { depth: 9 })).not.toContain(PHRASE)
  })

  it('follows a key that is logged line by line, and knows values', () => {
    const { logger, read } = memoryLogger([format.json(), logFormat({ values: [WORD] })])
    const body = 'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xMq7Rt2LmX9vKc4WzY8pNd5HsJ'
    for (const line of ['-----BEGIN PRIVATE KEY-----', body, '-----END PRIVATE KEY-----']) logger.info(line)
    logger.info(`see ${WORD} and ${Buffer.from(WORD).toString('base64')}`)
    expect(read()).not.toContain(body)
    expect(read()).not.toContain(WORD)
    expect(read()).not.toContain(Buffer.from(WORD).toString('base64'))
  })
})
