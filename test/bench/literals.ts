// What it costs to look for a canary in what leaves, beside the search for secrets of the same text in one run, and what twice
// the text costs. Ratios count; single figures are the machine's. Ends with 1 when a ratio goal fails. Takes half a minute.
// Run: node --conditions=@ringwall/source test/bench/literals.ts
import { createEngine, createLiteralFinder, createSecretScanner } from '@ringwall/text'
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
process.exitCode = Number(failed)
