// What taking secrets out of a log line costs, beside the logging itself (a winston logger with its json format and a stream that
// forgets), @pinojs/redact with a list of paths, and a deep clone that is walked with a list of regexes; in one run, in turns. Ratios count; single figures are the
// machine's. Ends with 1 when a ratio goal fails. Takes about half a minute. Run: pnpm bench:logs
import { Writable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import redactor from '@pinojs/redact'
import { createLogSanitizer, logFormat } from '@ringwall/plugin-log-sanitizer'
import winston from 'winston'

const { format } = winston
const ROUNDS = 7
const ROUND_MICROSECONDS = 25_000
const BATCH = 50
/** A line without a secret costs at most so many times what logging it costs; the goal is less than once. */
const MOST_ADDED = 1

const ALNUM = 'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xM'
const SENTENCE =
  'The upstream answered after a second try, so the reply was passed on with the usage that it had reported. '

type Fields = Readonly<Record<string, unknown>>

/** Records of one kind, each a little different, as a log has them. */
const KINDS: readonly (readonly [name: string, make: (i: number) => Fields, isClean: boolean])[] = [
  [
    'small: 5 fields',
    (i) => ({ level: 'info', message: 'request done', path: '/v1/models', status: 200, ms: i }),
    true,
  ],
  [
    'medium: 20 fields, nested',
    (i) => ({
      level: 'info',
      message: `request ${i} done`,
      service: 'gateway',
      host: 'node-7',
      status: 200,
      ms: 12.5 + i,
      traceId: `4bf92f3577b34da6a3ce929d0e0e${(4736 + i).toString(16)}`,
      request: {
        id: i,
        method: 'POST',
        path: '/v1/chat/completions',
        headers: { host: 'localhost:8080', accept: '*/*', 'user-agent': 'curl/8.5.0' },
      },
      usage: { promptTokens: 812, completionTokens: 64, cachedTokens: 0 },
      user: { id: 1000 + i, tenant: 'acme', roles: ['reader', 'writer'] },
    }),
    true,
  ],
  ['long: a message of 2 KB', (i) => ({ level: 'info', message: SENTENCE.repeat(20).slice(0, 2000) + i }), true],
  [
    'secret: by name and by format',
    (i) => ({
      level: 'warn',
      message: `push with ghp_${ALNUM.slice(0, 36)} failed`,
      request: { id: i, headers: { authorization: `Bearer ${ALNUM}` } },
    }),
    false,
  ],
]

const REGEXES = [
  /sk-[\w-]{20,}/g,
  /ghp_\w{36}/g,
  /AKIA[A-Z0-9]{16}/g,
  /Bearer\s+\S+/gi,
  /eyJ[\w-]+\.[\w-]+\.[\w-]+/g,
  /:\/\/[^\s:]+:[^\s@]+@/g,
  /(?:password|token|secret)["']?\s*[:=]\s*\S+/gi,
  /xox[bp]-[\w-]+/g,
  /AIza[\w-]{35}/g,
  /-----BEGIN[^-]+-----/g,
]
const NAMES = /password|token|secret|authorization|api_?key|cookie/i

function cloneAndWalk(record: Fields): unknown {
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return REGEXES.reduce((text, regex) => text.replace(regex, '[REDACTED]'), value)
    if (typeof value !== 'object' || value === null) return value
    for (const [key, item] of Object.entries(value))
      Reflect.set(value, key, NAMES.test(key) ? '[REDACTED]' : walk(item))
    return value
  }
  return walk(structuredClone(record))
}

const LEVEL = Symbol.for('level')
const json = format.json()
const ours = logFormat()
const sanitize = createLogSanitizer()
const pino = redactor({
  paths: [
    'password',
    'token',
    '*.password',
    '*.token',
    'headers.authorization',
    'request.headers.authorization',
    'user.apiKey',
  ],
  serialize: false,
})
const withLevel = (record: Fields) => ({
  ...record,
  [LEVEL]: record['level'],
  level: String(record['level']),
  message: String(record['message']),
})
const forgets = new Writable({ write: (_chunk, _encoding, done) => done() })
const loggerWith = (...formats: readonly winston.Logform.Format[]) =>
  winston.createLogger({
    format: format.combine(...formats),
    transports: [new winston.transports.Stream({ stream: forgets })],
  })
const plainLogger = loggerWith(format.json())
const safeLogger = loggerWith(logFormat(), format.json())

/** What is compared. The first is the yardstick. */
const WAYS: readonly (readonly [name: string, run: (record: Fields) => unknown])[] = [
  ['winston logger', (record) => plainLogger.log(withLevel(record))],
  ['winston logger, our format', (record) => safeLogger.log(withLevel(record))],
  ['winston json alone', (record) => json.transform(withLevel(record), {})],
  ['winston json alone, our format', (record) => json.transform(forced(ours.transform(withLevel(record), {})), {})],
  ['our function alone', (record) => sanitize(record)],
  ['JSON.stringify alone', (record) => JSON.stringify(record)],
  ['@pinojs/redact, 7 paths', (record) => pino(record)],
  ['deep clone, 10 regexes', (record) => cloneAndWalk(record)],
]

function forced(info: winston.Logform.TransformableInfo | boolean): winston.Logform.TransformableInfo {
  if (typeof info === 'boolean') throw new Error('the format dropped a record')
  return info
}

/** Microseconds of one round for each call. */
async function round(run: (record: Fields) => unknown, records: readonly Fields[]): Promise<number> {
  const from = process.cpuUsage()
  for (let calls = 0; ;) {
    for (let i = 0; i < BATCH; i++) run(records[calls++ % records.length] ?? {})
    // Winston tells of each record in the loop's next turn, and keeps it until then.
    await setImmediate()
    const { user, system } = process.cpuUsage(from)
    if (user + system >= ROUND_MICROSECONDS) return (user + system) / calls
  }
}

let failed = false
for (const [name, make, isClean] of KINDS) {
  const best = new Map<string, number>()
  for (let turn = 0; turn <= ROUNDS; turn++) {
    // More records than are remembered, and others in each round, as in a log.
    const records = Array.from({ length: 5000 }, (_, i) => make(turn * 5000 + i))
    for (const [way, run] of WAYS) {
      const cost = await round(run, records)
      if (turn > 0) best.set(way, Math.min(best.get(way) ?? Infinity, cost)) // the first round compiles
    }
  }
  const base = best.get('winston logger') ?? Number.NaN
  const rows = WAYS.map(([way]) => {
    const cost = best.get(way) ?? Number.NaN
    return [way, { 'µs a record': Number(cost.toFixed(2)), 'x logging': Number((cost / base).toFixed(2)) }] as const
  })
  console.log(`\n${name}`)
  console.table(Object.fromEntries(rows))
  const added = ((best.get('winston logger, our format') ?? Number.NaN) - base) / base
  const isMet = !isClean || added <= MOST_ADDED
  failed ||= !isMet
  console.log(
    `the format adds ${added.toFixed(2)} of what logging costs${isClean ? `; at most ${MOST_ADDED}: ${isMet ? 'ok' : 'FAILED'}` : ''}`,
  )
}
process.exitCode = failed ? 1 : 0
