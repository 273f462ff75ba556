// What action-classifier costs: calls as agents make them all day, and texts that are hard to read, with what twice the text
// costs. CPU time; ratios count, single figures are the machine's. Ends with 1 when a goal fails. `pnpm bench:actions`.
import { readFileSync } from 'node:fs'
import { createKernel, use, type JsonObject } from '@ringwall/core'
import { actionClassifier, ActionsToken } from '@ringwall/plugin-action-classifier'

const LENGTH = 60_000
const MOST_FOR_TWICE = 3.5

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

const SETS = new URL('../../plugins/action-classifier/test/sets/', import.meta.url)
const linesOf = (file: string): readonly string[] => readFileSync(new URL(file, SETS), 'utf8').trim().split('\n')
const day: readonly { readonly tool: string; readonly args: JsonObject }[] = [
  ...linesOf('ordinary-commands.txt').map((line) => ({
    tool: 'bash',
    args: { command: line.slice(line.indexOf('\t') + 1) },
  })),
  ...linesOf('ordinary-calls.jsonl').map((line) => {
    const [, tool, args] = JSON.parse(line) as [string, string, JsonObject]
    return { tool, args }
  }),
]
const HARD = {
  bash: [['command'], 'a ', 'ls;', '$(ls)', 'a=1 ', 'x=$y;', 'a;a(){ a;};', 'cat <<X\nX\n', '{a,b}', '[[ a ]];', '"'],
  execute_sql: [['query'], 'a ', '(UPDATE ', 'UPDATE a SET b=1 ', 'WHERE a OR TRUE ', 'DELETE ', "'", '/*', 'ﷺ', 'a.'],
  run_python: [['code'], 'a\n', 'import a\n', 'open(', '"', "'a'+", '[', 'x.y('],
  graphql_query: [['query'], '{', 'a{', '"', '"""', 'mutation{a}'],
} as const

const kernel = await createKernel({ plugins: [use(actionClassifier, {})] })
const actions = kernel.find(ActionsToken)
if (!actions) throw new Error('the layer does not provide Actions')
for (const call of day) actions.classify(call) // warm
const each = cost(() => day.map((call) => actions.classify(call))) / day.length
console.log(`an ordinary call: ${each.toFixed(1)} µs, the mean of ${day.length}`)
let failed = false
for (const [tool, [[name], ...units]] of Object.entries(HARD)) {
  const rows = units.map((unit) => {
    const of = (length: number): number => {
      const text = unit.repeat(length / unit.length)
      return cost(() => actions.classify({ tool, args: { [name]: text } }))
    }
    const [once, twice] = [of(LENGTH / 2), of(LENGTH)]
    return { unit, once, twice, ratio: twice / once }
  })
  const [worst] = rows.toSorted((a, b) => b.twice - a.twice)
  const [steepest] = rows.filter(({ twice }) => twice > 2000).toSorted((a, b) => b.ratio - a.ratio)
  failed ||= (steepest?.ratio ?? 0) > MOST_FOR_TWICE
  console.log(
    `${tool}: ${LENGTH} characters take at most ${((worst?.twice ?? 0) / 1000).toFixed(1)} ms (${JSON.stringify(worst?.unit)}); ` +
      `twice the text ${(steepest?.ratio ?? 0).toFixed(2)} (at most ${MOST_FOR_TWICE})`,
  )
}
await kernel.close()
process.exitCode = Number(failed)
