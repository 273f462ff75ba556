import { afterAll, beforeAll, expect, it } from 'vitest'
import { eachOf, openArena, type Arena } from './escapes/arena.ts'
import { ESCAPES } from './escapes/index.ts'
import { MUTANTS } from './escapes/mutants.ts'

const AT_ONCE = 3
const AGAIN = 2
const TIMEOUT_MS = 600_000
const isRoot = process.getuid?.() === 0
/** What the machine says where something else than the sandbox refuses. */
const MACHINE_REFUSES = /not permitted|ermission denied|not implemented|not supported|No such device/

let arena: Arena
beforeAll(async () => {
  arena = await openArena()
}, 30_000)
afterAll(() => arena[Symbol.asyncDispose]())

it('every protection is there for something: taken away alone, it lets that out', { timeout: TIMEOUT_MS }, async () => {
  const tried = MUTANTS.filter(({ asRoot }) => isRoot || asRoot !== true)
  const stayed: string[] = []
  const flipped = new Set<string>()
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
    else if (!MACHINE_REFUSES.test(told)) stayed.push(`${mutant.name}: ${flip}: ${told}`)
  })
  expect(stayed).toEqual([])
  expect(tried.map(({ name }) => name).filter((name) => !flipped.has(name))).toEqual([])
})
