import { eachOf, openArena } from './arena.ts'
import { ESCAPES } from './index.ts'
import { MUTANTS } from './mutants.ts'
await using arena = await openArena()
const t = performance.now()
const only = process.argv[2] ?? ''
const pairs = MUTANTS.filter((m) => m.name.includes(only)).flatMap((m) => m.flips.map((flip) => ({ m, flip })))
await eachOf(pairs, 3, async ({ m, flip }) => {
  const escape = ESCAPES.find((e) => e.name === flip)
  if (!escape) return console.log('NO', flip)
  const before = performance.now()
  try {
    const { escaped, told } = await arena.attempt(escape, 'root', [m.name, ...(m.beside ? [m.beside] : [])].join(' + '))
    if (!escaped || only)
      console.log(
        escaped ? 'flips' : 'STAYS',
        m.name,
        '|',
        flip,
        '|',
        told.slice(-200),
        Math.round(performance.now() - before),
      )
  } catch (e) {
    console.log('ERROR', m.name, '|', flip, String(e).slice(-300))
  }
})
console.log(pairs.length, performance.now() - t)
process.exit(0)
