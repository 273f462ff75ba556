// What it costs to look for a canary in what leaves, beside the search for secrets of the same text in one run, and what twice
// the text costs. Ratios count; single figures are the machine's. Ends with 1 when a ratio goal fails. Takes half a minute.
// Run: node --conditions=@ringwall/source test/bench/literals.ts
import { createHash } from 'node:crypto'
import { createEngine, createLiteralFinder, createLiteralFinders, createSecretScanner } from '@ringwall/text'
import { makeAnswer, randomFrom } from './gateway-messages.ts'
import { code, english, json, type Maker } from './text-samples.ts'

const LENGTH = 100_000
const CANARY = `CTKN_${'9c41f07ab35de286'}`
const NUMBERED = 'In 2024 there were 12 of them, 3.5 % more than in the year before, and on 17 May a further 40 came.\n'

/** Texts, how often the time of the search for secrets the canary may take in them, and what twice the text may cost. */
const TEXTS: readonly (readonly [name: string, make: Maker, most: number])[] = [
  ['English', english, 4],
  ['English with numbers', (length) => NUMBERED.repeat(Math.ceil(length / NUMBERED.length)).slice(0, length), 60],
  ['code', code, 60],
  ['JSON', json, 60],
  ['hexadecimal', (length) => '9f41c07ab35d1e28'.repeat(length / 16), 200],
]
const MOST_FOR_TWICE = 3

/** CPU microseconds of a call, the least of several rounds. */
function cost(run: () => unknown): number {
  const rounds = Array.from({ length: 7 }, () => {
    const from = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(from)
    return user + system
  })
  return Math.max(1, Math.min(...rounds))
}

const finder = createLiteralFinder([{ id: 'canary', value: CANARY, prefix: 'CTKN_' }])
const secrets = createSecretScanner(createEngine())
let failed = false
for (const [name, make, most] of TEXTS) {
  const [text, twice] = [make(LENGTH), make(2 * LENGTH)]
  const [found, beside, more] = [() => finder.scan(text), () => secrets.scan(text), () => finder.scan(twice)].map(cost)
  if (found === undefined || beside === undefined || more === undefined) throw new Error('nothing was measured')
  const speed = (time: number): string => (text.length / time).toFixed(1)
  const [ratio, growth] = [found / beside, more / found]
  failed ||= ratio > most || growth > MOST_FOR_TWICE
  console.log(
    `${name}: canary ${speed(found)} MB/s, secrets ${speed(beside)} MB/s, ratio ${ratio.toFixed(1)} (at most ${most}), twice the text ${growth.toFixed(2)}`,
  )
}

/** Replies of 350 bytes or so without a canary, and how often the time of the search for secrets one session's canary may take in them. */
const REPLIES = 64
const random = randomFrom(1)
const replies = Array.from({ length: REPLIES }, () => makeAnswer(random))
const makeFinder = createLiteralFinders()
let sessions = 0
function nextFinder(): ReturnType<typeof makeFinder> {
  const digits = createHash('sha256').update(String(sessions++)).digest('hex').slice(0, 16)
  return makeFinder([{ id: 'canary', value: `CTKN_${digits}`, prefix: 'CTKN_' }])
}
for (let i = 0; i < 512; i++) nextFinder().scan(replies[i % REPLIES] ?? '') // until it is compiled

const known = nextFinder()
const inSecrets = cost(() => replies.forEach((reply) => secrets.scan(reply)))
for (const [name, most, run] of [
  ['a session that is known', 12, (reply: string) => known.scan(reply)],
  ["a session's first reply", 40, (reply: string) => nextFinder().scan(reply)],
] as const) {
  const time = cost(() => replies.forEach(run))
  const ratio = time / inSecrets
  failed ||= ratio > most
  console.log(
    `one session's canary, 350 byte reply, no hit, ${name}: ${(time / REPLIES).toFixed(0)} us, ratio ${ratio.toFixed(1)} (at most ${most})`,
  )
}
process.exitCode = Number(failed)
