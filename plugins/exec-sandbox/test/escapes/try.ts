import { openArena, eachOf, type Where } from './arena.ts'
import { ESCAPES } from './index.ts'
const [, , where = 'outside', only = '', mutant = ''] = process.argv
await using arena = await openArena()
const t = performance.now()
let bad = 0
await eachOf(
  ESCAPES.filter(({ name }) => name.includes(only)),
  3,
  async (escape) => {
    try {
      const { escaped, told } = await arena.attempt(escape, where as Where, mutant)
      if (only !== '' || escaped !== (where === 'outside')) {
        bad++
        console.log(escaped ? 'ESCAPED ' : 'refused ', escape.name, '|', told.slice(-300))
      }
    } catch (error) {
      bad++
      console.log('ERROR', escape.name, String(error).slice(-400))
    }
  },
)
console.log(where, ESCAPES.length, 'bad', bad, performance.now() - t)
console.log(new Set(ESCAPES.map((e) => e.name)).size)
process.exit(0)
