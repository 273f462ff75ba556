import { afterAll, beforeAll, expect, it } from 'vitest'
import { eachOf, openArena, type Arena } from './escapes/arena.ts'
import { ESCAPES } from './escapes/index.ts'
import { machineRefuses } from './escapes/machine.ts'
import { MUTANTS } from './escapes/mutants.ts'

const AT_ONCE = 3
const AGAIN = 2
/** Protections of which a machine may be unable to show anything. */
const MOST_UNTRIED = 3
const TIMEOUT_MS = 600_000
const isRoot = process.getuid?.() === 0

let arena: Arena
beforeAll(async () => {
  arena = await openArena()
}, 30_000)
afterAll(() => arena[Symbol.asyncDispose]())

it('every protection is there for something: taken away alone, it lets that out', { timeout: TIMEOUT_MS }, async () => {
  const tried = MUTANTS.filter(({ asRoot }) => isRoot || asRoot !== true)
  const stayed: string[] = []
  const flipped = new Set<string>()
  /** A name for each attempt that shows nothing on this machine. */
  const refused: string[] = []
  const pairs = tried.flatMap((mutant) => mutant.flips.map((flip) => ({ mutant, flip })))
  await eachOf(pairs, AT_ONCE, async ({ mutant, flip }) => {
    const escape = ESCAPES.find(({ name }) => name === flip)
    if (!escape) throw new RangeError(`no attempt ${flip}`)
    const gone = [mutant.name, ...(mutant.beside === undefined ? [] : [mutant.beside])].join(' + ')
    let outcome = await arena.attempt(escape, isRoot ? 'root' : 'user', gone)
    // Another host on this machine ends what is left of one that died, and may come first.
    for (let more = 0; more < AGAIN && !outcome.escaped; more++)
      outcome = await arena.attempt(escape, isRoot ? 'root' : 'user', gone)
    const { escaped, told } = outcome
    if (escaped) flipped.add(mutant.name)
    else if (!machineRefuses(flip, told)) stayed.push(`${mutant.name}: ${flip}: ${told}`)
    else refused.push(mutant.name)
  })
  expect(stayed).toEqual([])
  const unshown = tried.filter(({ name }) => !flipped.has(name))
  const untried = unshown.filter(({ name, flips }) => flips.length === refused.filter((one) => one === name).length)
  for (const { name } of untried) console.warn(`\n*** this machine cannot show what "${name}" is there for ***\n`)
  expect(unshown.filter((mutant) => !untried.includes(mutant)).map(({ name }) => name)).toEqual([])
  expect(untried.length).toBeLessThanOrEqual(MOST_UNTRIED)
})
